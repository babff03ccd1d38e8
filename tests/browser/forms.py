"""Public forms, which are refused where they come back faster than people read."""

import time

from playwright.sync_api import Page

# How long a page has been here, in seconds; its form was stamped before the answer began.
AGE = "(performance.now() - performance.getEntriesByType('navigation')[0].responseStart) / 1000"


def wait_as_readers_do(page: Page, seconds: float) -> None:
    """Wait until a page has been here for a time; what was done on it meanwhile counts."""
    time.sleep(max(0.0, seconds - float(page.evaluate(AGE))))
