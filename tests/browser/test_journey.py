"""A teacher with a minute: from a word on the front page to the sheet in hand."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.pages import FRONT, PRACTICE


def test_from_a_word_to_a_sheet_in_the_other_language(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor(FRONT["fi"], width=390, height=844, locale="fi-FI")
    page.locator("#q").fill("vuosikelloja")
    page.keyboard.press("Enter")

    first = page.locator(".hit__title a").first
    expect(first).to_have_text("Hyvinvoinnin vuosikello")
    expect(first.locator("mark")).to_have_text("vuosikello")
    first.click()

    page.wait_for_url(f"**{PRACTICE['fi']}")
    expect(page.locator("h1")).to_have_text("Hyvinvoinnin vuosikello")
    facts = page.locator(".facts__list .fact")
    assert facts.count() >= 3
    for fact in facts.all():
        expect(fact).to_be_visible()
    expect(page.locator(".first-screen .maturity")).to_be_visible()
    expect(page.locator(".source-box")).to_be_visible()
    expect(page.locator(".outline-note")).to_be_visible()

    page.locator("[data-menu-button]").click()
    page.locator(".languages a[hreflang=sv]").click()
    page.wait_for_url(f"**{PRACTICE['sv']}")
    expect(page.locator("h1")).to_have_text("Årsklocka för välbefinnande")
    assert page.locator(".facts__list .fact").count() == facts.count()

    page.evaluate("() => { window.printed = 0; window.print = () => (window.printed += 1); }")
    page.locator("[data-print]").click()
    assert page.evaluate("window.printed") == 1
    page.emulate_media(media="print")
    expect(page.locator(".steps li").first).to_be_visible()
    expect(page.locator(".site-menu")).to_be_hidden()
    assert page.context.cookies() == []


def test_the_citation_is_copied_with_its_permanent_address(visitor: Visitor) -> None:
    page = visitor(PRACTICE["fi"], permissions=["clipboard-read", "clipboard-write"])
    page.locator("[data-copy]").click()
    expect(page.locator("[data-copy] span")).to_have_text("Kopioitu")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Hyvinvoinnin vuosikello.")
    address = copied.split()[-1]
    page.goto(address)
    expect(page.locator("h1")).to_have_text("Hyvinvoinnin vuosikello")
