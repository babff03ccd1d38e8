"""Pages fit a narrow screen and large text: nothing is cut off, nothing scrolls sideways."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visitor
from tests.browser.pages import EXAMPLE_IDS, EXAMPLES, PRACTICE

# Elements that reach beyond the window, and text that its own box cuts off.
CUT_OFF = """() => {
  const wide = document.documentElement.clientWidth, found = [];
  const unseen = ".visually-hidden, .rooting-hidden, [aria-hidden=true], .skip-link";
  const hidden = (e) => e.closest(unseen) || !e.checkVisibility();
  // What stands in a region that scrolls by itself may be wider than it.
  const scrolls = (e) => e !== document.body
    && (/auto|scroll/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
  for (const e of document.querySelectorAll("body *")) {
    if (hidden(e) || e.closest("svg")) continue;
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    const name = `${e.tagName.toLowerCase()}.${e.className}: ${e.textContent.trim().slice(0, 40)}`;
    const beyond = box.width && (box.right > wide + 1 || box.left < -1);
    if (beyond && !scrolls(e.parentElement)) found.push(`to ${Math.round(box.right)} px: ${name}`);
    const clips = style.overflowX !== "visible" && style.overflowX !== "auto" && style.overflowX !== "scroll";
    if (clips && e.scrollWidth > e.clientWidth + 1 && e.tagName !== "INPUT") found.push(`cut off ${name}`);
  }
  return found.slice(0, 10);
}"""


def assert_fits(page: Page) -> None:
    """Fail where the page scrolls sideways or something is cut off."""
    wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    found = page.evaluate(CUT_OFF)
    assert found == []
    assert wide[0] <= wide[1]


@pytest.mark.parametrize(("kind", "language", "path"), EXAMPLES, ids=EXAMPLE_IDS)
def test_it_fits_320_pixels(visitor: Visitor, kind: str, language: str, path: str) -> None:
    page = visitor(path, width=320, height=640)
    assert_fits(page)
    page.locator("[data-menu-button]").click()
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    assert_fits(page)


@pytest.mark.parametrize(("kind", "language", "path"), EXAMPLES, ids=EXAMPLE_IDS)
def test_it_holds_text_of_twice_the_size(visitor: Visitor, kind: str, language: str, path: str) -> None:
    page = visitor(path)
    before = page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)")
    browser = page.context.new_cdp_session(page)
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    page.reload()
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 32
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)") > before * 1.3
    assert_fits(page)


def test_what_does_not_fit_would_be_found(visitor: Visitor) -> None:
    page = visitor("/fi/", width=320, height=640)
    page.evaluate("document.querySelector('h1').textContent = 'Jaksaminen'.repeat(9)")
    assert_fits(page)  # a long word breaks
    page.evaluate("document.querySelector('main a.chip').textContent = 'Jaksaminen '.repeat(9)")
    page.evaluate("document.querySelector('main a.chip').style.whiteSpace = 'nowrap'")
    with pytest.raises(AssertionError):
        assert_fits(page)


def test_targets_are_big_enough_for_a_thumb(visitor: Visitor, language: str) -> None:
    page = visitor(PRACTICE[language], width=390, height=844)
    small = page.evaluate(
        """() => [...document.querySelectorAll("header a, header button, main button, summary, footer a")]
          .filter((e) => e.checkVisibility() && !e.closest("p, .skip-link") && !e.matches(".skip-link"))
          .filter((e) => e.getBoundingClientRect().height < 24)
          .map((e) => `${e.className} ${e.textContent.trim()}`)"""
    )
    assert small == []
