"""Everything can be used with the keyboard alone; that it is reached and seen, `test_pages.py` checks."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.pages import CATALOGUE, FRONT, PRACTICE, SEARCH, THEME


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


def test_the_language_switch_keeps_the_page(visitor: Visitor) -> None:
    page = visitor(FRONT["fi"])
    for paths in (FRONT, CATALOGUE, PRACTICE, THEME):
        page.goto(paths["fi"])
        for here, there in (("fi", "sv"), ("sv", "fi")):
            page.locator(f".languages a[hreflang={there}]").focus()
            page.keyboard.press("Enter")
            page.wait_for_url(f"**{paths[there]}")
            expect(page.locator("html")).to_have_attribute("lang", there)
            expect(page.locator(f".languages a[hreflang={there}]")).to_have_attribute("aria-current", "true")
            page.go_back()
            expect(page.locator("html")).to_have_attribute("lang", here)
            page.go_forward()
            expect(page.locator("html")).to_have_attribute("lang", there)


def test_the_language_switch_keeps_a_search(visitor: Visitor) -> None:
    page = visitor("/fi/haku/?q=VEKE")
    page.locator(".languages a[hreflang=sv]").click()
    page.wait_for_url("**/sv/sok/?q=VEKE")
    expect(page.locator("#q")).to_have_value("VEKE")
