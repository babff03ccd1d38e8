"""A pilot in the browser: begun by an editor, printed, answered on a phone without scripts, summed up, told of."""

import io
import re

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.browser.conftest import Visitor
from tests.browser.pages import PRACTICE
from tests.browser.test_accessibility import violations
from tests.browser.test_editor import editor, page_id

__all__ = ["editor"]
pytestmark = pytest.mark.browser
NAME = "Asuntola, kevät 2027"


@pytest.fixture
def overview(editor: Page) -> str:
    """The address of a practice's pilots in the editor."""
    slug = PRACTICE["fi"].rstrip("/").rsplit("/", 1)[-1]
    return f"/admin/pilots/{page_id(editor, slug)}/"


def begin(editor: Page, overview: str) -> str:
    """Begin a pilot, and return the address under which one answers."""
    editor.goto(f"{overview}begin/")
    editor.fill("[name=name]", NAME)
    editor.click("main form button[type=submit]")
    editor.wait_for_url(re.compile(rf"{overview}\d+/$"))
    return str(editor.locator(".pilots__facts a").get_attribute("href"))


def is_clean(page: Page) -> None:
    """Check a page in both schemes, and that nothing of it lies beside the window."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert violations(page) == [], (page.url, scheme)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def test_a_pilot_from_its_beginning_to_what_readers_see(
    editor: Page, overview: str, browser: Browser, visitor: Visitor
) -> None:
    url = begin(editor, overview)
    pilot = editor.url
    phone = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=False).new_page()
    for number in range(5):
        phone.goto(url)
        phone.locator("a[href='?role=student']").click()
        phone.locator("[name=join]").nth(number % 2 + 3).check()
        phone.fill("[name=worked]", f"Sanoin tämän: {number}")
        phone.wait_for_timeout(3100)  # nobody fills it in faster, so faster is refused
        phone.click("main form button[type=submit]")
        assert "said=thanks" in phone.url
    phone.context.close()
    editor.goto(pilot)
    assert editor.locator(".pilots__figure table").first.locator("td").all_inner_texts() == [
        "0",
        "0",
        "0",
        "3",
        "2",
    ]
    assert editor.locator(".pilots__words li").count() == 5
    editor.goto(f"{overview}change/")
    editor.locator("[name=told_fi]").fill("Lyhensimme aloitusta, koska te sanoitte niin.")
    editor.click("main form button[type=submit]")
    editor.wait_for_url(re.compile(rf"{overview}$"))
    reader = visitor(PRACTICE["fi"])
    assert "koska te sanoitte niin" in reader.locator("#after-feedback").inner_text()
    reader.locator("#after-feedback a").click()
    assert "koska te sanoitte niin" in reader.locator(".version__told").first.inner_text()
    reader.locator("h1").wait_for()
    is_clean(reader)


def test_every_page_of_answering_is_clean_in_both_languages_and_schemes_on_a_phone(
    editor: Page, overview: str, visitor: Visitor
) -> None:
    url = begin(editor, overview)
    page = visitor(url, width=320, height=640)
    languages = page.locator("link[hreflang], a[hreflang]").evaluate_all(
        "all => all.map((each) => each.href)"
    )
    entry = url.rstrip("/").rsplit("/", 1)[0] + "/"
    addresses = [*dict.fromkeys([url, *(each for each in languages if "/admin/" not in each)])]
    for address in addresses:
        for query in ("", "?role=student", "?role=teacher", "?said=thanks"):
            page.goto(address.partition("?")[0] + query)
            is_clean(page)
    for address in (entry, f"{entry}?code=O1", f"{entry}ZZZ999/"):
        page.goto(address)
        is_clean(page)


def test_the_sheet_is_a_page_of_paper_a_language(editor: Page, overview: str) -> None:
    begin(editor, overview)
    editor.goto(f"{editor.url}sheet/")
    assert violations(editor) == []
    paper = PdfReader(io.BytesIO(editor.pdf(prefer_css_page_size=True)))
    assert len(paper.pages) == editor.locator(".sheet").count() == 2
    for page, sheet in zip(paper.pages, editor.locator(".sheet__code").all(), strict=True):
        letters = "".join(page.extract_text().split())  # the code is set with space between its letters
        assert sheet.inner_text() in letters


@pytest.mark.parametrize("where", ["", "begin/", "change/"])
def test_axe_finds_nothing_in_the_editors_views(editor: Page, overview: str, where: str) -> None:
    begin(editor, overview)
    pilot = editor.url
    for address in (f"{overview}{where}", pilot, f"{pilot}close/", f"{pilot}open/"):
        editor.goto(address)
        assert violations(editor) == [], address
