"""Light and dark: the system's choice at first, the visitor's own once made, kept without a cookie."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import scheme_of
from tests.browser.conftest import Visitor
from tests.browser.pages import CATALOGUE, FRONT, PRACTICE


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_system_s_scheme_holds_until_one_chooses(visitor: Visitor, system: str) -> None:
    other = {"light": "dark", "dark": "light"}[system]
    page = visitor(FRONT["fi"], color_scheme=system)
    button = page.locator("[data-scheme-button]")
    assert scheme_of(page) == system
    expect(button).to_have_attribute("aria-pressed", str(system == "dark").lower())
    button.click()
    assert scheme_of(page) == other
    for path in (CATALOGUE["fi"], PRACTICE["sv"]):
        page.goto(path)
        assert scheme_of(page) == other, "the choice was lost on the way"
    page.reload()
    assert scheme_of(page) == other
    page.locator("[data-scheme-button]").click()
    assert scheme_of(page) == system
    assert page.context.cookies() == []


def test_without_scripts_the_system_s_scheme_holds(visitor: Visitor) -> None:
    page = visitor(FRONT["sv"], color_scheme="dark", java_script_enabled=False)
    expect(page.locator("[data-scheme-button]")).to_be_hidden()
    light = visitor(FRONT["sv"], color_scheme="light", java_script_enabled=False)
    assert page.screenshot() != light.screenshot()


def test_where_nothing_can_be_stored_the_page_works(visitor: Visitor) -> None:
    page = visitor(FRONT["fi"])
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.reload()
    before = scheme_of(page)
    page.locator("[data-scheme-button]").click()
    assert scheme_of(page) != before
    assert errors == []
