"""What readers take with them: a practice as a sheet of paper, without the portal's frame, and its citation."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.pages import PRACTICE
from tests.running import REQUIRE_ALL

# Not the practice that other tests take into use, try out and change: its sheet would grow with them.
AVERAGE = {
    "fi": "/fi/kaytannot/valita-visa-omtanke/arjen-taidot-kurssi/",
    "sv": "/sv/praxis/valita-visa-omtanke/kurs-i-vardagsfardigheter/",
}
LONGEST = {
    "fi": "/fi/kaytannot/valita-visa-omtanke/stop-kiusaamiselle-paiva/",
    "sv": "/sv/praxis/valita-visa-omtanke/dagen-stopp-for-mobbning/",
}
NAVIGATION = {
    "fi": ("Ajankohtaista", "Siirry sisältöön", "Saavutettavuusseloste"),
    "sv": ("Aktuellt", "Hoppa till innehållet", "Tillgänglighetsutlåtande"),
}


@dataclass(frozen=True)
class Sheet:
    """A printed page: how many sheets of A4, and the words on them."""

    pages: int
    text: str


@pytest.fixture(scope="module")
def _poppler() -> None:
    if shutil.which("pdftotext") is None:
        (pytest.fail if REQUIRE_ALL else pytest.skip)("pdftotext (poppler-utils) is not installed")


def printed(visitor: Visitor, path: str, folder: Path) -> Sheet:
    """Return a page as it is printed; its words in one line, with hyphens at line ends taken away."""
    page = visitor(path, color_scheme="dark")
    file = folder / "sheet.pdf"
    page.pdf(path=file, format="A4", prefer_css_page_size=True)
    command = ["pdftotext", "-layout", str(file), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 our own file
    return Sheet(pages=text.count("\f"), text=" ".join(text.split()))


@pytest.mark.usefixtures("_poppler")
@pytest.mark.parametrize(("path", "most"), [(AVERAGE, 2), (LONGEST, 3)], ids=["average", "longest"])
def test_a_practice_prints_on_few_pages(
    visitor: Visitor, language: str, path: dict[str, str], most: int, tmp_path: Path
) -> None:
    sheet = printed(visitor, path[language], tmp_path)
    page = visitor(path[language])
    assert 1 <= sheet.pages <= most, sheet.text
    words = page.locator("h1").inner_text().split()
    words += page.locator(".facts__list dd").first.inner_text().split()
    words += [page.locator(".cite__text a").inner_text()]
    missing = [word for word in words if word.replace("\u00ad", "") not in sheet.text]
    assert missing == []
    assert not [item for item in NAVIGATION[language] if item in sheet.text]


@pytest.mark.usefixtures("_poppler")
def test_every_step_is_on_the_sheet(visitor: Visitor, language: str, tmp_path: Path) -> None:
    sheet = printed(visitor, PRACTICE[language], tmp_path)
    page = visitor(PRACTICE[language])
    steps = page.locator(".step__what").all_inner_texts()
    assert len(steps) >= 3
    # Two columns side by side break sentences, so a step is looked for by its longest word.
    longest = [max(step.replace(".", " ").replace(",", " ").split(), key=len) for step in steps]
    joined = sheet.text.replace("- ", "").replace(" ", "")
    assert [word for word in longest if word[:6] not in joined] == []


def test_paper_is_white_whatever_the_screen_was(visitor: Visitor) -> None:
    page = visitor(PRACTICE["fi"], color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    colours = page.evaluate(
        """() => [getComputedStyle(document.documentElement).backgroundColor,
                  getComputedStyle(document.querySelector('h1')).color]"""
    )
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]


def test_the_citation_is_copied_with_its_permanent_address(visitor: Visitor) -> None:
    page = visitor(PRACTICE["fi"], permissions=["clipboard-read", "clipboard-write"])
    page.locator("[data-copy]").click()
    expect(page.locator("[data-copy] span")).to_have_text("Kopioitu")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Hyvinvoinnin vuosikello.")
    address = copied.split()[-1]
    page.goto(address)
    expect(page.locator("h1")).to_have_text("Hyvinvoinnin vuosikello")
