"""The way of taking a practice into use, step by step, as a visitor goes it; with `axe` every page is checked by it."""

import json
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.checks import assert_sound
from tests.browser.forms import wait_as_readers_do
from tests.browser.mailbox import Mailbox, links_in

READING_SECONDS = 2.1  # that the forms ask for


def take_into_use_and_withdraw(page: Page, mailbox: Mailbox, language: str, name: str, *, axe: bool) -> None:
    """Go the whole way from a practice's page to the adopter's own page, tell of the end there, and delete it all."""
    find(page, language, name, axe=axe)
    tell(page, language, mailbox.address, axe=axe)
    own = confirm(page, language, mailbox, name, axe=axe)
    assert page.context.cookies() == []

    page.goto(own)
    expect(page.locator("h1")).to_have_text(name)
    page.locator("main a.button").first.click()
    assert_sound(page, language, axe=axe)
    page.locator("[name=state][value=stopped]").check()
    expect(page.locator("[name=reason]")).to_be_visible()
    page.fill("[name=on]", "10/2026")
    page.select_option("[name=reason]", "funding")
    wait_as_readers_do(page, READING_SECONDS)
    page.locator("main form button").click()
    expect(page.locator("#said")).to_be_visible()

    with page.expect_download() as download:
        page.locator("main a[href$='/lataa/'], main a[href$='/ladda-ner/']").click()
    told = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert [each["state"] for each in told["history"]] == ["in-use", "stopped"]
    assert told["email"] == mailbox.address
    page.locator("main a[href$='/poista/'], main a[href$='/radera/']").click()
    assert_sound(page, language, axe=axe)
    page.locator("main form button").click()
    expect(page.locator("#said")).to_be_visible()
    assert_sound(page, language, axe=axe)
    assert page.goto(own).status == 410
    assert_sound(page, language, axe=axe)


def find(page: Page, language: str, name: str, *, axe: bool) -> None:
    """Come from the practice's page, look for an institution that the register lacks, and go on to the form."""
    page.locator("main a.button[href*='/ota-kayttoon/'], main a.button[href*='/ta-i-bruk/']").first.click()
    assert_sound(page, language, axe=axe)
    page.fill("#institution", name)
    page.locator("form[data-institutions] button").click()
    assert_sound(page, language, axe=axe)
    page.locator(".adopting__found p a").click()
    expect(page.locator("[name=name]")).to_have_value(name)


def tell(page: Page, language: str, email: str, *, axe: bool) -> None:
    """Fill in the form, the first time with something missing; mended, it need not be waited with again."""
    assert_sound(page, language, axe=axe)
    send = page.locator("main form > button[type=submit]")
    wait_as_readers_do(page, READING_SECONDS)
    send.click()
    expect(page.locator("#errors")).to_be_focused()
    assert_sound(page, language, axe=axe)
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
    send.click()
    expect(page.locator("#said")).to_be_visible()
    assert_sound(page, language, axe=axe)


def confirm(page: Page, language: str, mailbox: Mailbox, name: str, *, axe: bool) -> str:
    """Confirm through the mail, and return the address of the adopter's page from the next mail."""
    page.goto(links_in(mailbox.read(1))[0])
    expect(page.locator("main")).to_contain_text(name)
    assert_sound(page, language, axe=axe)
    page.locator("main form button").click()
    expect(page.locator("#said")).to_be_visible()
    assert_sound(page, language, axe=axe)
    return links_in(mailbox.read(2))[0]
