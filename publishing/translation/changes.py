"""What changed between two texts, word by word, marked for eyes and for screen readers alike."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

_WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Change:
    """The earlier text with what was taken away marked, and the present one with what came."""

    before: SafeString
    now: SafeString


def change(old: str, new: str) -> Change:
    """Return two plain texts marked against each other."""
    ours, theirs = _WORD.findall(old), _WORD.findall(new)
    before, now = [], []
    for same, out, into in _steps(ours, theirs):
        if same:
            before.append(conditional_escape(out))
            now.append(conditional_escape(into))
            continue
        before += [_removed(out)] if out else []
        now += [_added(into)] if into else []
    return Change(_joined(before), _joined(now))


def _steps(ours: list[str], theirs: list[str]) -> Iterator[tuple[bool, str, str]]:
    """Yield (whether the same, old piece, new piece); a lone space between two changes belongs to them."""
    pending: list[tuple[str, str]] = []
    matcher = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        out, into = "".join(ours[a:b]), "".join(theirs[c:d])
        if kind != "equal" or (pending and not out.strip() and b < len(ours) and d < len(theirs)):
            pending.append((out, into))
            continue
        if pending:
            yield False, "".join(p[0] for p in pending), "".join(p[1] for p in pending)
            pending = []
        yield True, out, into
    if pending:
        yield False, "".join(p[0] for p in pending), "".join(p[1] for p in pending)


def _removed(text: str) -> SafeString:
    return _marked("del", _("removed:"), text, _("end of what was removed"))


def _added(text: str) -> SafeString:
    return _marked("ins", _("added:"), text, _("end of what was added"))


def _marked(tag: str, begins: str, text: str, ends: str) -> SafeString:
    return format_html(
        '<{0}><span class="w-sr-only"> [{1} </span>{2}<span class="w-sr-only"> {3}] </span></{0}>',
        tag, begins, text, ends,
    )  # fmt: skip


def _joined(parts: list[SafeString]) -> SafeString:
    return mark_safe("".join(parts).replace("\n", "<br>"))  # noqa: S308 each part is escaped
