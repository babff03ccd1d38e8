"""Answering a follow-up in the running portal: from the mail's link to what is told beyond the answer."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import assert_sound
from tests.browser.conftest import Visitor
from tests.browser.following_up import ANSWERED, READING_SECONDS, answer_without_scripts, unanswered
from tests.browser.forms import wait_as_readers_do
from tests.languages import nightly
from tests.running import RunningPortal


def test_an_answer_takes_one_button_and_can_be_told_more_of(
    visitor: Visitor, running_portal: RunningPortal, language: str
) -> None:
    address = unanswered(running_portal, language)
    page = visitor(f"{address}?answer=changed", width=320, height=640)
    expect(page.locator("[name=answer][value=changed]")).to_be_checked()
    expect(page.locator(".pulse__stopped")).to_be_hidden()
    assert_sound(page, language)
    page.locator("[name=answer][value=stopped]").check()
    expect(page.locator(".pulse__stopped")).to_be_visible()
    assert_sound(page, language)
    page.locator("[name=answer][value=in-use]").check()
    wait_as_readers_do(page, READING_SECONDS)
    page.locator(".pulse__question button").click()
    expect(page.locator("#said")).to_contain_text(ANSWERED[language])
    assert_sound(page, language)
    page.goto(f"{address}?answer=stopped")
    expect(page.locator("[name=answer][value=stopped]")).to_be_checked()
    page.goto(address)
    page.locator(".pulse__answer a.button").click()
    page.locator("[name=in_strategy][value=yes]").check()
    page.locator("[name=in_curriculum][value=yes]").check()
    page.fill("[name=hours]", "2,5")
    page.fill("[name=story]", "<b>Hei</b>")
    wait_as_readers_do(page, READING_SECONDS)
    page.locator(".pulse__details button[type=submit]").click()
    expect(page.locator("#errors")).to_be_focused()
    assert_sound(page, language)
    page.locator("[name=consent]").check()
    page.locator(".pulse__details button[type=submit]").click()
    page.locator("button[value=embedded]").click()
    expect(page.locator("#said")).to_be_visible()
    expect(page.locator("button[value=embedded]")).to_have_count(0)


@pytest.mark.parametrize("language", [nightly("sv")])  # in Finnish it is one of the journeys
def test_without_scripts_it_works_too_and_mails_can_be_turned_off(
    visitor: Visitor, running_portal: RunningPortal, language: str
) -> None:
    address = unanswered(running_portal, language)
    page = visitor(f"{address}?answer=stopped", java_script_enabled=False)
    answer_without_scripts(page, address, language)
