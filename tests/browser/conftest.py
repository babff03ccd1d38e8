"""What tests in a browser share: Debian's Chromium, and visitors who have never been here before."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.running import REQUIRE_ALL, RunningPortal, pytest_runtest_makereport

__all__ = ["pytest_runtest_makereport"]

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)
FLAGS += ("--disable-component-update", "--disable-sync")

Visitor = Callable[..., Page]


# A module's and not the session's: while Playwright runs, Django takes its thread for an asynchronous one.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium with a profile of its own."""
    if CHROMIUM is None:
        (pytest.fail if REQUIRE_ALL else pytest.skip)("chromium is not installed")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture
def visitor(browser: Browser, running_portal: RunningPortal) -> Iterator[Visitor]:
    """Return a function that opens a page for a first-time visitor; it takes the path and options of a context."""
    with contextlib.ExitStack() as stack:

        def visit(path: str, *, width: int = 1280, height: int = 900, **options: Any) -> Page:
            options = {"reduced_motion": "reduce"} | options
            context = browser.new_context(
                base_url=running_portal.url, viewport={"width": width, "height": height}, **options
            )
            stack.callback(context.close)
            page = context.new_page()
            page.goto(path)
            return page

        yield visit


@pytest.fixture(params=["fi", "sv"])
def language(request: pytest.FixtureRequest) -> str:
    """Each language of the portal in turn."""
    return str(request.param)
