"""A review in the browser: the list, the windows in which a step is decided, the account's switches, all by axe."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.checks import PHONE
from tests.browser.conftest import Opened
from tests.browser.editing import page_id
from tests.browser.signing_in import demo_editor
from tests.running import RunningPortal

PRACTICE = "arjen-taidot-kurssi"


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
    """Hold a page to axe as it is at a desk in light and on a telephone in dark; it is left as it was."""
    desk = page.viewport_size
    for size, scheme in (({"width": 1440, "height": 844}, "light"), (PHONE, "dark")):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        results = Axe().run(page)
        assert results.violations_count == 0, (scheme, results.generate_report())
    page.set_viewport_size(desk)  # type: ignore[arg-type]


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


def test_asking_for_changes_takes_a_comment_on_a_telephone_too(
    opened: Opened, running_portal: RunningPortal
) -> None:
    editor = demo_editor(opened(locale="fi-FI", **PHONE), running_portal)
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
