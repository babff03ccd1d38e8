"""SVG by hand: shapes whose looks are classes, so that a page's style sheet or a file's own gives the colours."""

from collections.abc import Iterable
from html import escape
from textwrap import wrap

FONT = "Atkinson Hyperlegible Next"
# The same classes as in rooting.css, in colours that hold on white paper.
STYLE = f"""
text {{ font-family: '{FONT}', Arial, sans-serif; font-size: 13px; fill: #1b2722; }}
.rc-title {{ font-size: 19px; font-weight: 700; }}
.rc-soft {{ fill: #4b5a53; }}
.rc-axis {{ stroke: #7f8c85; stroke-width: 1; fill: none; }}
.rc-grid {{ stroke: #e1dbcd; stroke-width: 1; fill: none; }}
.rc-band {{ fill: #cfe2d7; }}
.rc-line {{ fill: none; stroke: #1f5a46; stroke-width: 2.5; }}
.rc-censor {{ stroke: #1f5a46; stroke-width: 1.5; }}
.rc-track {{ fill: #e7f0ea; }}
.rc-fill {{ fill: #1f5a46; }}
.rc-considering {{ fill: #d9d2bf; }}
.rc-trying {{ fill: #dd8442; }}
.rc-in-use {{ fill: #4f9478; }}
.rc-embedded {{ fill: #123d2f; }}
.rc-stopped {{ fill: #8d8f9c; }}
"""


def number(value: float) -> str:
    """Return a coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def text(x: float, y: float, words: str, *, anchor: str = "start", kind: str = "") -> str:
    """Return a line of text whose baseline is at y."""
    return (
        f'<text x="{number(x)}" y="{number(y)}" text-anchor="{anchor}"{_class(kind)}>{escape(words)}</text>'
    )


def rect(x: float, y: float, width: float, height: float, kind: str) -> str:
    """Return a rectangle; nothing for one without an area."""
    if width <= 0 or height <= 0:
        return ""
    size = f'width="{number(width)}" height="{number(height)}"'
    return f'<rect x="{number(x)}" y="{number(y)}" {size}{_class(kind)}/>'


def path(data: str, kind: str) -> str:
    """Return a path."""
    return f'<path d="{data}"{_class(kind)}/>'


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """Return a straight line."""
    return path(f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}", kind)


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""


def moved(parts: Iterable[str], *, right: float = 0, down: float = 0) -> str:
    """Return shapes moved together."""
    return f'<g transform="translate({number(right)} {number(down)})">{"".join(parts)}</g>'


def inline(parts: Iterable[str], width: float, height: float, kind: str) -> str:
    """Return a drawing for a page, which its table tells in words: hidden from those who listen."""
    size = f"{number(width)} {number(height)}"
    return (
        f'<svg class="rooting-chart {kind}" viewBox="0 0 {size}" aria-hidden="true" focusable="false">'
        f"{''.join(parts)}</svg>"
    )


def file(parts: Iterable[str], width: float, height: float, *, title: str, below: Iterable[str]) -> str:
    """Return a drawing that stands alone: title above, lines of explanation below, colours of its own."""
    margin, letters = 24, int(width / 6.4)
    titles = wrap(title, int(width / 10)) or [""]
    notes = [row for words in below for row in wrap(words, letters)]
    top = margin + 26 * len(titles)
    whole = top + height + 20 * len(notes) + margin + 16
    body = [
        *(text(margin, margin + 18 + 26 * n, row, kind="rc-title") for n, row in enumerate(titles)),
        moved(parts, right=margin, down=top + 8),
        *(text(margin, top + height + 32 + 20 * n, row, kind="rc-soft") for n, row in enumerate(notes)),
    ]
    size = f'width="{number(width + 2 * margin)}" height="{number(whole)}"'
    box = f'viewBox="0 0 {number(width + 2 * margin)} {number(whole)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} role="img"><title>{escape(title)}</title>'
        f'<style>{STYLE}</style><rect width="100%" height="100%" fill="#fff"/>{"".join(body)}</svg>'
    )
