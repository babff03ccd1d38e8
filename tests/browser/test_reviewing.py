"""A review in the browser: the list, the windows in which a step is decided, the account's switches, all by axe."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.signing_in import demo_editor
from tests.browser.test_editor import page_id
from tests.running import RunningPortal

pytestmark = pytest.mark.browser
PRACTICE = "arjen-taidot-kurssi"


@pytest.fixture(params=[(1440, "light"), (390, "dark")], ids=["wide", "narrow"])
def editor(request: pytest.FixtureRequest, browser: Browser, running_portal: RunningPortal) -> Iterator[Page]:
    """The demo editor, who coordinates the network, at a desk and on a telephone."""
    width, scheme = request.param
    context = browser.new_context(
        base_url=running_portal.url,
        locale="fi-FI",
        viewport={"width": width, "height": 844},
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    yield demo_editor(context, running_portal)
    context.close()


def hand_in(page: Page) -> None:
    """Hand the practice in from its editor, and open the step that it then waits for."""
    page.goto(f"/admin/pages/{page_id(page, PRACTICE)}/edit/")
    page.locator("footer .w-dropdown__toggle").last.click()
    page.locator("[name=action-submit]").click()
    page.wait_for_url("**/admin/pages/*/", timeout=60_000)
    page.goto("/admin/reviews/")
    is_clean(page)
    page.locator("#listing-results tbody a").first.click()
    expect(page.locator(".review-facts")).to_be_visible()


def is_clean(page: Page) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_a_page_is_reviewed_with_the_checklist(editor: Page) -> None:
    hand_in(editor)
    is_clean(editor)
    editor.locator("[data-workflow-action-url]").first.click()
    window = editor.get_by_role("dialog")
    window.locator("button[type=submit]").click()
    expect(window.get_by_role("alert")).to_be_visible()
    is_clean(editor)
    boxes = window.get_by_role("checkbox")
    expect(boxes).to_have_count(5)
    for box in boxes.all():
        box.check()
    window.locator("button[type=submit]").click()
    expect(window).to_be_hidden(timeout=60_000)
    editor.goto("/admin/reviews/")
    expect(editor.locator("#listing-results tbody a")).to_have_count(0)
    is_clean(editor)


def test_asking_for_changes_takes_a_comment(editor: Page) -> None:
    hand_in(editor)
    editor.locator("[data-workflow-action-url]").last.click()
    window = editor.get_by_role("dialog")
    window.locator("button[type=submit]").click()
    expect(window.get_by_role("alert")).to_be_visible()
    is_clean(editor)
    window.get_by_role("textbox").fill("Kerro, kuka ohjaa.")
    window.locator("button[type=submit]").click()
    expect(window).to_be_hidden(timeout=60_000)
    expect(editor.locator(".review-facts")).to_contain_text("Kerro, kuka ohjaa.")


def test_the_accounts_switches_are_clean(editor: Page) -> None:
    editor.goto("/admin/account/#tab-notifications")
    expect(editor.locator("#id_mails-reviews")).to_be_attached()
    is_clean(editor)
