"""A practice's upkeep and its reports in the browser: views that everybody can use, one click, a visit that counts."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.checks import NARROW, WIDE
from tests.browser.conftest import Visitor
from tests.browser.editing import PROJECT, page_id
from tests.browser.pages import PRACTICE

SLUG = PRACTICE["fi"].rstrip("/").rpartition("/")[2]
VIEWS = {
    "report": "/admin/reports/freshness/",
    "check": "/admin/practices/{practice}/check/",
    "caretaker": "/admin/practices/{practice}/caretaker/",
    "retire": "/admin/practices/{practice}/retire/",
    "handover": "/admin/handover/{project}/",
    "reports": "/admin/reports/project/{project}/",
    "innokyla": "/admin/reports/innokyla/{practice}/",
    "visits": "/admin/reports/visits/{practice}/",
}


def test_every_view_passes_axe_and_fits(editor: Page, visitor: Visitor) -> None:
    reader = visitor("/fi/")
    with reader.expect_response(lambda answer: "/visit/" in answer.url):
        # so that the visits have their table
        reader.goto(PRACTICE["fi"])
    known = {"practice": page_id(editor, SLUG), "project": page_id(editor, PROJECT)}
    for name, address in VIEWS.items():
        answer = editor.goto(address.format(**known))
        assert answer is not None
        assert answer.status == 200, name
        for size in (WIDE, NARROW):
            editor.set_viewport_size(size)
            results = Axe().run(editor)
            assert results.violations_count == 0, f"{name}: {results.generate_report()}"
            assert editor.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
                f"{name} is too wide"
            )


def test_one_click_in_the_list_marks_a_practice_as_checked(editor: Page) -> None:
    editor.goto(VIEWS["report"])
    row = editor.locator("tbody tr").first
    name = row.locator("th").inner_text()
    row.get_by_role("button").click()
    expect(editor.locator(".messages")).to_contain_text(name)
    assert editor.url.endswith(VIEWS["report"])


def test_a_visit_counts_and_the_editors_own_does_not(editor: Page, visitor: Visitor) -> None:
    address = VIEWS["visits"].format(practice=page_id(editor, SLUG))

    def total() -> int:
        editor.goto(address)
        cells = editor.locator("main tbody tr:first-child td:last-child")
        return int(cells.inner_text()) if cells.count() else 0

    reader = visitor("/fi/")
    with reader.expect_response(lambda answer: "/visit/" in answer.url) as told:
        reader.goto(PRACTICE["fi"])
    assert told.value.status == 204
    assert reader.context.cookies() == []
    before = total()
    assert before >= 1
    with editor.expect_response(lambda answer: "/visit/" in answer.url):
        editor.goto(PRACTICE["fi"])
    assert total() == before
