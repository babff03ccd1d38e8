"""Comparing practices, and asking whether one fits, in a browser: in both languages, with scripts and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import NARROW, WIDE, violations_in_both_schemes
from tests.browser.conftest import Visitor
from tests.browser.pages import PRACTICE

WORDS = {
    "fi": {"compare": "Vertaa muihin", "fit": "Katso, sopiiko se meille", "show": "Näytä, mikä sopii"},
    "sv": {"compare": "Jämför med andra", "fit": "Se om det passar oss", "show": "Visa vad som passar"},
}
ADD = {"fi": "Lisää vertailuun", "sv": "Lägg till i jämförelsen"}
KEY = "hyvinvoinnin-vuosikello"
OTHERS = ("fiilismittari", "asuntolakurssit")


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def add(page: Page, key: str, language: str) -> None:
    """Add a practice on the page of comparing."""
    page.locator("select#p").select_option(key)
    page.get_by_role("button", name=ADD[language]).click()
    expect(page.locator(f".compare__remove[href*='{KEY}']").first).to_be_visible()


def test_practices_are_compared(visitor: Visitor, language: str, scripts: bool) -> None:
    page = visitor(PRACTICE[language], java_script_enabled=scripts)
    page.get_by_role("link", name=WORDS[language]["compare"]).click()
    expect(page.locator("thead th")).to_have_count(1)
    for key in OTHERS:
        add(page, key, language)
    expect(page.locator("thead th")).to_have_count(3)
    expect(page.locator(".compare__differs").first).to_be_visible()
    page.locator(".compare__remove").first.click()
    expect(page.locator("thead th")).to_have_count(2)
    assert not page.context.cookies()
    assert page.locator("body").evaluate("body => body.scrollWidth <= innerWidth") if scripts else True


def test_a_practice_is_set_against_an_institution(visitor: Visitor, language: str, scripts: bool) -> None:
    page = visitor(PRACTICE[language], width=390, java_script_enabled=scripts)
    page.get_by_role("link", name=WORDS[language]["fit"]).click()
    page.locator("#id_students").fill("120")
    page.locator("#id_cost").select_option("none")
    page.locator("input[name=roles][value=teacher]").check()
    page.locator("input[name=groups][value=whole-staff]").check()
    page.locator("input[name=settings][value=institution]").check()
    page.get_by_role("button", name=WORDS[language]["show"]).click()
    expect(page.locator(".criterion")).to_have_count(7)
    expect(page.locator(".criterion--fits").first).to_be_visible()
    expect(page.locator(".fit__lines li").first).to_be_visible()
    assert "students=120" in page.url
    assert not page.context.cookies()
    page.locator(".fit__ways a").click()
    expect(page.locator(".compare__fit").first).to_be_visible()


def test_the_browser_remembers_until_it_is_told_to_forget(visitor: Visitor, language: str) -> None:
    page = visitor(PRACTICE[language])
    page.get_by_role("link", name=WORDS[language]["compare"]).click()
    add(page, OTHERS[0], language)
    page.goto(f"/p/{OTHERS[1]}")
    page.locator(".first-screen__actions a[data-with]").click()
    expect(page.locator("thead th")).to_have_count(3)

    fit = page.url.split("?")[0].rsplit("/", 2)[0] + "/"
    page.goto(f"{fit}?practice={KEY}&students=77&roles=teacher")
    page.goto(f"{fit}?practice={KEY}")
    expect(page.locator("#id_students")).to_have_value("77")
    expect(page.locator("[data-filled]")).to_be_visible()
    expect(page.locator(".fit__answer")).to_have_count(0)
    page.locator("[data-forget]").click()
    page.wait_for_url(re.compile(rf"\?practice={KEY}$"))
    expect(page.locator("#id_students")).to_have_value("")
    expect(page.locator("[data-filled]")).to_be_hidden()


def test_axe_finds_nothing(visitor: Visitor, language: str) -> None:
    home = {"fi": "/fi/sopiiko-meille/", "sv": "/sv/passar-det-oss/"}[language]
    beside = {"fi": "rinnakkain/", "sv": "sida-vid-sida/"}[language]
    profile = "students=40&dormitory=no&hours=1&cost=none&roles=teacher&groups=students"
    addresses = (
        f"{home}?practice={OTHERS[1]}&{profile}",
        f"{home}?{profile}",
        f"{home}?students=-1&roles=x",
        f"{home}{beside}?p={KEY}&p={OTHERS[0]}&p=ei-ole&{profile}",
    )
    page = visitor(home, width=390)
    for address in addresses:
        page.goto(address)
        assert violations_in_both_schemes(page) == [], address


def test_the_table_scrolls_by_itself_and_its_headings_stay(visitor: Visitor, language: str) -> None:
    page = visitor(PRACTICE[language])
    page.get_by_role("link", name=WORDS[language]["compare"]).click()
    for key in OTHERS:
        add(page, key, language)
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        region = page.locator(".comparing__scroll")
        region.focus()
        region.evaluate("region => (region.scrollLeft = 200)")
        heading, edge = page.locator("tbody th").first.bounding_box(), region.bounding_box()
        assert heading is not None
        assert edge is not None
        assert abs(heading["x"] - edge["x"]) < 3, size
