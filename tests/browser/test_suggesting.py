"""A suggestion from the first page to the queue and on, with and without scripts, in both languages."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visitor
from tests.browser.mailbox import Mailbox
from tests.browser.signing_in import demo_editor
from tests.browser.test_accessibility import violations
from tests.running import RunningPortal

pytestmark = pytest.mark.browser
TEXTS = {
    "fi": ("Kaverikahvit", "Keitetään kahvia yhdessä.\n\nKaikki saavat istua."),
    "sv": ("Kompiskaffe", "Man kokar kaffe tillsammans.\n\nAlla får sitta ner."),
}
# The begin and send forms are refused where they come back at once, as from a program.
READING_SECONDS = 2.2


@pytest.fixture
def mailbox(running_portal: RunningPortal) -> Mailbox:
    return Mailbox(running_portal, name="ehdottaja")


def links_in(text: str) -> list[str]:
    return re.findall(r"https?://\S+", text)


def looks_right(page: Page, language: str, *, light_and_dark: bool) -> None:
    """See that a page is in its language, fits, and that axe finds nothing on it."""
    assert page.locator("html").get_attribute("lang") == language
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if light_and_dark:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert violations(page) == [], page.url


def begin(page: Page, language: str, *, axe: bool) -> None:
    """Come from the footer of the front page, and begin."""
    page.locator(".site-footer a[href$='/ehdota/'], .site-footer a[href$='/foresla/']").click()
    looks_right(page, language, light_and_dark=axe)
    time.sleep(READING_SECONDS)
    page.locator(".suggesting__begin button").click()
    expect(page.locator(".progress [aria-current=step]")).to_contain_text("1")


def fill_in(page: Page, language: str, *, axe: bool) -> None:
    """Fill in the first four steps, the first one after an error, with a file that is refused and one that is taken."""
    title, text = TEXTS[language]
    go_on = page.locator("#step button[value=next]")
    go_on.click()
    expect(page.locator("#errors")).to_be_focused()
    looks_right(page, language, light_and_dark=axe)
    page.fill("[name=title]", title)
    page.fill("[name=promise]", "Kukaan ei ole yksin.")
    for name in ("target_groups", "settings", "themes"):
        page.locator(f"[name={name}]").first.check()
    page.locator("[name=maturity]").nth(1).check()
    go_on.click()
    for name in ("situation", "idea", "intended_change"):
        page.fill(f"[name={name}]", text)
    looks_right(page, language, light_and_dark=axe)
    page.locator("#step button[value=back]").click()
    expect(page.locator("[name=title]")).to_have_value(title)
    go_on.click()
    expect(page.locator("[name=idea]")).to_have_value(text)
    go_on.click()
    page.fill("[name=steps]", "Ensin.\nSitten.")
    page.fill("[name=student_notices]", text)
    looks_right(page, language, light_and_dark=axe)
    go_on.click()
    page.fill("[name=links]", "https://example.org/opas")
    for name, content in (("kuva.png", b"<svg/>"), ("Opas.txt", b"Hei")):
        page.set_input_files("[name=file]", {"name": name, "mimeType": "text/plain", "buffer": content})
        page.locator("#step button[value=add]").click()
        expect(page.locator("#file-error" if name == "kuva.png" else ".files-box")).to_contain_text(name)
        looks_right(page, language, light_and_dark=axe)
    expect(page.locator("[name=links]")).to_have_value("https://example.org/opas")


def go_on_later(page: Page, mailbox: Mailbox, language: str, *, axe: bool) -> None:
    """Leave, and come back through the link in the mail."""
    page.locator("#step button[value=later]").click()
    page.fill("[name=email]", mailbox.address)
    looks_right(page, language, light_and_dark=axe)
    time.sleep(READING_SECONDS)
    page.locator("main form button").click()
    expect(page.locator("#said")).to_be_visible()
    page.goto(links_in(mailbox.read(1))[0])
    looks_right(page, language, light_and_dark=axe)
    page.locator("main a.button").click()
    expect(page.locator("[name=organisation]")).to_be_visible()


def send_and_confirm(page: Page, mailbox: Mailbox, language: str, *, axe: bool) -> str:
    """Fill in the last step, send, confirm through the mail; return the address of the sender's page."""
    page.fill("[name=organisation]", "Esimerkkiopisto")
    page.fill("[name=email]", mailbox.address)
    page.locator("[name=consent]").check()
    looks_right(page, language, light_and_dark=axe)
    page.locator("#step button[value=next]").click()
    expect(page.locator("#lacks")).to_have_count(0)
    looks_right(page, language, light_and_dark=axe)
    time.sleep(READING_SECONDS)
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("#said")).to_be_visible()
    looks_right(page, language, light_and_dark=axe)
    confirming, own = links_in(mailbox.read(2))[:2]
    page.goto(confirming)
    looks_right(page, language, light_and_dark=axe)
    page.locator("main form button").click()
    expect(page.locator("#said")).to_be_visible()
    looks_right(page, language, light_and_dark=axe)
    return own


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_the_first_page_to_the_queue(
    visitor: Visitor, mailbox: Mailbox, language: str, scripts: bool
) -> None:
    page = visitor(f"/{language}/", width=1280 if scripts else 390, java_script_enabled=True)
    if not scripts:
        page = visitor(f"/{language}/", width=390, java_script_enabled=False)
    begin(page, language, axe=scripts)
    fill_in(page, language, axe=scripts)
    go_on_later(page, mailbox, language, axe=scripts)
    own = send_and_confirm(page, mailbox, language, axe=scripts)
    assert page.context.cookies() == []

    page.goto(own)
    expect(page.locator("h1")).to_have_text(TEXTS[language][0])
    with page.expect_download() as download:
        page.locator("main a[download], main a[href*='tiedot/'], main a[href*='uppgifter/']").first.click()
    assert mailbox.address in Path(download.value.path()).read_text(encoding="utf-8")
    page.locator("main a[href*='/peru/'], main a[href*='/dra-tillbaka/']").click()
    looks_right(page, language, light_and_dark=scripts)
    page.locator("main form button").click()
    expect(page.locator("#said")).to_be_visible()
    page.goto(own)
    expect(page.locator("main a.button")).to_have_count(1)
    looks_right(page, language, light_and_dark=scripts)


