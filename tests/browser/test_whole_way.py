"""A model's whole way: invited, a second factor, written, translated, reviewed, live, found in both languages."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opened
from tests.browser.editing import PROJECT, delete, fill_in, page_id
from tests.browser.mailbox import Mailbox
from tests.browser.signing_in import demo_editor, enrol
from tests.running import RunningPortal

NAME, SLUG = "Puurohetki lukujärjestyksessä", "puurohetki-lukujarjestyksessa"
SWEDISH = "Grötstunden på schemat"
PASSWORD = "kavelen-aamulla-metsaan"
LINK = re.compile(r"http://127\.0\.0\.1:\d+/\w\w/[\w-]+/[\w:-]{20,}/")
CHECKS = 5


@pytest.fixture
def people(opened: Opened, running_portal: RunningPortal) -> list[Page]:
    """Three browsers: that of the network's coordinator, who is logged in, and those of two who are nobody yet."""
    contexts = [opened(locale="fi-FI", width=1440) for _number in range(3)]
    return [demo_editor(contexts[0], running_portal), *(context.new_page() for context in contexts[1:])]


def join(inviting: Page, invited: Page, portal: RunningPortal, role: str) -> None:
    """Invite somebody to the team; they open the mail's link, choose a password, and set up a second factor."""
    mailbox = Mailbox(portal, name=role)
    inviting.goto("/admin/teams/")
    inviting.get_by_role("link", name=re.compile("Välitä!")).first.click()
    inviting.fill("#id_email", mailbox.address)
    inviting.select_option("#id_role", role)
    inviting.select_option("#id_language", "fi")
    inviting.locator("main form[action$='#invite'] button[type=submit]").click()
    found = LINK.search(mailbox.read(1))
    assert found
    invited.goto(found[0])
    invited.fill("[name=first_name]", "Keksitty")
    invited.fill("[name=last_name]", role.capitalize())
    invited.fill("[name=password1]", PASSWORD)
    invited.fill("[name=password2]", PASSWORD)
    invited.locator("form.form .button[type=submit]").click()
    enrol(invited)
    invited.wait_for_url("**/admin/")


def write(page: Page) -> int:
    """Write the practice below the project and hand it in; return its number."""
    project = page_id(page, PROJECT)
    page.goto(f"/admin/pages/add/practices/practicepage/{project}/")
    fill_in(page, NAME)
    # The editor saves a first draft by itself; handed in before that is done, the draft would stand in its own way.
    page.wait_for_load_state("networkidle")
    hand_in(page)
    return page_id(page, SLUG)


def hand_in(page: Page) -> None:
    page.locator("footer .w-dropdown__toggle").last.click()
    page.locator("[name=action-submit]").click()
    page.wait_for_url(re.compile(r"/admin/pages/\d+/$"), timeout=60_000)


def translate(page: Page, number: int) -> int:
    """Translate every text with the workbench, and hand the Swedish page in; return its number."""
    page.goto(f"/admin/pages/{number}/edit/")
    page.get_by_role("button", name="Käännä ruotsiksi").first.click()
    page.wait_for_url(re.compile(r"/admin/translations/\d+/"))
    for field in page.locator("textarea[name^=text-]").all():
        finnish = field.locator("xpath=ancestor::li[1]").locator(".workbench__source p").first.inner_text()
        swedish = {NAME: SWEDISH, SLUG: "grotstunden-pa-schemat"}.get(finnish, "Man promenerar tillsammans.")
        field.fill(swedish)
    page.locator(".workbench__save button[type=submit]").click()
    expect(page.locator("#progress")).to_have_js_property("value", float(_total(page)))
    translated = re.search(r"/admin/translations/(\d+)/", page.url)
    assert translated
    page.goto(f"/admin/pages/{translated[1]}/edit/")
    hand_in(page)
    return int(translated[1])


def _total(page: Page) -> int:
    return int(page.locator("#progress").get_attribute("max") or 0)


def approve(page: Page, number: int, *, checks: int) -> None:
    """Approve the step that a page waits for, with its checklist."""
    page.goto(f"/admin/pages/{number}/edit/")
    page.locator("footer .w-dropdown__toggle").last.click()
    page.locator("footer [data-workflow-action-name=approve]").first.click()
    window = page.get_by_role("dialog")
    expect(window.locator("button[type=submit]")).to_be_visible()
    boxes = window.get_by_role("checkbox")
    expect(boxes).to_have_count(checks)
    for box in boxes.all():
        box.check()
    with page.expect_navigation(timeout=60_000):
        window.locator("button[type=submit]").click()


def test_a_model_comes_from_a_drawer_to_readers_in_both_languages(
    people: list[Page], running_portal: RunningPortal
) -> None:
    network, coordinator, member = people
    join(network, coordinator, running_portal, "coordinator")
    join(coordinator, member, running_portal, "member")
    number = write(member)
    try:
        translated = translate(member, number)
        for page in (number, translated):
            approve(coordinator, page, checks=0)
            approve(network, page, checks=CHECKS)
        for language, words, name in (("fi/haku", "puurohetkiä", NAME), ("sv/sok", "grötstunder", SWEDISH)):
            member.goto(f"/{language}/?q={words}")
            member.locator("main").get_by_role("link", name=name).first.click()
            expect(member.get_by_role("heading", level=1)).to_have_text(name)
    finally:
        delete(network, number)
