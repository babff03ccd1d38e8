"""Logs people in through the portal's own pages, with codes as an authenticator app makes them."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import BrowserContext, Page, expect

from tests.running import RunningPortal

PERIOD = 30  # seconds that a code is shown
_secrets: dict[tuple[str, str], str] = {}
_sessions: dict[tuple[str, str], list[dict[str, object]]] = {}
_last_used: dict[str, int] = {}


def code_of(secret: str) -> str:
    """Return a code that the portal takes now and has not taken before: the one before, this one, or the next."""
    now = int(time.time()) // PERIOD
    counter = max(_last_used.get(secret, 0) + 1, now - 1)
    assert counter <= now + 1, "three codes were used within a minute; keep the session instead"
    _last_used[secret] = counter
    return format_hotp_value(hotp_value(secret, counter))


def enrol(page: Page) -> str:
    """Set up an authenticator app on the page that asks for it, go on, and return the app's secret."""
    secret = page.locator(".enrol__key").inner_text().strip()
    page.fill("[name=code]", code_of(secret))
    page.press("[name=code]", "Enter")
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    page.locator(".account .button").first.click()
    return secret


def log_in(page: Page, portal: RunningPortal, user: str, password: str, *, wanted: str = "/admin/") -> None:
    """Log a user in, from the editor's address to the page that is wanted there; enrol them the first time."""
    who = portal.url, user
    page.goto(wanted)
    page.fill("[name=login]", user)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("[name=code]")
    if page.locator(".enrol__key").count():
        _secrets[who] = enrol(page)
    else:
        page.fill("[name=code]", code_of(_secrets[who]))
        page.press("[name=code]", "Enter")
    page.wait_for_url(f"**{wanted}")
    _sessions[who] = page.context.cookies()


def logged_in(context: BrowserContext, portal: RunningPortal, user: str, password: str) -> Page:
    """Return a page in which a user is logged in; from the second time on with the session of the first."""
    page = context.new_page()
    kept = _sessions.get((portal.url, user))
    if kept is None:
        log_in(page, portal, user, password)
    else:
        context.add_cookies(kept)  # type: ignore[arg-type]  # as the browser gave them
    return page


def demo_editor(context: BrowserContext, portal: RunningPortal) -> Page:
    """Return a page of a browser in which the demo editor is logged in."""
    password = (portal.var / "demo-editor-password").read_text(encoding="ascii")
    return logged_in(context, portal, "toimitus", password)
