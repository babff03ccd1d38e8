"""axe finds nothing on any page type, in either language, light or dark, wide or narrow."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Visitor
from tests.browser.pages import EXAMPLE_IDS, EXAMPLES, PAGE_TYPES

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}


def violations(page: Page) -> list[str]:
    """Return what axe finds on a page: rule, element and reason."""
    results: dict[str, Any] = Axe().run(page, options=OPTIONS).response
    assert results["passes"], "axe looked at nothing"
    return [
        f"{found['id']} ({found['impact']}): {node['target']} {node['failureSummary'][:300]}"
        for found in results["violations"]
        for node in found["nodes"]
    ]


@pytest.mark.parametrize(("kind", "language", "path"), EXAMPLES, ids=EXAMPLE_IDS)
def test_axe_finds_nothing_in_light_and_dark(visitor: Visitor, kind: str, language: str, path: str) -> None:
    page = visitor(path)
    assert page.locator("html").get_attribute("lang") == language
    grounds = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        grounds[scheme] = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        assert violations(page) == [], scheme
    assert grounds["light"] != grounds["dark"]


@pytest.mark.parametrize("kind", PAGE_TYPES)
def test_axe_finds_nothing_on_a_phone_with_everything_open(visitor: Visitor, kind: str) -> None:
    page = visitor(PAGE_TYPES[kind]["fi"], width=390, height=844)
    page.locator("[data-menu-button]").click()
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    assert page.locator("#site-menu").is_visible()
    assert violations(page) == []


def test_axe_would_find_something(visitor: Visitor) -> None:
    page = visitor("/fi/")
    page.evaluate("document.querySelector('main img, .brand').outerHTML = '<img src=\"/static/x.png\">'")
    assert any(found.startswith("image-alt") for found in violations(page))
