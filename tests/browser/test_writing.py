"""Help while writing, in the browser: a start from a template, the count, jumps, the guide, two editors."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.checks import PHONE, WIDE
from tests.browser.editing import PROJECT, delete, page_id
from tests.browser.signing_in import demo_editor
from tests.running import RunningPortal

NAME = "Kirjoituskoe"


@pytest.fixture(scope="module")
def draft(browser: Browser, running_portal: RunningPortal) -> Iterator[str]:
    """The address of a new draft that started as an event; deleted in the end."""
    context = browser.new_context(base_url=running_portal.url, locale="fi-FI", viewport=WIDE)
    page = demo_editor(context, running_portal)
    page.goto(f"/admin/pages/{page_id(page, PROJECT)}/add_subpage/")
    page.fill("#id_title", NAME)
    page.check("[value=event]")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.locator(".writing-start button.button").click()
    page.wait_for_selector(".writing-strip")
    address = page.url
    yield address
    delete(page, int(address.removesuffix("/edit/").rpartition("/")[2]))
    context.close()


@pytest.fixture
def editor(editor: Page, draft: str) -> Page:
    """The demo editor, logged in, on the page of the draft."""
    editor.goto(draft)
    editor.wait_for_selector(".writing-strip")
    return editor


def test_the_count_follows_what_is_typed_and_what_is_missing_leads_to_its_field(editor: Page) -> None:
    strip = editor.locator("[data-writing-strip]")
    expect(strip).to_contain_text(re.compile(r"\b1\D+12\b"))
    editor.locator(".writing-strip button").click()
    results = Axe().run(editor, context=".writing")
    assert results.violations_count == 0, results.generate_report()
    editor.locator("[data-writing-jump=student_notices]").first.click()
    field = editor.locator("[data-contentpath=student_notices] [contenteditable=true]")
    expect(field).to_be_focused()
    editor.keyboard.type("Opiskelijoille mahdollistetaan osallistuminen.")
    expect(editor.locator("[data-writing-plain] q").first).to_contain_text("mahdollistetaan", timeout=20_000)
    expect(strip).to_contain_text(re.compile(r"\b2\D+12\b"))
    expect(editor.locator("[data-writing-jump=student_notices]")).to_have_count(0)
    results = Axe().run(editor, context="[data-writing-plain]")
    assert results.violations_count == 0, results.generate_report()


def test_a_guide_opens_by_keyboard_and_fits_a_phone(editor: Page) -> None:
    editor.set_viewport_size(PHONE)
    button = editor.locator("[data-contentpath=promise] .writing-guide button")
    button.focus()
    editor.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    guide = editor.locator("#writing-guide-promise")
    expect(guide).to_be_visible()
    box = guide.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 390
    editor.keyboard.press("Enter")
    expect(guide).to_be_hidden()


def save_by_itself(page: Page, promise: str) -> None:
    """Type a promise as people do, letter by letter, until Wagtail has saved the draft by itself with all of it."""
    field = page.locator("#id_promise")
    field.fill("")
    with page.expect_response(lambda answer: promise in (answer.request.post_data or "") and answer.ok):
        field.press_sequentially(promise, delay=150)  # Wagtail sees no change in its first seconds
    expect(page.locator("#w-autosave-indicator")).to_contain_text("Tallennettu", timeout=20_000)


def test_two_windows_lose_nothing_and_one_alone_is_not_in_its_own_way(editor: Page) -> None:
    save = "footer button[type=submit]"
    save_by_itself(editor, "Kahvia jokaiselle joka aamu.")
    editor.locator(save).first.click()
    editor.wait_for_load_state("load")
    expect(editor.locator(".messages .success")).to_be_visible()
    second = editor.context.new_page()
    second.goto(editor.url)
    second.wait_for_selector(".writing-strip")
    save_by_itself(editor, "Kahvia kahdelle joka maanantai.")
    second.locator("#id_promise").fill("Toisen ikkunan lupaus.")
    second.locator(save).first.click()
    confirm = "#w-save-confirmation-dialog [data-w-dialog-target=confirm]:visible"
    second.wait_for_selector(f"{confirm}, .messages .error")
    if second.locator(confirm).count():  # Wagtail had heard of it in time; the server asks all the same
        second.locator(confirm).click()
    expect(second.locator(".messages .error")).to_be_visible(timeout=20_000)
    expect(second.locator("#id_promise")).to_have_value("Toisen ikkunan lupaus.")
    editor.reload()
    expect(editor.locator("#id_promise")).to_have_value("Kahvia kahdelle joka maanantai.")
    second.close()


def test_a_button_waits_for_what_the_editor_is_saving_by_itself(editor: Page) -> None:
    held: list[Route] = []

    def hold_own_saving(route: Route) -> None:
        if route.request.method == "POST" and "json" in route.request.headers.get("accept", ""):
            held.append(route)
        else:
            route.continue_()

    editor.route("**/edit/", hold_own_saving)
    for number in range(
        20
    ):  # what is written in the first seconds after it was opened the editor does not notice
        editor.fill("#id_promise", f"Kukaan ei kirjoita yksin {number}.")
        editor.press("#id_promise", "Tab")
        editor.wait_for_timeout(1000)
        if held:
            break
    written = editor.locator("#id_promise").input_value()
    editor.locator("footer button.action-save").click()
    expect(editor.locator(".messages .error")).to_have_count(0)
    with editor.expect_navigation():
        held[0].continue_()
    expect(editor.locator(".messages .error")).to_have_count(0)
    expect(editor.locator(".messages .success")).to_have_count(1)
    expect(editor.locator("#id_promise")).to_have_value(written)
    editor.unroute("**/edit/")