@pytest.fixture
def editor(browser: Browser, running_portal: RunningPortal) -> Iterator[Page]:
    """The demo editor, logged in."""
    size = {"width": 1440, "height": 900}
    context = browser.new_context(base_url=running_portal.url, locale="fi-FI", viewport=size)
    yield demo_editor(context, running_portal)
    context.close()


def test_the_editors_take_it_on_and_the_sender_hears(
    visitor: Visitor, editor: Page, mailbox: Mailbox
) -> None:
    page = visitor("/sv/")
    begin(page, "sv", axe=False)
    fill_in(page, "sv", axe=False)
    go_on_later(page, mailbox, "sv", axe=False)
    own = send_and_confirm(page, mailbox, "sv", axe=False)

    editor.goto("/admin/suggestions/")
    assert violations(editor) == []
    editor.get_by_role("link", name=TEXTS["sv"][0]).first.click()
    editor.wait_for_url("**/admin/suggestions/*/")
    assert violations(editor) == []
    editor.locator("form button", has_text="Opas.txt").click()
    expect(editor.locator("table a[href*='/documents/']")).to_have_text("Opas")
    page.goto(own)
    expect(page.locator("#state")).to_be_visible()

    here = editor.url
    editor.locator("a[href$='/write/']").click()
    editor.wait_for_url("**/write/")
    assert violations(editor) == []
    editor.fill("[name=reply]", "Vem svarar för det här?")
    editor.locator("main form button[type=submit]").click()
    assert "Vem svarar för det här?" in mailbox.read(3)

    editor.goto(here)
    editor.locator("a[href$='/decline/']").click()
    editor.wait_for_url("**/decline/")
    assert violations(editor) == []
    editor.fill("[name=reply]", "Det finns redan.")
    editor.locator("main form button[type=submit]").click()
    assert "Det finns redan." in mailbox.read(4)
    page.goto(own)
    expect(page.locator(".suggesting__reply")).to_contain_text("Det finns redan.")
