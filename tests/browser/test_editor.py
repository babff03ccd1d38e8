"""An editor at work in the browser: boxes by keyboard, preview and checks."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opened
from tests.browser.editing import complaints_of, page_id, tab
from tests.browser.signing_in import demo_editor
from tests.running import RunningPortal

PRACTICE = "vierellakulkija"


@pytest.fixture
def editor(opened: Opened, running_portal: RunningPortal) -> Iterator[Page]:
    """The demo editor, logged in; fails where the browser complains or asks another host for anything."""
    context = opened(locale="fi-FI", width=1440)
    complaints = complaints_of(context, running_portal)
    yield demo_editor(context, running_portal)
    context.close()
    assert complaints == []


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
