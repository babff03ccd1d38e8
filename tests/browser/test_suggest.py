"""While one types, the search field suggests, by keyboard, pointer and screen reader, and never gets in the way."""

import contextlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Error, Locator, Page, Route, expect

from tests.browser.checks import NARROW, WIDE, cut_off, violations
from tests.browser.conftest import Visitor
from tests.browser.pages import CATALOGUE, FRONT, PRACTICE, SEARCH
from tests.running import RunningPortal

PAUSE = 400  # ms: longer than the script waits for the next key; after it, what was not asked will not be
TYPED = {"fi": "vuosikel", "sv": "årsklo"}
SAID = {"fi": ["1 ehdotus", "3 ehdotusta"], "sv": ["1 förslag", "3 förslag"]}
ALL = {"fi": "Hae kaikista: ", "sv": "Sök i allt: "}
THREE = ("Vuosikello", "Vuosi vuodelta", "Vuosien viisaus")
BOX = "(e) => e.getBoundingClientRect().toJSON()"


def suggest_address(page: Page) -> str:
    """Return the address that the search form of a page asks for suggestions."""
    return str(page.locator("[data-suggest]").first.get_attribute("data-suggest"))


def search_field(page: Page) -> Locator:
    """Return the search field of a page, focused, once its script is there."""
    box = page.locator("[data-suggest] [name=q]").first
    box.focus()
    expect(box).to_have_attribute("aria-controls", re.compile("."))
    return box


def listbox(page: Page) -> Locator:
    """Return the list of suggestions."""
    return page.locator("[role=listbox]")


def active(page: Page) -> Locator:
    """Return the option that the arrow keys are on."""
    return page.locator("[role=option][aria-selected=true]")


def suggestion(title: str, met: str = "") -> dict[str, Any]:
    """Return a suggestion as the portal makes it, with what was met of its title marked."""
    before, found, after = title.partition(met) if met else (title, "", "")
    marked = [[part, part == found] for part in (before, found, after) if part]
    return {"kind": "practice", "label": "Käytäntö", "title": title, "marked": marked, "url": "/fi/teemat/"}


@dataclass
class Answers:
    """Stands in for the portal's suggestions: notes what is asked, keeps back what is to be late."""

    titles: Sequence[str] = THREE
    late: Sequence[str] = ()
    asked: list[str] = field(default_factory=list)
    kept_back: list[Callable[[], None]] = field(default_factory=list)

    def __call__(self, route: Route) -> None:
        """Answer a request, or keep the answer back."""
        words = parse_qs(urlsplit(route.request.url).query)["q"][0]
        self.asked.append(words)
        body = json.dumps(
            {"query": words, "suggestions": [suggestion(f"{t} ({words})") for t in self.titles]}
        )

        def answer() -> None:
            with contextlib.suppress(Error):  # the page no longer waits for it
                route.fulfill(body=body, content_type="application/json")

        if words in self.late:
            self.kept_back.append(answer)
        else:
            answer()

    def await_question(self, page: Page, number: int = 1) -> None:
        """Wait until so many questions were asked."""
        await_some(page, self.asked, number)

    def let_go(self, page: Page) -> None:
        """Give the late answers and the page a moment for them."""
        for answer in self.kept_back:
            answer()
        page.wait_for_timeout(PAUSE)


def await_some(page: Page, events: Sequence[object], number: int = 1) -> None:
    """Wait until something has been noted so many times."""
    for _ in range(200):
        if len(events) >= number:
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"{len(events)} of {number} came")


def answering(page: Page, answers: Callable[[Route], None]) -> None:
    """Have something else than the portal answer with suggestions."""
    address = suggest_address(page)
    page.route(lambda url: urlsplit(url).path == address, answers)


@pytest.fixture
def suggested(visitor: Visitor) -> Callable[..., Page]:
    """Return a function that opens a page with three suggestions for "vuosi"."""

    def visit(path: str = FRONT["fi"], *, answers: Answers | None = None, **options: Any) -> Page:
        page = visitor(path, **options)
        answering(page, answers or Answers())
        search_field(page).select_text()
        page.keyboard.type("vuosi")
        expect(listbox(page)).to_be_visible()
        return page

    return visit


# With the portal's own suggestions


