"""An institution takes a practice into use, from the practice's page to its own page, with and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.adopting import take_into_use_and_withdraw
from tests.browser.checks import assert_sound
from tests.browser.conftest import Visitor
from tests.browser.mailbox import Mailbox
from tests.browser.pages import PRACTICE
from tests.languages import nightly
from tests.running import RunningPortal


# Without scripts in Finnish it is one of the journeys.
@pytest.mark.parametrize(("language", "scripts"), [("fi", True), nightly("sv", True), nightly("sv", False)])
def test_taking_into_use(
    visitor: Visitor, running_portal: RunningPortal, language: str, scripts: bool
) -> None:
    mailbox = Mailbox(running_portal, name="kayttoonottaja")
    page = visitor(PRACTICE[language], width=1280 if scripts else 390, java_script_enabled=scripts)
    name = {"fi": "Selaimen koeopisto", "sv": "Webbläsarens provskola"}[language]
    take_into_use_and_withdraw(page, mailbox, language, f"{name} {int(scripts)}", axe=scripts)


def test_the_register_description(visitor: Visitor, language: str) -> None:
    page = visitor(
        {"fi": "/fi/ota-kayttoon/rekisteriseloste/", "sv": "/sv/ta-i-bruk/registerbeskrivning/"}[language],
        width=320,
    )
    assert_sound(page, language, axe=True)


def test_a_name_of_the_register_is_offered_while_one_types(visitor: Visitor) -> None:
    page = visitor(PRACTICE["fi"])
    page.locator(".first-screen__actions a[href*='/ota-kayttoon/']").click()
    page.locator("#institution").press_sequentially("opisto", delay=20)
    expect(page.locator("#institutions option").first).to_be_attached()
