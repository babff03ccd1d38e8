"""A follow-up as its mail asks for it, and the way of an answer without scripts."""

import os
import subprocess
import sys

from playwright.sync_api import Page, expect

from tests.browser.forms import wait_as_readers_do
from tests.running import ROOT, RunningPortal

ANSWERED = {"fi": "Kiitos! Vastauksesi on tallennettu.", "sv": "Tack! Ditt svar har sparats."}
READING_SECONDS = 1.1  # that the forms ask for
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


def unanswered(portal: RunningPortal, language: str) -> str:
    """Make an institution that is asked, and return the path of its question."""
    env = {**os.environ, "VAR_DIR": str(portal.var)}
    done = subprocess.run(  # noqa: S603 our own command
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", MAKE.replace("LANGUAGE", language)],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split("URL ")[1].split()[0]


def answer_without_scripts(page: Page, address: str, language: str) -> None:
    """Answer that it was stopped, turn the mails off, and see that a changed address says nothing of it."""
    page.locator("[name=reason]").select_option("no-time")
    page.fill("[name=reason_words]", "Kiire.")
    wait_as_readers_do(page, READING_SECONDS)
    page.locator(".pulse__question button").click()
    expect(page.locator("#said")).to_contain_text(ANSWERED[language])
    assert page.context.cookies() == []
    page.locator(".pulse__ways li:last-child a").click()
    page.locator("button[value=stop]").click()
    expect(page.locator("button[value=resume]")).to_be_visible()
    page.goto(f"{address[:-4]}xx/")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("form.pulse__question")).to_have_count(0)