@pytest.mark.parametrize("paths", [FRONT, CATALOGUE, SEARCH], ids=["front", "header", "search page"])
def test_a_practice_is_typed_chosen_and_opened(
    visitor: Visitor, running_portal: RunningPortal, language: str, paths: dict[str, str]
) -> None:
    page = visitor(paths[language])
    hosts: set[str] = set()
    errors: list[str] = []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    box = search_field(page)
    page.keyboard.type(TYPED[language], delay=20)
    expect(listbox(page)).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    option = page.locator(f"[role=option][href='{PRACTICE[language]}']")
    expect(option.locator("mark")).to_have_text(re.compile(TYPED[language][:4], re.IGNORECASE))
    place = page.locator("[role=option]").evaluate_all(
        "(all, href) => all.findIndex((e) => e.getAttribute('href') === href)", PRACTICE[language]
    )
    for _ in range(place + 1):
        page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{PRACTICE[language]}")
    assert (hosts, errors) == ({running_portal.host}, [])


def test_axe_finds_nothing_open_or_closed(visitor: Visitor, language: str) -> None:
    page = visitor(FRONT[language])
    box = search_field(page)
    for size, scheme in product((WIDE, NARROW), ("light", "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        assert violations(page) == [], f"{size}, {scheme}, closed"
        box.fill("")
        page.keyboard.type(TYPED[language])
        expect(listbox(page)).to_be_visible()
        page.keyboard.press("ArrowDown")
        assert violations(page) == [], f"{size}, {scheme}, open"
        page.keyboard.press("Escape")


def test_the_script_comes_hashed_and_only_to_those_who_search(visitor: Visitor) -> None:
    page = visitor(FRONT["fi"])
    scripts: list[str] = []
    page.on(
        "request",
        lambda request: request.resource_type == "script" and scripts.append(urlsplit(request.url).path),
    )
    expect(page.locator("#q")).to_have_role("combobox")
    page.wait_for_timeout(PAUSE)
    assert scripts == []
    search_field(page)
    assert [re.sub(r"\.[0-9a-f]{12}\.", ".#.", path) for path in scripts] == ["/static/home/js/suggest.#.js"]


# By keyboard


def test_arrows_go_round_through_the_field(suggested: Callable[..., Page]) -> None:
    page = suggested()
    box = search_field(page)
    for title in (*THREE, "Hae kaikista: vuosi"):
        page.keyboard.press("ArrowDown")
        expect(active(page)).to_contain_text(title)
        expect(active(page)).to_be_in_viewport(ratio=1)
    page.keyboard.press("ArrowDown")
    expect(active(page)).to_have_count(0)
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    expect(active(page)).to_contain_text("Hae kaikista")
    expect(box).to_be_focused()


@pytest.mark.parametrize(
    ("key", "caret"), [("Home", 0), ("ArrowLeft", len("vuosi") - 1), ("End", len("vuosi"))]
)
def test_home_end_and_sideways_are_the_caret_s(suggested: Callable[..., Page], key: str, caret: int) -> None:
    page = suggested()
    page.keyboard.press("ArrowDown")
    page.keyboard.press(key)
    expect(active(page)).to_have_count(0)
    expect(listbox(page)).to_be_visible()
    assert search_field(page).evaluate("(e) => e.selectionStart") == caret


def test_enter_without_an_option_searches(suggested: Callable[..., Page]) -> None:
    page = suggested()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{SEARCH['fi']}?q=vuosi")


def test_the_last_row_searches_everything(suggested: Callable[..., Page], language: str) -> None:
    page = suggested(f"{SEARCH[language]}?q=vuo&theme=participation")
    expect(page.locator("[role=option]").last).to_have_text(f"{ALL[language]}vuosi")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{SEARCH[language]}?q=vuosi")


def test_escape_closes_first_and_clears_second(suggested: Callable[..., Page]) -> None:
    page = suggested()
    box = search_field(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(listbox(page)).to_be_hidden()
    expect(box).to_have_value("vuosi")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(active(page)).to_contain_text(THREE[0])  # what was closed opens again
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(box).to_be_focused()


def test_tab_closes_and_moves_on(suggested: Callable[..., Page]) -> None:
    page = suggested(width=320, height=480)  # where the list scrolls and could be a stop itself
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(listbox(page)).to_be_hidden()
    expect(page.locator("main .search-form__button")).to_be_focused()


def test_a_word_that_is_being_composed_is_left_alone(visitor: Visitor) -> None:
    for touch in (False, True):  # the keyboards of phones compose every word
        page, answers = visitor(FRONT["fi"], has_touch=touch, is_mobile=touch), Answers()
        answering(page, answers)
        search_field(page)
        keyboard = page.context.new_cdp_session(page)
        keyboard.send("Input.imeSetComposition", {"text": "vuosi", "selectionStart": 5, "selectionEnd": 5})
        if touch:
            answers.await_question(page)
        else:
            page.wait_for_timeout(PAUSE)
        assert answers.asked == (["vuosi"] if touch else [])
        keyboard.send("Input.insertText", {"text": "vuosi"})
        expect(listbox(page)).to_be_visible()
        assert answers.asked == ["vuosi"]


# By pointer


def test_the_pointer_opens_but_does_not_choose(suggested: Callable[..., Page]) -> None:
    page = suggested()
    page.keyboard.press("ArrowDown")
    page.locator("[role=option]").nth(1).hover()
    expect(active(page)).to_contain_text(THREE[0])
    page.mouse.down()
    page.locator("h1").hover()
    page.mouse.up()  # changed one's mind
    expect(search_field(page)).to_be_focused()
    expect(listbox(page)).to_be_visible()
    page.locator("[role=option]").nth(1).click()
    page.wait_for_url("**/fi/teemat/")
    page.go_back()
    expect(page.locator("[role=option]:visible")).to_have_count(0)


def test_a_tap_opens_and_a_tap_elsewhere_closes(suggested: Callable[..., Page]) -> None:
    page = suggested(width=390, height=844, has_touch=True, is_mobile=True)
    page.locator("h1").tap()
    expect(listbox(page)).to_be_hidden()
    search_field(page).tap()
    page.keyboard.press("ArrowDown")
    page.locator("[role=option]").first.tap()
    page.wait_for_url("**/fi/teemat/")


# What is said and shown


def test_how_many_there_are_is_said(visitor: Visitor, language: str) -> None:
    page, answers = visitor(FRONT[language]), Answers()
    answering(page, answers)
    search_field(page)
    for titles, said in ((THREE[:1], SAID[language][0]), (THREE, SAID[language][1])):
        answers.titles = titles
        page.keyboard.type("vuo")
        expect(page.locator("[data-suggest] [role=status]")).to_have_text(said)
    expect(page.get_by_role("option").first).to_have_accessible_name("Vuosikello (vuovuo) Käytäntö")
    expect(listbox(page)).to_have_accessible_name({"fi": "Ehdotukset", "sv": "Förslag"}[language])
    answers.titles = ()
    page.keyboard.type("x")
    expect(page.locator("[data-suggest] [role=status]")).to_have_text(
        {"fi": "Ei ehdotuksia", "sv": "Inga förslag"}[language]
    )
    expect(listbox(page)).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(listbox(page)).to_be_hidden()


def test_titles_are_text(suggested: Callable[..., Page]) -> None:
    page = suggested(answers=Answers(["<img src=x onerror=alert(1)>"]))
    expect(page.locator("[role=option]").first).to_contain_text("<img src=x onerror=alert(1)> (vuosi)")


@pytest.mark.parametrize(
    ("path", "sizes"),
    [
        (FRONT["fi"], [(1440, 900), (390, 844), (390, 420), (320, 480)]),
        (SEARCH["fi"], [(1440, 900), (390, 844), (390, 420), (320, 480)]),
        (CATALOGUE["fi"], [(1440, 700), (1024, 700)]),  # in the header
    ],
    ids=["front", "search page", "header"],
)
def test_the_list_is_in_the_window_and_below_the_field(
    suggested: Callable[..., Page], path: str, sizes: list[tuple[int, int]]
) -> None:
    for width, height in sizes:
        assert_in_sight(suggested, path, width, height)


def assert_in_sight(suggested: Callable[..., Page], path: str, width: int, height: int) -> None:
    """Fail where a long list leaves the window, covers its field, or where an option cannot be seen or tapped."""
    titles = [f"Hyvinvointityön vuosikellon rakentaminen yhteisöllisesti {n}" for n in range(12)]
    page = suggested(path, width=width, height=height, answers=Answers(titles))
    box, options = search_field(page), page.locator("[role=option]")
    expect(options).to_have_count(9)
    around, below = listbox(page).evaluate(BOX), box.evaluate(BOX)
    assert below["bottom"] <= around["top"]
    assert below["top"] >= 0
    assert 0 <= around["left"] < around["right"] <= width
    assert around["height"] >= 150
    assert around["bottom"] <= height
    assert min(option.evaluate(BOX)["height"] for option in options.all()) >= 44
    for _ in range(9):
        page.keyboard.press("ArrowDown")
        chosen = active(page).evaluate(BOX)
        assert around["top"] <= chosen["top"] < chosen["bottom"] <= around["bottom"]
        last = options.last.evaluate(BOX)
        assert chosen["bottom"] <= last["top"] + 1 or chosen == last, "the last row covers the chosen one"
    assert cut_off(page) == []


def test_it_holds_text_of_twice_the_size_and_forced_colours(visitor: Visitor) -> None:
    page = visitor(FRONT["fi"], forced_colors="active")
    browser = page.context.new_cdp_session(page)
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    page.reload()
    answering(page, Answers())
    search_field(page)
    page.keyboard.type("vuosi")
    page.keyboard.press("ArrowDown")
    expect(active(page)).to_be_in_viewport(ratio=1)
    outline = active(page).evaluate(
        "(e) => [getComputedStyle(e).outlineStyle, getComputedStyle(e).outlineWidth]"
    )
    assert outline == ["solid", "3px"]
    assert cut_off(page) == []


# What is asked, and when


def test_little_is_asked(visitor: Visitor) -> None:
    page, answers = visitor(FRONT["fi"]), Answers()
    answering(page, answers)
    search_field(page)
    for key in ("v", "Backspace", " ", " ", "ArrowDown", "Backspace", "Backspace"):
        page.keyboard.press(key)
        page.wait_for_timeout(PAUSE)
    assert answers.asked == []
    page.keyboard.type("vuosi")  # in one go
    expect(listbox(page)).to_be_visible()
    assert answers.asked == ["vuosi"]
    for key in ("k", "Backspace"):
        page.keyboard.press(key)
        page.wait_for_timeout(PAUSE)
    expect(page.locator("[role=option]").first).to_have_text("Vuosikello (vuosi) Käytäntö")
    assert answers.asked == ["vuosi", "vuosik"]  # what is known is not asked again


def test_a_late_answer_is_dropped(visitor: Visitor) -> None:
    page, answers = visitor(FRONT["fi"]), Answers(late=["vuo"])
    answering(page, answers)
    search_field(page)
    page.keyboard.type("vuo")
    answers.await_question(page)
    page.keyboard.type("si")
    expect(page.locator("[role=option]").first).to_contain_text("(vuosi)")
    answers.let_go(page)
    assert answers.asked == ["vuo", "vuosi"]
    expect(page.locator("[role=option]").first).to_contain_text("(vuosi)")


@pytest.mark.parametrize("key", ["Escape", "Tab", "Backspace"])
def test_an_answer_that_nobody_waits_for_opens_nothing(visitor: Visitor, key: str) -> None:
    page, answers = visitor(FRONT["fi"]), Answers(late=["vu"])
    answering(page, answers)
    search_field(page)
    page.keyboard.type("vu")
    answers.await_question(page)
    page.keyboard.press(key)
    answers.let_go(page)
    assert answers.asked == ["vu"]
    expect(listbox(page)).to_be_hidden()


def test_what_is_typed_before_the_script_is_there_counts(visitor: Visitor) -> None:
    page = visitor(FRONT["fi"])
    scripts: list[Route] = []
    page.route("**/suggest.*.js", lambda route: scripts.append(route))
    answering(page, Answers())
    page.locator("#q").focus()
    page.keyboard.type("vuosi")
    await_some(page, scripts)
    scripts[0].continue_()
    expect(listbox(page)).to_be_visible()


# When something is amiss


@pytest.mark.parametrize(
    "answer",
    [
        lambda route: route.fulfill(status=500, body="<h1>500</h1>", content_type="text/html"),
        lambda route: route.fulfill(body="{}", content_type="application/json"),
        lambda route: route.fulfill(
            body='{"suggestions": [{"title": "?"}]}', content_type="application/json"
        ),
        lambda route: route.abort(),
        lambda route: None,  # never
    ],
    ids=["error", "empty object", "half an object", "no network", "silence"],
)
def test_without_answers_it_is_a_plain_search(visitor: Visitor, answer: Callable[[Route], None]) -> None:
    page = visitor(FRONT["fi"])
    errors: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    answering(page, answer)
    search_field(page)
    page.keyboard.type("vuosikello")
    page.wait_for_timeout(PAUSE)
    assert any(suggest_address(page) in url for url in asked)
    expect(listbox(page)).to_be_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".hit__title a").first).to_contain_text(re.compile("vuosikello", re.IGNORECASE))
    assert errors == []


def test_without_its_script_it_is_a_plain_search(visitor: Visitor) -> None:
    page = visitor(FRONT["fi"])
    page.route("**/suggest.*.js", lambda route: route.abort())
    page.locator("#q").focus()
    expect(page.locator("#q")).to_have_role("searchbox")
    page.keyboard.type("vuosikello")
    page.keyboard.press("Enter")
    expect(page.locator(".hit__title a").first).to_be_visible()
