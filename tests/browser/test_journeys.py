"""Five ways through the running portal that every run goes, in Finnish; `make test-browser` goes all the others."""

from playwright.sync_api import expect

from tests.browser.adopting import take_into_use_and_withdraw
from tests.browser.conftest import Opened, Visitor
from tests.browser.editing import PROJECT, complaints_of, delete, fill_in, page_id
from tests.browser.following_up import answer_without_scripts, unanswered
from tests.browser.mailbox import Mailbox
from tests.browser.pages import FRONT, PRACTICE
from tests.browser.signing_in import demo_editor
from tests.browser.suggesting import suggest_and_withdraw
from tests.running import RunningPortal

NAME, SLUG = "Aamukävely asuntolassa", "aamukavely-asuntolassa"


def test_a_teacher_comes_from_a_word_to_a_sheet_in_the_other_language(visitor: Visitor) -> None:
    page = visitor(FRONT["fi"], width=390, height=844, locale="fi-FI")
    page.locator("#q").fill("vuosikelloja")
    page.keyboard.press("Enter")

    first = page.locator(".hit__title a").first
    expect(first).to_have_text("Hyvinvoinnin vuosikello")
    expect(first.locator("mark")).to_have_text("vuosikello")
    first.click()

    page.wait_for_url(f"**{PRACTICE['fi']}")
    expect(page.locator("h1")).to_have_text("Hyvinvoinnin vuosikello")
    facts = page.locator(".facts__list .fact")
    assert facts.count() >= 3
    for fact in facts.all():
        expect(fact).to_be_visible()
    expect(page.locator(".first-screen .maturity")).to_be_visible()
    expect(page.locator(".source-box")).to_be_visible()
    expect(page.locator(".outline-note")).to_be_visible()

    page.locator("[data-menu-button]").click()
    page.locator(".languages a[hreflang=sv]").click()
    page.wait_for_url(f"**{PRACTICE['sv']}")
    expect(page.locator("h1")).to_have_text("Årsklocka för välbefinnande")
    assert page.locator(".facts__list .fact").count() == facts.count()

    page.evaluate("() => { window.printed = 0; window.print = () => (window.printed += 1); }")
    page.locator("[data-print]").click()
    assert page.evaluate("window.printed") == 1
    page.emulate_media(media="print")
    expect(page.locator(".steps li").first).to_be_visible()
    expect(page.locator(".site-menu")).to_be_hidden()
    assert page.context.cookies() == []


def test_an_institution_takes_a_practice_into_use_without_scripts(
    visitor: Visitor, running_portal: RunningPortal
) -> None:
    page = visitor(PRACTICE["fi"], width=390, java_script_enabled=False)
    mailbox = Mailbox(running_portal, name="kayttoonottaja")
    take_into_use_and_withdraw(page, mailbox, "fi", "Selaimen koeopisto 0", axe=False)


def test_a_suggestion_is_sent_without_scripts(visitor: Visitor, running_portal: RunningPortal) -> None:
    page = visitor(FRONT["fi"], width=390, java_script_enabled=False)
    suggest_and_withdraw(page, Mailbox(running_portal, name="ehdottaja"), "fi", axe=False)


def test_an_editor_logs_in_and_makes_a_practice_from_its_name_to_live(
    opened: Opened, running_portal: RunningPortal
) -> None:
    context = opened(locale="fi-FI", width=1440)
    complaints = complaints_of(context, running_portal)
    editor = demo_editor(context, running_portal)
    project = page_id(editor, PROJECT)
    editor.goto(f"/admin/pages/add/practices/practicepage/{project}/")
    fill_in(editor, NAME)
    editor.locator("footer .w-dropdown__toggle").last.click()
    editor.locator("[name=action-publish]").click()
    editor.wait_for_url(f"**/admin/pages/{project}/")
    try:
        editor.goto("/fi/haku/?q=aamukävelyllä")
        editor.get_by_role("link", name=NAME).first.click()
        expect(editor.get_by_role("heading", level=1)).to_have_text(NAME)
        assert editor.url.endswith(f"/{SLUG}/")
        expect(editor.locator("#citation")).to_contain_text(f"/p/{SLUG}")
    finally:
        delete(editor, page_id(editor, SLUG))
    assert complaints == []


def test_a_follow_up_is_answered_without_scripts_and_its_mails_are_turned_off(
    visitor: Visitor, running_portal: RunningPortal
) -> None:
    address = unanswered(running_portal, "fi")
    page = visitor(f"{address}?answer=stopped", java_script_enabled=False)
    answer_without_scripts(page, address, "fi")
