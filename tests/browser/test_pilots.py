"""A pilot in the browser: begun by an editor, printed, answered on a phone without scripts, summed up, told of."""

import io
import re

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.checks import assert_sound, violations
from tests.browser.conftest import Opened, Visitor
from tests.browser.editing import page_id
from tests.browser.forms import wait_as_readers_do
from tests.browser.pages import PRACTICE

READING_SECONDS = 3.1  # that the form of an answer asks for
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


def test_a_pilot_from_its_beginning_to_what_readers_see(
    editor: Page, overview: str, opened: Opened, visitor: Visitor
) -> None:
    url = begin(editor, overview)
    pilot = editor.url
    phone = opened(width=320, height=640, java_script_enabled=False)
    answers = [phone.new_page() for _number in range(5)]
    for page in answers:
        page.goto(url)
        page.locator("a[href='?role=student']").click()
    for number, page in enumerate(answers):
        page.locator("[name=join]").nth(number % 2 + 3).check()
        page.fill("[name=worked]", f"Sanoin tämän: {number}")
        wait_as_readers_do(page, READING_SECONDS)
        page.click("main form button[type=submit]")
        assert "said=thanks" in page.url
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
    assert_sound(reader, "fi")


def test_every_page_of_answering_is_sound_on_a_phone(
    editor: Page, overview: str, visitor: Visitor, language: str
) -> None:
    url = begin(editor, overview)
    page = visitor(url, width=320, height=640)
    addresses = page.locator("link[hreflang], a[hreflang]").evaluate_all(
        "(all, language) => all.filter((each) => each.hreflang === language).map((each) => each.href)",
        language,
    )
    if page.locator("html").get_attribute("lang") == language:
        addresses = [url, *addresses]
    assert addresses
    for address in dict.fromkeys(each.partition("?")[0] for each in addresses if "/admin/" not in each):
        for query in ("", "?role=student", "?role=teacher", "?said=thanks"):
            page.goto(address + query)
            assert_sound(page, language)


def test_the_page_that_asks_for_a_code_is_sound_on_a_phone(
    editor: Page, overview: str, visitor: Visitor
) -> None:
    entry = begin(editor, overview).rstrip("/").rsplit("/", 1)[0] + "/"
    page = visitor(entry, width=320, height=640)
    for address in (entry, f"{entry}?code=O1", f"{entry}ZZZ999/"):
        page.goto(address)
        assert_sound(page, "fi")


def test_the_sheet_is_a_page_of_paper_a_language(editor: Page, overview: str) -> None:
    begin(editor, overview)
    editor.goto(f"{editor.url}sheet/")
    assert violations(editor) == []
    paper = PdfReader(io.BytesIO(editor.pdf(prefer_css_page_size=True)))
    assert len(paper.pages) == editor.locator(".sheet").count() == 2
    for page, sheet in zip(paper.pages, editor.locator(".sheet__code").all(), strict=True):
        letters = "".join(page.extract_text().split())  # the code is set with space between its letters
        assert sheet.inner_text() in letters


def test_axe_finds_nothing_in_the_editors_views(editor: Page, overview: str) -> None:
    begin(editor, overview)
    pilot = editor.url
    views = (overview, f"{overview}begin/", f"{overview}change/", pilot, f"{pilot}close/", f"{pilot}open/")
    for address in views:
        editor.goto(address)
        assert violations(editor) == [], address
