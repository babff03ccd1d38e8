"""What tests in a browser share: Debian's Chromium, visitors who have never been here before, and an editor."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.signing_in import demo_editor
from tests.running import REQUIRE_ALL, RunningPortal, pytest_runtest_makereport

__all__ = ["pytest_runtest_makereport"]

HERE = Path(__file__).parent
# These run with everything else; the other modules of this folder only with `make test-browser`.
IN_EVERY_RUN = HERE / "test_journeys.py"
CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)
FLAGS += ("--disable-component-update", "--disable-sync")

Opened = Callable[..., BrowserContext]
Visitor = Callable[..., Page]


@pytest.hookimpl(tryfirst=True)  # before -m chooses by marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, but for the journeys."""
    for item in items:
        if HERE in item.path.parents and item.path != IN_EVERY_RUN:
            item.add_marker(pytest.mark.browser)


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
def opened(browser: Browser, running_portal: RunningPortal) -> Iterator[Opened]:
    """Return a function that opens a browser of its own at the portal; it takes the options of a context."""
    with contextlib.ExitStack() as stack:

        def open_context(*, width: int = 1280, height: int = 900, **options: Any) -> BrowserContext:
            size = {"width": width, "height": height}
            context = browser.new_context(base_url=running_portal.url, viewport=size, **options)  # type: ignore[arg-type]
            stack.callback(context.close)
            return context

        yield open_context


@pytest.fixture
def visitor(opened: Opened) -> Visitor:
    """Return a function that opens a page for a first-time visitor; it takes the path and options of a context."""

    def visit(path: str, **options: Any) -> Page:
        page = opened(**{"reduced_motion": "reduce"} | options).new_page()
        page.goto(path)
        return page

    return visit


@pytest.fixture
def editor(opened: Opened, running_portal: RunningPortal) -> Page:
    """A page in which the demo editor is logged in, at a desk; no address is open yet."""
    return demo_editor(opened(locale="fi-FI", width=1440), running_portal)
