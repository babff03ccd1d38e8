"""A suggestion from the first page to the queue and on, with and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import violations
from tests.browser.conftest import Visitor
from tests.browser.mailbox import Mailbox
from tests.browser.suggesting import (
    TEXTS,
    begin,
    fill_in,
    go_on_later,
    send_and_confirm,
    suggest_and_withdraw,
)
from tests.languages import nightly
from tests.running import RunningPortal


@pytest.fixture
def mailbox(running_portal: RunningPortal) -> Mailbox:
    return Mailbox(running_portal, name="ehdottaja")


# Without scripts in Finnish it is one of the journeys.
@pytest.mark.parametrize(("language", "scripts"), [("fi", True), nightly("sv", True), nightly("sv", False)])
def test_from_the_first_page_to_the_queue(
    visitor: Visitor, mailbox: Mailbox, language: str, scripts: bool
) -> None:
    page = visitor(f"/{language}/", width=1280 if scripts else 390, java_script_enabled=scripts)
    suggest_and_withdraw(page, mailbox, language, axe=scripts)


def test_the_editors_take_it_on_and_the_sender_hears(
    visitor: Visitor, editor: Page, mailbox: Mailbox
) -> None:
    page = visitor("/sv/")
    begin(page, "sv", axe=False)
    fill_in(page, "sv", axe=False)
    go_on_later(page, mailbox, "sv", axe=False)
    own = send_and_confirm(page, mailbox, "sv", axe=False)

    editor.goto("/admin/suggestions/")
    assert violations(editor) == []
    editor.get_by_role("link", name=TEXTS["sv"][0]).first.click()
    editor.wait_for_url("**/admin/suggestions/*/")
    assert violations(editor) == []
    editor.locator("form button", has_text="Opas.txt").click()
    expect(editor.locator("table a[href*='/documents/']")).to_have_text("Opas")
    page.goto(own)
    expect(page.locator("#state")).to_be_visible()

    here = editor.url
    editor.locator("a[href$='/write/']").click()
    editor.wait_for_url("**/write/")
    assert violations(editor) == []
    editor.fill("[name=reply]", "Vem svarar för det här?")
    editor.locator("main form button[type=submit]").click()
    assert "Vem svarar för det här?" in mailbox.read(3)

    editor.goto(here)
    editor.locator("a[href$='/decline/']").click()
    editor.wait_for_url("**/decline/")
    assert violations(editor) == []
    editor.fill("[name=reply]", "Det finns redan.")
    editor.locator("main form button[type=submit]").click()
    assert "Det finns redan." in mailbox.read(4)
    page.goto(own)
    expect(page.locator(".suggesting__reply")).to_contain_text("Det finns redan.")
