"""An institution takes a practice into use, from the practice's page to its own page, with and without scripts."""

import json
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.mailbox import Mailbox
from tests.browser.pages import PRACTICE
from tests.browser.test_accessibility import violations
from tests.running import RunningPortal

pytestmark = pytest.mark.browser
# A form that comes back at once is refused, as from a program.
READING_SECONDS = 2.2
NAME = {"fi": "Selaimen koeopisto", "sv": "Webbläsarens provskola"}


@pytest.fixture
def mailbox(running_portal: RunningPortal) -> Mailbox:
    return Mailbox(running_portal, name="kayttoonottaja")


def links_in(text: str) -> list[str]:
    return re.findall(r"https?://\S+", text)


def looks_right(page: Page, language: str, *, axe: bool) -> None:
    """See that a page is in its language, fits, and that axe finds nothing on it, in light and in dark."""
    assert page.locator("html").get_attribute("lang") == language
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for scheme in ("light", "dark") if axe else ():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert violations(page) == [], page.url


def find(page: Page, language: str, name: str, *, axe: bool) -> None:
    """Come from the practice's page, look for an institution that the register lacks, and go on to the form."""
    page.locator("main a.button[href*='/ota-kayttoon/'], main a.button[href*='/ta-i-bruk/']").first.click()
    looks_right(page, language, axe=axe)
    page.fill("#institution", name)
    page.locator("form[data-institutions] button").click()
    looks_right(page, language, axe=axe)
    page.locator(".adopting__found p a").click()
    expect(page.locator("[name=name]")).to_have_value(name)


def tell(page: Page, language: str, email: str, *, axe: bool) -> None:
    """Fill in the form, the first time with something missing."""
    looks_right(page, language, axe=axe)
    send = page.locator("main form > button[type=submit]")
    time.sleep(READING_SECONDS)
    send.click()
    expect(page.locator("#errors")).to_be_focused()
    looks_right(page, language, axe=axe)
    page.select_option("[name=kind]", "folk-high-school")
    page.fill("[name=municipality]", "Kauhava")
    page.select_option("[name=region]", index=1)
    page.locator("[name=state][value=in-use]").check()
    expect(page.locator("[name=reason]")).to_be_hidden()
    page.fill("[name=since]", "9/2025")
    page.fill("[name=students]", "40")
    page.locator("[name=is_public]").check()
    page.fill("[name=email]", email)
    page.locator("[name=consent]").check()
    time.sleep(READING_SECONDS)
    send.click()
    expect(page.locator("#said")).to_be_visible()
    looks_right(page, language, axe=axe)


def confirm(page: Page, language: str, mailbox: Mailbox, name: str, *, axe: bool) -> str:
    """Confirm through the mail, and return the address of the adopter's page from the next mail."""
    page.goto(links_in(mailbox.read(1))[0])
    expect(page.locator("main")).to_contain_text(name)
    looks_right(page, language, axe=axe)
    page.locator("main form button").click()
    expect(page.locator("#said")).to_be_visible()
    looks_right(page, language, axe=axe)
    return links_in(mailbox.read(2))[0]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_taking_into_use(visitor: Visitor, mailbox: Mailbox, language: str, scripts: bool) -> None:
    name = f"{NAME[language]} {int(scripts)}"
    page = visitor(PRACTICE[language], width=1280 if scripts else 390, java_script_enabled=scripts)
    find(page, language, name, axe=scripts)
    tell(page, language, mailbox.address, axe=scripts)
    own = confirm(page, language, mailbox, name, axe=scripts)
    assert page.context.cookies() == []

    page.goto(own)
    expect(page.locator("h1")).to_have_text(name)
    page.locator("main a.button").first.click()
    looks_right(page, language, axe=scripts)
    page.locator("[name=state][value=stopped]").check()
    expect(page.locator("[name=reason]")).to_be_visible()
    page.fill("[name=on]", "10/2026")
    page.select_option("[name=reason]", "funding")
    time.sleep(READING_SECONDS)
    page.locator("main form button").click()
    expect(page.locator("#said")).to_be_visible()

    with page.expect_download() as download:
        page.locator("main a[href$='/lataa/'], main a[href$='/ladda-ner/']").click()
    told = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert [each["state"] for each in told["history"]] == ["in-use", "stopped"]
    assert told["email"] == mailbox.address
    page.locator("main a[href$='/poista/'], main a[href$='/radera/']").click()
    looks_right(page, language, axe=scripts)
    page.locator("main form button").click()
    expect(page.locator("#said")).to_be_visible()
    looks_right(page, language, axe=scripts)
    assert page.goto(own).status == 410
    looks_right(page, language, axe=scripts)


def test_the_register_description(visitor: Visitor, language: str) -> None:
    page = visitor(
        {"fi": "/fi/ota-kayttoon/rekisteriseloste/", "sv": "/sv/ta-i-bruk/registerbeskrivning/"}[language],
        width=320,
    )
    looks_right(page, language, axe=True)


def test_a_name_of_the_register_is_offered_while_one_types(visitor: Visitor) -> None:
    page = visitor(PRACTICE["fi"])
    page.locator(".first-screen__actions a[href*='/ota-kayttoon/']").click()
    page.locator("#institution").press_sequentially("opisto", delay=20)
    expect(page.locator("#institutions option").first).to_be_attached()
