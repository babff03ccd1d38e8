"""An editor at work in the browser: a practice from its name to live, boxes by keyboard, preview and checks."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.browser.signing_in import demo_editor
from tests.running import RunningPortal

pytestmark = pytest.mark.browser
PROJECT, PRACTICE = "valita-visa-omtanke", "vierellakulkija"
NAME, SLUG = "Aamukävely asuntolassa", "aamukavely-asuntolassa"


# Wagtail saves a draft by itself half a second after a key, and answers 400 to a form that is not valid yet; how many
# such moments there are depends on how fast the machine types. What people ask for themselves goes to other checks.
AUTOSAVED = re.compile(r"/admin/pages/(add/practices/practicepage/\d+|\d+/edit)/$")


def is_complaint(said: ConsoleMessage) -> bool:
    """Whether the browser's console tells of an error of ours."""
    half_filled = "400 (Bad Request)" in said.text and AUTOSAVED.search(said.location["url"])
    return said.type == "error" and not half_filled


@pytest.fixture
def editor(browser: Browser, running_portal: RunningPortal) -> Iterator[Page]:
    """The demo editor, logged in; fails where the browser complains or asks another host for anything."""
    size = {"width": 1440, "height": 900}
    context = browser.new_context(base_url=running_portal.url, locale="fi-FI", viewport=size)
    complaints: list[str] = []
    ours = (running_portal.url, "data:", "blob:", "about:")
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("console", lambda said: complaints.append(said.text) if is_complaint(said) else None)
    context.on("request", lambda sent: None if sent.url.startswith(ours) else complaints.append(sent.url))
    yield demo_editor(context, running_portal)
    context.close()
    assert complaints == []


def page_id(page: Page, slug: str) -> int:
    """Return the id of the Finnish page with the last part of an address."""
    found = page.request.get(f"/admin/api/main/pages/?locale=fi&slug={slug}").json()["items"]
    return int(found[0]["id"])


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=re.compile(f"^{name}")).click()


def fill_in(page: Page, name: str = NAME) -> None:
    """Fill in the twelve required fields of the form that is open."""
    page.locator("#id_title").press_sequentially(name, delay=60)
    page.locator("#id_promise").fill("Päivä alkaa yhdessä ulkona.")
    page.locator("#id_maturity").select_option("piloted")
    for field in ("target_groups", "settings", "themes"):
        page.locator(f"#id_{field} input[type=checkbox]").first.check()
    tab(page, "Miksi")
    for field in ("situation", "intended_change", "idea", "student_notices"):
        page.locator(f"#panel-child-miksi-{field}-section [contenteditable=true]").click()
        page.keyboard.type("Kävellään yhdessä.")
    tab(page, "Miten")
    page.locator("#panel-child-miten-steps-section button.c-sf-add-button").first.click()
    page.locator("[name=steps-0-value-what]").fill("Sovitaan lähtöaika.")
    tab(page, "Taustaa")
    page.locator("#id_makers input[type=checkbox]").first.check()


def delete(page: Page) -> None:
    page.goto(f"/admin/pages/{page_id(page, SLUG)}/delete/")
    page.locator("main form [type=submit]").first.click()
    page.wait_for_load_state("networkidle")


def test_a_practice_is_made_from_its_name_to_live(editor: Page) -> None:
    project = page_id(editor, PROJECT)
    editor.goto(f"/admin/pages/add/practices/practicepage/{project}/")
    fill_in(editor)
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
        delete(editor)


def test_boxes_are_narrowed_and_ticked_by_keyboard_and_pass_axe(editor: Page) -> None:
    editor.goto(f"/admin/pages/{page_id(editor, PRACTICE)}/edit/")
    tab(editor, "Taustaa")
    boxes = editor.locator("#id_makers")
    everyone = boxes.locator("input[type=checkbox]:visible").count()
    boxes.get_by_role("searchbox").press_sequentially("ammattikorkeakoulun")
    few = boxes.locator("input[type=checkbox]:visible")
    assert 0 < few.count() < everyone
    editor.keyboard.press("Tab")
    was = few.first.is_checked()
    expect(few.first).to_be_focused()
    editor.keyboard.press("Space")
    assert few.first.is_checked() is not was
    name = few.first.locator("xpath=..").inner_text()
    expect(boxes.locator("[data-terms-chosen]")).to_contain_text(name) if not was else None
    editor.keyboard.press("Space")
    boxes.get_by_role("searchbox").press("Escape")
    assert boxes.locator("input[type=checkbox]:visible").count() == everyone
    results = Axe().run(editor, context="#id_makers")
    assert results.violations_count == 0, results.generate_report()


def test_the_preview_shows_the_page_and_the_checks_read_it(editor: Page) -> None:
    editor.goto(f"/admin/pages/{page_id(editor, PRACTICE)}/edit/")
    title = editor.locator("#id_title").input_value()
    editor.locator("[data-side-panel-toggle=preview]").click()
    shown = editor.frame_locator("[data-side-panel=preview] iframe").first
    expect(shown.get_by_role("heading", level=1)).to_have_text(title)
    editor.locator("[data-side-panel-toggle=checks]").click()
    expect(editor.locator("[data-content-word-count]")).to_have_text(re.compile(r"\d{2,}"), timeout=20_000)
