"""Pages work without JavaScript: scripts only make some things handier."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.pages import CATALOGUE, FRONT, PRACTICE, SEARCH


@pytest.fixture
def plain(visitor: Visitor) -> Visitor:
    """Opens pages in a browser whose scripts are off."""

    def visit(path: str, **options: object) -> Page:
        return visitor(path, java_script_enabled=False, **options)

    return visit


@pytest.mark.parametrize("width", [1280, 390])
def test_search_finds(plain: Visitor, language: str, width: int) -> None:
    page = plain(FRONT[language], width=width)
    page.locator("#q").fill({"fi": "nepsypysäkillä", "sv": "studerandekårerna"}[language])
    page.locator("main .search-form__button").click()
    expect(page.locator(".hit__title a").first).to_contain_text(
        {"fi": "Nepsypysäkki", "sv": "studerandekår"}[language]
    )


def test_filters_narrow_as_links_and_as_a_form(plain: Visitor, language: str) -> None:
    page = plain(CATALOGUE[language])
    choice = page.locator(".facet__choice").first
    count = choice.locator(".facet__count").inner_text()
    choice.click()
    expect(page.locator("#results")).to_contain_text(count)

    phone = plain(CATALOGUE[language], width=390, height=844)
    phone.locator(".filter-form summary").click()
    phone.locator(".filter-form input[type=checkbox]").first.check()
    phone.locator(".filter-form button[type=submit]").click()
    expect(phone.locator("#results")).to_contain_text(count)
    assert "theme=" in phone.url


@pytest.mark.parametrize("width", [1280, 390])
def test_menu_and_language_switch_are_there(plain: Visitor, width: int) -> None:
    page = plain(PRACTICE["fi"], width=width)
    expect(page.locator(".site-nav a").first).to_be_visible()
    expect(page.locator("[data-menu-button]")).to_be_hidden()
    page.locator(".languages a[hreflang=sv]").click()
    page.wait_for_url(f"**{PRACTICE['sv']}")


def test_a_practice_is_all_there(plain: Visitor, language: str) -> None:
    page = plain(PRACTICE[language])
    for part in ("#facts", "#source", "#why", "#how", "#background", "#cite"):
        expect(page.locator(part)).to_be_attached()
    for part in ("h1", ".facts__list", ".steps", ".cite__text"):
        expect(page.locator(part)).to_be_visible()
    expect(page.locator("[data-print], [data-copy]").first).to_be_hidden()
    page.emulate_media(media="print")
    for part in ("h1", ".facts__list", ".steps", ".cite__text"):
        expect(page.locator(part)).to_be_visible()
    expect(page.locator(".site-nav")).to_be_hidden()


def test_pages_of_the_list_can_be_turned(plain: Visitor, language: str) -> None:
    page = plain(CATALOGUE[language])
    first = page.locator(".card__title").first.inner_text()
    page.locator(".pagination [rel=next]").click()
    page.wait_for_url("**?page=2")
    expect(page.locator(".card__title").first).not_to_have_text(first)


def test_the_empty_search_page_has_examples(plain: Visitor, language: str) -> None:
    page = plain(SEARCH[language])
    page.locator("main .examples a").first.click()
    expect(page.locator(".hit__title a").first).to_be_visible()
