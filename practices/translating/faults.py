"""What can be wrong with a translated text before it is taken in, in words for whoever wrote it."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail_localize.strings import StringValue

from practices.translating.places import Place
from practices.translating.texts import plain

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


def faults(source: str, text: str, place: Place, path: str) -> Iterator[str]:
    """Yield what is wrong with `text` as the translation of `source`, both as wagtail-localize keeps strings."""
    if any(ord(char) < 32 and char not in "\n\t" for char in text):
        yield _("has control characters")
    if _tags(source) != _tags(text):
        yield _("has other tags than the source: %(here)s instead of %(there)s") % {
            "here": _listed(_tags(text)),
            "there": _listed(_tags(source)),
        }
        return
    if not _is_well_nested(text):
        yield _("has tags in the wrong order: each one ends before the one around it does")
        return
    if Counter(PLACEHOLDER.findall(source)) != Counter(PLACEHOLDER.findall(text)):
        yield _("has other placeholders than the source")
    try:
        StringValue.from_translated_html(text)
    except ValueError as error:
        yield str(error)
        return
    length = len(plain(text.strip()))
    if place.longest and length > place.longest:
        yield _("is %(length)d characters long; %(longest)d at most") % {
            "length": length,
            "longest": place.longest,
        }
    if path == "slug" and not slugify(text):
        yield _("has no letter or digit that an address can have")


class _TagReader(HTMLParser):
    """Collects tags as they are written; line breaks may differ between languages."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()
        self.open: list[str] = []
        self.is_well_nested = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "br":
            self.found["<" + " ".join([tag, *(f'{name}="{value}"' for name, value in attrs)]) + ">"] += 1
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != "br":
            self.found[f"</{tag}>"] += 1
            if not self.open or self.open.pop() != tag:
                self.is_well_nested = False


def _read(html: str) -> _TagReader:
    reader = _TagReader()
    reader.feed(html)
    reader.close()
    return reader


def _tags(html: str) -> Counter[str]:
    return _read(html).found


def _is_well_nested(html: str) -> bool:
    reader = _read(html)
    return reader.is_well_nested and not reader.open


def _listed(tags: Counter[str]) -> str:
    return " ".join(tags.elements()) or _("none")
