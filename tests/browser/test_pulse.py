"""Answering a follow-up in the running portal: from the mail's link to what is told beyond the answer."""

import os
import subprocess
import sys
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.browser.test_accessibility import violations
from tests.running import ROOT, RunningPortal

pytestmark = pytest.mark.browser
ANSWERED = {"fi": "Kiitos! Vastauksesi on tallennettu.", "sv": "Tack! Ditt svar har sparats."}
# A form that comes back faster is taken for a program's.
READING_SECONDS = 1.2
# An institution that took a practice into use, and the address that its mail has; made in the portal's own database.
MAKE = """
from uuid import uuid4
from django.urls import reverse
from django.utils.translation import override
from adoption.pulse.links import follow_up_token
from practices.models import Organisation, PracticePage
from tests.adoption.adopting import adopt
name = f"Koeopisto {uuid4().hex[:6]}"
slug = name.lower().replace(" ", "-")
college = Organisation.objects.create(slug=slug, names=dict(fi=name, sv=name), kind="folk-high-school")
page = PracticePage.objects.live().filter(locale__language_code="fi").first()
adoption = adopt(page, by=college, language="LANGUAGE")
with override("LANGUAGE"):
    print("URL", reverse("follow_up", args=[follow_up_token(adoption.follow_ups.get(month=3))]))
"""


@pytest.fixture
def address(running_portal: RunningPortal, language: str) -> str:
    """The path of a question that nobody has answered."""
    env = {**os.environ, "VAR_DIR": str(running_portal.var)}
    done = subprocess.run(  # noqa: S603 our own command
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", MAKE.replace("LANGUAGE", language)],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split("URL ")[1].split()[0]


def is_clean(page: Page, language: str) -> None:
    """See that a page is in its language and fits a phone, and that axe finds nothing on it."""
    assert page.locator("html").get_attribute("lang") == language
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert violations(page) == [], (page.url, scheme)


def test_an_answer_takes_one_button_and_can_be_told_more_of(
    visitor: Visitor, address: str, language: str
) -> None:
    page = visitor(f"{address}?answer=changed", width=320, height=640)
    expect(page.locator("[name=answer][value=changed]")).to_be_checked()
    expect(page.locator(".pulse__stopped")).to_be_hidden()
    is_clean(page, language)
    page.locator("[name=answer][value=stopped]").check()
    expect(page.locator(".pulse__stopped")).to_be_visible()
    is_clean(page, language)
    page.locator("[name=answer][value=in-use]").check()
    time.sleep(READING_SECONDS)
    page.locator(".pulse__question button").click()
    expect(page.locator("#said")).to_contain_text(ANSWERED[language])
    is_clean(page, language)
    page.goto(f"{address}?answer=stopped")
    expect(page.locator("[name=answer][value=stopped]")).to_be_checked()
    page.goto(address)
    page.locator(".pulse__answer a.button").click()
    page.locator("[name=in_strategy][value=yes]").check()
    page.locator("[name=in_curriculum][value=yes]").check()
    page.fill("[name=hours]", "2,5")
    page.fill("[name=story]", "<b>Hei</b>")
    time.sleep(READING_SECONDS)
    page.locator(".pulse__details button[type=submit]").click()
    expect(page.locator("#errors")).to_be_focused()
    is_clean(page, language)
    page.locator("[name=consent]").check()
    page.locator(".pulse__details button[type=submit]").click()
    page.locator("button[value=embedded]").click()
    expect(page.locator("#said")).to_be_visible()
    expect(page.locator("button[value=embedded]")).to_have_count(0)


def test_without_scripts_it_works_too_and_mails_can_be_turned_off(
    visitor: Visitor, address: str, language: str
) -> None:
    page = visitor(f"{address}?answer=stopped", java_script_enabled=False)
    page.locator("[name=reason]").select_option("no-time")
    page.fill("[name=reason_words]", "Kiire.")
    time.sleep(READING_SECONDS)
    page.locator(".pulse__question button").click()
    expect(page.locator("#said")).to_contain_text(ANSWERED[language])
    assert page.context.cookies() == []
    page.locator(".pulse__ways li:last-child a").click()
    page.locator("button[value=stop]").click()
    expect(page.locator("button[value=resume]")).to_be_visible()
    page.goto(f"{address[:-4]}xx/")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("form.pulse__question")).to_have_count(0)
