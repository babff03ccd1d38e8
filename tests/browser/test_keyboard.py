"""Everything can be reached and used with the keyboard alone, and one sees where one is."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.pages import CATALOGUE, FRONT, PRACTICE, SEARCH, THEME

MOST_STOPS = 250
STOPS = """a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]"""
# Where the focus is: its name, whether an outline shows it, and whether something lies over it.
FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect();
  const outlined = [null, "::after"].some((part) => {
    const style = getComputedStyle(e, part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const bordered = e.tagName === "INPUT" && getComputedStyle(e).boxShadow !== "none";
  const on = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    name: `${e.tagName.toLowerCase()}.${e.className} ${e.textContent.trim().slice(0, 40)}`,
    number: [...document.querySelectorAll("*")].indexOf(e),
    outlined: outlined || bordered,
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    free: on !== null && (e.contains(on) || on.contains(e)),
  };
}"""


def walk(page: Page) -> list[dict[str, Any]]:
    """Return where the focus stops from the top of the page to its end."""
    stops: list[dict[str, Any]] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None or (stops and stop["number"] == stops[0]["number"]):
            return stops
        stops.append(stop)
    raise AssertionError(f"the focus is still on the page after {MOST_STOPS} steps")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    "paths", [FRONT, CATALOGUE, PRACTICE, THEME], ids=["front", "catalogue", "practice", "theme"]
)
def test_the_focus_reaches_everything_in_order_and_is_seen(
    visitor: Visitor, language: str, paths: dict[str, str], width: int
) -> None:
    page = visitor(paths[language], width=width)
    expected = page.evaluate(
        """(stops) => [...document.querySelectorAll(stops)]
          .filter((e) => e.checkVisibility({visibilityProperty: true})).length""",
        STOPS,
    )
    stops = walk(page)
    assert len(stops) == expected > 15
    numbers = [stop["number"] for stop in stops]
    assert numbers == sorted(numbers), "the order of the focus is not the order of the page"
    assert [stop["name"] for stop in stops if not stop["outlined"]] == []
    assert [stop["name"] for stop in stops if not (stop["seen"] and stop["free"])] == []


def test_the_first_stop_skips_to_the_content(visitor: Visitor, language: str) -> None:
    page = visitor(CATALOGUE[language])
    page.keyboard.press("Tab")
    skip = page.locator(".skip-link")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_menu_opens_and_closes(visitor: Visitor, language: str) -> None:
    page = visitor(FRONT[language], width=390, height=844)
    button, menu = page.locator("[data-menu-button]"), page.locator("#site-menu")
    expect(menu).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('site-menu').contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()


def test_a_search_is_typed_and_sent(visitor: Visitor, language: str) -> None:
    page = visitor(FRONT[language])
    page.locator("#q").focus()
    page.keyboard.type({"fi": "vuosikellot", "sv": "årsklockan"}[language])
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{SEARCH[language]}?q=*")
    expect(page.locator(".hit__title a").first).to_contain_text(
        re.compile("vuosikello|årsklocka", re.IGNORECASE)
    )


def test_a_filter_is_chosen_and_dropped(visitor: Visitor, language: str) -> None:
    page = visitor(CATALOGUE[language])
    total = page.locator("#results").inner_text()
    page.locator(".facet__choice").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**?theme=*")
    expect(page.locator("#results")).not_to_have_text(total)
    expect(page.locator(".facet__choice[aria-current]")).to_have_count(1)
    page.locator(".chosen a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "theme=" not in url)
    expect(page.locator("#results")).to_have_text(total)


def test_a_group_of_filters_folds(visitor: Visitor, language: str) -> None:
    page = visitor(CATALOGUE[language])
    facet = page.locator("details.facet").first
    expect(facet).to_have_attribute("open", "")
    facet.locator("summary").focus()
    page.keyboard.press("Space")
    expect(facet).not_to_have_attribute("open", "")
    expect(facet.locator("a").first).to_be_hidden()


@pytest.mark.parametrize(("here", "there"), [("fi", "sv"), ("sv", "fi")])
@pytest.mark.parametrize(
    "paths", [FRONT, CATALOGUE, PRACTICE, THEME], ids=["front", "catalogue", "practice", "theme"]
)
def test_the_language_switch_keeps_the_page(
    visitor: Visitor, paths: dict[str, str], here: str, there: str
) -> None:
    page = visitor(paths[here])
    page.locator(f".languages a[hreflang={there}]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{paths[there]}")
    expect(page.locator("html")).to_have_attribute("lang", there)
    expect(page.locator(f".languages a[hreflang={there}]")).to_have_attribute("aria-current", "true")
    page.go_back()
    expect(page.locator("html")).to_have_attribute("lang", here)


def test_the_language_switch_keeps_a_search(visitor: Visitor) -> None:
    page = visitor("/fi/haku/?q=VEKE")
    page.locator(".languages a[hreflang=sv]").click()
    page.wait_for_url("**/sv/sok/?q=VEKE")
    expect(page.locator("#q")).to_have_value("VEKE")
