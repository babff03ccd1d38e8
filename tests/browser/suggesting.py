"""The way of a suggestion, step by step, as a visitor goes it; with `axe` every page is checked by it."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.checks import assert_sound
from tests.browser.forms import wait_as_readers_do
from tests.browser.mailbox import Mailbox, links_in

TEXTS = {
    "fi": ("Kaverikahvit", "Keitetään kahvia yhdessä.\n\nKaikki saavat istua."),
    "sv": ("Kompiskaffe", "Man kokar kaffe tillsammans.\n\nAlla får sitta ner."),
}
READING_SECONDS = 2.1  # that the forms for beginning and sending ask for


def suggest_and_withdraw(page: Page, mailbox: Mailbox, language: str, *, axe: bool) -> None:
    """Go the whole way from the front page to the sender's own page, and take the suggestion back there."""
    begin(page, language, axe=axe)
    fill_in(page, language, axe=axe)
    go_on_later(page, mailbox, language, axe=axe)
    own = send_and_confirm(page, mailbox, language, axe=axe)
    assert page.context.cookies() == []

    page.goto(own)
    expect(page.locator("h1")).to_have_text(TEXTS[language][0])
    with page.expect_download() as download:
        page.locator("main a[download], main a[href*='tiedot/'], main a[href*='uppgifter/']").first.click()
    assert mailbox.address in Path(download.value.path()).read_text(encoding="utf-8")
    page.locator("main a[href*='/peru/'], main a[href*='/dra-tillbaka/']").click()
    assert_sound(page, language, axe=axe)
    page.locator("main form button").click()
    expect(page.locator("#said")).to_be_visible()
    page.goto(own)
    expect(page.locator("main a.button")).to_have_count(1)
    assert_sound(page, language, axe=axe)


def begin(page: Page, language: str, *, axe: bool) -> None:
    """Come from the footer of the front page, and begin."""
    page.locator(".site-footer a[href$='/ehdota/'], .site-footer a[href$='/foresla/']").click()
    assert_sound(page, language, axe=axe)
    wait_as_readers_do(page, READING_SECONDS)
    page.locator(".suggesting__begin button").click()
    expect(page.locator(".progress [aria-current=step]")).to_contain_text("1")


def fill_in(page: Page, language: str, *, axe: bool) -> None:
    """Fill in the first four steps, the first one after an error, with a file that is refused and one that is taken."""
    title, text = TEXTS[language]
    go_on = page.locator("#step button[value=next]")
    go_on.click()
    expect(page.locator("#errors")).to_be_focused()
    assert_sound(page, language, axe=axe)
    page.fill("[name=title]", title)
    page.fill("[name=promise]", "Kukaan ei ole yksin.")
    for name in ("target_groups", "settings", "themes"):
        page.locator(f"[name={name}]").first.check()
    page.locator("[name=maturity]").nth(1).check()
    go_on.click()
    for name in ("situation", "idea", "intended_change"):
        page.fill(f"[name={name}]", text)
    assert_sound(page, language, axe=axe)
    page.locator("#step button[value=back]").click()
    expect(page.locator("[name=title]")).to_have_value(title)
    go_on.click()
    expect(page.locator("[name=idea]")).to_have_value(text)
    go_on.click()
    page.fill("[name=steps]", "Ensin.\nSitten.")
    page.fill("[name=student_notices]", text)
    assert_sound(page, language, axe=axe)
    go_on.click()
    page.fill("[name=links]", "https://example.org/opas")
    for name, content in (("kuva.png", b"<svg/>"), ("Opas.txt", b"Hei")):
        page.set_input_files("[name=file]", {"name": name, "mimeType": "text/plain", "buffer": content})
        page.locator("#step button[value=add]").click()
        expect(page.locator("#file-error" if name == "kuva.png" else ".files-box")).to_contain_text(name)
        assert_sound(page, language, axe=axe)
    expect(page.locator("[name=links]")).to_have_value("https://example.org/opas")


def go_on_later(page: Page, mailbox: Mailbox, language: str, *, axe: bool) -> None:
    """Leave, and come back through the link in the mail."""
    page.locator("#step button[value=later]").click()
    page.fill("[name=email]", mailbox.address)
    assert_sound(page, language, axe=axe)
    wait_as_readers_do(page, READING_SECONDS)
    page.locator("main form button").click()
    expect(page.locator("#said")).to_be_visible()
    page.goto(links_in(mailbox.read(1))[0])
    assert_sound(page, language, axe=axe)
    page.locator("main a.button").click()
    expect(page.locator("[name=organisation]")).to_be_visible()


def send_and_confirm(page: Page, mailbox: Mailbox, language: str, *, axe: bool) -> str:
    """Fill in the last step, send, confirm through the mail; return the address of the sender's page."""
    page.fill("[name=organisation]", "Esimerkkiopisto")
    page.fill("[name=email]", mailbox.address)
    page.locator("[name=consent]").check()
    assert_sound(page, language, axe=axe)
    page.locator("#step button[value=next]").click()
    expect(page.locator("#lacks")).to_have_count(0)
    assert_sound(page, language, axe=axe)
    wait_as_readers_do(page, READING_SECONDS)
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("#said")).to_be_visible()
    assert_sound(page, language, axe=axe)
    confirming, own = links_in(mailbox.read(2))[:2]
    page.goto(confirming)
    assert_sound(page, language, axe=axe)
    page.locator("main form button").click()
    expect(page.locator("#said")).to_be_visible()
    assert_sound(page, language, axe=axe)
    return own
