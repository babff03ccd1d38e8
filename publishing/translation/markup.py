"""A string as a translator writes it in a plain text field: tags as tags, line breaks as line breaks, no entities.

wagtail-localize keeps strings as fragments of HTML (`Hej &amp; <a id="a1">välkommen</a><br/>`). Nobody should have to
write `&amp;`; and what is not one of the few known tags is text.
"""

import re

from bs4 import BeautifulSoup, NavigableString
from django.utils.html import escape
from wagtail_localize.strings import INLINE_TAGS

_NAMES = "|".join(name for name in INLINE_TAGS if name != "br")
_TAG = re.compile(rf'</?(?:{_NAMES})(?: id="[\w-]*")?>')
# Anything that begins like a known tag but is none: a slip, and never meant as text.
_BROKEN = re.compile(rf"</?\s*(?:{_NAMES})\b[^<>]*>?|<script\b[^<>]*>?", re.IGNORECASE)
_LOOKS_LIKE_TAG = re.compile(rf"<(?=/?\s*(?:{_NAMES}|script)\b)", re.IGNORECASE)


def to_text(html: str) -> str:
    """Return a string for the text field."""
    return "".join(map(_written, BeautifulSoup(html, "html.parser").children))


def to_html(text: str) -> str:
    """Return what was written as a string; a tag written wrong stays as it is, for the checks to refuse."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")
    return "<br/>".join(_line(line.strip()) for line in lines)


def has_broken_tag(text: str) -> bool:
    """Return whether something in what was written looks like a tag and is none that a text can have."""
    return bool(_BROKEN.search(_TAG.sub("", text)))


def _written(node: object) -> str:
    if isinstance(node, NavigableString):
        text = re.sub(r"&(?=(?:lt|amp);)", "&amp;", str(node))
        return _LOOKS_LIKE_TAG.sub("&lt;", text)
    name, attrs = node.name, node.attrs  # type: ignore[attr-defined]  # a tag
    if name == "br":
        return "\n"
    inner = "".join(map(_written, node.children))  # type: ignore[attr-defined]
    ident = f' id="{attrs["id"]}"' if "id" in attrs else ""
    return f"<{name}{ident}>{inner}</{name}>"


def _line(text: str) -> str:
    parts, end = [], 0
    for match in _TAG.finditer(text):
        parts += [_escaped(text[end : match.start()]), match.group()]
        end = match.end()
    return "".join([*parts, _escaped(text[end:])])


def _escaped(text: str) -> str:
    plain = re.sub(r"&(lt|amp);", lambda found: "<" if found[1] == "lt" else "&", text)
    return escape(plain).replace("&#x27;", "'").replace("&quot;", '"')
