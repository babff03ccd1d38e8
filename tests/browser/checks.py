"""What any page is checked for in the browser: checks return what they find amiss, so that it can be collected."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

WIDE = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)
NARROW = ViewportSize(width=320, height=640)

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"type": "tag", "values": TAGS}
# What can differ in a page's other scheme.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}

# Elements that reach beyond the window, and text that its own box cuts off.
CUT_OFF = """() => {
  const wide = document.documentElement.clientWidth, found = [];
  const unseen = ".visually-hidden, .rooting-hidden, [aria-hidden=true], .skip-link";
  const hidden = (e) => e.closest(unseen) || !e.checkVisibility();
  // What stands in a region that scrolls by itself may be wider than it.
  const scrolls = (e) => e !== document.body
    && (/auto|scroll/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
  for (const e of document.querySelectorAll("body *")) {
    if (hidden(e) || e.closest("svg")) continue;
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    const name = `${e.tagName.toLowerCase()}.${e.className}: ${e.textContent.trim().slice(0, 40)}`;
    const beyond = box.width && (box.right > wide + 1 || box.left < -1);
    if (beyond && !scrolls(e.parentElement)) found.push(`to ${Math.round(box.right)} px: ${name}`);
    const clips = style.overflowX !== "visible" && style.overflowX !== "auto" && style.overflowX !== "scroll";
    if (clips && e.scrollWidth > e.clientWidth + 1 && e.tagName !== "INPUT") found.push(`cut off ${name}`);
  }
  const whole = document.documentElement.scrollWidth;
  if (whole > wide) found.push(`the page is ${whole} px wide in a window of ${wide} px`);
  return found.slice(0, 10);
}"""

SMALL = """() => [...document.querySelectorAll("header a, header button, main button, summary, footer a")]
  .filter((e) => e.checkVisibility() && !e.closest("p, .skip-link") && !e.matches(".skip-link"))
  .filter((e) => e.getBoundingClientRect().height < 24)
  .map((e) => `${e.className} ${e.textContent.trim()}`)"""

MOST_STOPS = 250
STOPS = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden], [tabindex='-1']), select, textarea, summary, [tabindex='0']")]
  .filter((e) => e.checkVisibility({visibilityProperty: true}))
  // A field that only programs find is no stop. Of the radio buttons of a question one is; the arrows reach the others.
  .filter((e, _n, all) => e.type !== "radio" || e === all.find((other) => other.name === e.name)).length"""
# Where the focus is: its name, whether an outline shows it, and whether something lies over it.
FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect();
  const outlined = [null, "::after"].some((part) => {
    const style = getComputedStyle(e, part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const bordered = e.tagName === "INPUT" && getComputedStyle(e).boxShadow !== "none";
  // The middle of what is in the window, of its first line: a region that scrolls may be higher than the window, and
  // the middle of a link that breaks may be between its lines.
  const line = e.getClientRects()[0] ?? box;
  const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;
  const on = document.elementFromPoint(
    middle(line.left, line.right, innerWidth), middle(line.top, line.bottom, innerHeight));
  return {
    name: `${e.tagName.toLowerCase()}.${e.className} ${e.textContent.trim().slice(0, 40)}`,
    number: [...document.querySelectorAll("*")].indexOf(e),
    outlined: outlined || bordered,
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    free: on !== null && (e.contains(on) || on.contains(e)),
  };
}"""

SCHEME = """() => {
  const [r, g, b] = getComputedStyle(document.documentElement).backgroundColor.match(/[\\d.]+/g).map(Number);
  return (r + g + b) / 3 < 100 ? "dark" : "light";
}"""


def violations(page: Page, *, rules: dict[str, Any] = EVERYTHING) -> list[str]:
    """Return what axe finds on a page: rule, element and reason."""
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    results: dict[str, Any] = Axe().run(page, options=options).response
    assert results["passes"], "axe looked at nothing"
    return [
        f"{found['id']} ({found['impact']}): {node['target']} {node['failureSummary'][:300]}"
        for found in results["violations"]
        for node in found["nodes"]
    ]


def violations_in_both_schemes(page: Page) -> list[str]:
    """Return what axe finds on a page in light and in dark, which it then stays."""
    found = []
    for scheme, rules in (("light", EVERYTHING), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        found += [f"{scheme}: {violation}" for violation in violations(page, rules=rules)]
    return found


def cut_off(page: Page) -> list[str]:
    """Return what does not fit the window: it is cut off, or the page scrolls sideways for it."""
    return list(page.evaluate(CUT_OFF))


def small_targets(page: Page) -> list[str]:
    """Return the links and buttons that are too low for a thumb."""
    return list(page.evaluate(SMALL))


def scheme_of(page: Page) -> str:
    """Return what the page looks like: dark or light."""
    return str(page.evaluate(SCHEME))


def unreachable(page: Page) -> list[str]:
    """Walk through a page with the Tab key; return what is not reached, in order and seen."""
    expected = page.evaluate(STOPS)
    stops = _walk(page)
    found = [f"no outline: {stop['name']}" for stop in stops if not stop["outlined"]]
    found += [f"out of sight: {stop['name']}" for stop in stops if not (stop["seen"] and stop["free"])]
    if not len(stops) == expected > 15:
        found.append(f"the focus stops {len(stops)} times on a page of {expected} stops")
    numbers = [stop["number"] for stop in stops]
    if numbers != sorted(numbers):
        found.append("the order of the focus is not the order of the page")
    return found


def _walk(page: Page) -> list[dict[str, Any]]:
    """Return where the focus stops from the top of the page to its end, or as many stops as no page may have."""
    stops: list[dict[str, Any]] = []
    while len(stops) < MOST_STOPS:
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None or (stops and stop["number"] == stops[0]["number"]):
            break
        stops.append(stop)
    return stops


def open_everything(page: Page) -> None:
    """Open the menu of a narrow page, and every part that folds."""
    page.locator("[data-menu-button]").click()
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")


def assert_sound(page: Page, language: str, *, axe: bool = True) -> None:
    """Fail where a page is not in its language, is too wide, or where axe finds something in light or in dark."""
    assert page.locator("html").get_attribute("lang") == language
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    if axe:
        assert violations_in_both_schemes(page) == [], page.url
