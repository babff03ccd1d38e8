"""Practices in the editor, as tests of several ways use them: found, written, deleted."""

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from tests.running import RunningPortal

PROJECT = "valita-visa-omtanke"


# Wagtail saves a draft by itself half a second after a key, and answers 400 to a form that is not valid yet; how many
# such moments there are depends on how fast the machine types. What people ask for themselves goes to other checks.
AUTOSAVED = re.compile(r"/admin/pages/(add/practices/practicepage/\d+|\d+/edit)/$")


def is_complaint(said: ConsoleMessage) -> bool:
    """Whether the browser's console tells of an error of ours."""
    half_filled = "400 (Bad Request)" in said.text and AUTOSAVED.search(said.location["url"])
    return said.type == "error" and not half_filled


def complaints_of(context: BrowserContext, portal: RunningPortal) -> list[str]:
    """Return a list that grows with whatever the browser complains of and with every address of another host."""
    complaints: list[str] = []
    ours = (portal.url, "data:", "blob:", "about:")
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("console", lambda said: complaints.append(said.text) if is_complaint(said) else None)
    context.on("request", lambda sent: None if sent.url.startswith(ours) else complaints.append(sent.url))
    return complaints


def page_id(page: Page, slug: str) -> int:
    """Return the id of the Finnish page with the last part of an address."""
    found = page.request.get(f"/admin/api/main/pages/?locale=fi&slug={slug}").json()["items"]
    return int(found[0]["id"])


def tab(page: Page, name: str) -> None:
    """Open the part of a form whose name begins so."""
    page.get_by_role("tab", name=re.compile(f"^{name}")).click()


def fill_in(page: Page, name: str) -> None:
    """Fill in the twelve required fields of the form that is open."""
    page.locator("#id_title").press_sequentially(name, delay=60)
    page.locator("#id_promise").fill("Päivä alkaa yhdessä ulkona.")
    page.locator("#id_maturity").select_option("piloted")
    for field in ("target_groups", "settings", "themes"):
        page.locator(f"#id_{field} input[type=checkbox]").first.check()
    tab(page, "Miksi")
    for field in ("situation", "intended_change", "idea", "student_notices"):
        page.locator(f"#panel-child-miksi-{field}-section [contenteditable=true]").click()
        page.keyboard.type("Kävellään yhdessä.")
    tab(page, "Miten")
    page.locator("#panel-child-miten-steps-section button.c-sf-add-button").first.click()
    page.locator("[name=steps-0-value-what]").fill("Sovitaan lähtöaika.")
    tab(page, "Taustaa")
    page.locator("#id_makers input[type=checkbox]").first.check()


def delete(page: Page, number: int) -> None:
    """Delete a page with its translations, and wait until that is done."""
    page.goto(f"/admin/pages/{number}/delete/")
    page.locator("main form [type=submit]").first.click()
    page.wait_for_load_state("networkidle")
