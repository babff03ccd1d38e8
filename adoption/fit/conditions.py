"""What a practice asks of an institution: what can be compared with a profile, and what only people can judge."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.html import strip_tags

from adoption.fit.experience import NOTHING_TOLD, Experience
from adoption.fit.figures import is_for_everyone, least_students, monthly_hours
from adoption.fit.roles import Need, need_of
from practices.models import PracticePage
from practices.models.terms import PracticeSetting, PracticeTargetGroup, PracticeTheme

# What the rules read of a page; long texts stay in the database when many practices are looked at.
FIELDS = (
    *(
        "title",
        "url_path",
        "slug",
        "path",
        "depth",
        "live",
        "translation_key",
        "key",
        "promise",
        "maturity",
        "cost",
    ),
    *("staff_hours", "group_size", "time_needed", "resources", "conditions", "outline"),
    *("locale__language_code", "alias_of__locale__language_code"),
)


@dataclass(frozen=True)
class Conditions:
    """A practice as the rules see it. What is empty, or None, it does not tell."""

    settings: Mapping[str, str]  # {slug: name}, as `groups`
    groups: Mapping[str, str]
    cost: str
    maturity: str
    hours: float | None  # of staff a month, as the makers tell
    least_students: int | None
    for_everyone: bool
    needs: tuple[Need, ...]
    musts: tuple[str, ...]  # everything that must be there, in words
    experience: Experience = NOTHING_TOLD
    in_words: frozenset[str] = (
        frozenset()
    )  # the rules whose matter it tells, but in words that none of them reads


def with_terms(pages: Any) -> QuerySet[Any]:
    """Return practices with what the rules read, in a constant number of queries."""
    links = (
        ("theme_links", PracticeTheme),
        ("target_group_links", PracticeTargetGroup),
        ("setting_links", PracticeSetting),
    )
    found: QuerySet[Any] = pages.select_related("locale", "alias_of__locale").prefetch_related(
        *(Prefetch(name, model.objects.select_related("tag")) for name, model in links)
    )
    return found


def conditions_of(page: PracticePage, experience: Experience = NOTHING_TOLD) -> Conditions:
    """Return what a practice asks for, of a page from `with_terms`."""
    links: Any = page
    musts = [block["value"] for block in page.resources.raw_data if block["value"].get("need") == "must"]
    people = [need_of(each["what"]) for each in musts if each.get("kind") == "people"]
    told = {"people": people, "hours": page.staff_hours.strip(), "size": page.group_size.strip()}
    return Conditions(
        settings={link.tag.slug: str(link.tag) for link in links.setting_links.all()},
        groups={link.tag.slug: str(link.tag) for link in links.target_group_links.all()},
        cost=page.cost,
        maturity=page.maturity,
        hours=monthly_hours(page.staff_hours),
        least_students=least_students(page.group_size),
        for_everyone=is_for_everyone(page.group_size),
        needs=tuple(need for need in people if need),
        musts=tuple(each["what"] for each in musts),
        experience=experience,
        in_words=frozenset(name for name, words in told.items() if words),
    )


def to_check(page: PracticePage, conditions: Conditions) -> list[str]:
    """Return what no rule can judge, a line each: must-haves, conditions."""
    matched = {need.text for need in conditions.needs}
    return [what for what in conditions.musts if what not in matched] + sentences(page.conditions)


def facts_in_words(page: PracticePage, conditions: Conditions) -> list[tuple[str, str]]:
    """Return (field's name, words) of time, size and hours that the practice tells in words no rule reads."""
    read = {
        "group_size": conditions.least_students is not None or conditions.for_everyone,
        "staff_hours": conditions.hours is not None,
    }
    names = [name for name in ("time_needed", "group_size", "staff_hours") if not read.get(name)]
    return [(name, words) for name in names if (words := getattr(page, name).strip())]


_ITEM = re.compile(r"</(?:li|p|h2|h3)>", re.IGNORECASE)
_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ”\"])")
_SHORTENED = ("esim.", "mm.", "ns.", "t.ex.", "bl.a.", "s.k.", "jne.", "osv.")


def sentences(html: str) -> list[str]:
    """Return a rich text as lines to tick: its list items, and the sentences of its paragraphs."""
    lines: list[str] = []
    for part in _ITEM.split(html or ""):
        if "<li" in part.lower():
            lines.append(_plain(part))
            continue
        whole = True
        for piece in _END.split(_plain(part)):
            lines.append(piece) if whole else lines.append(f"{lines.pop()} {piece}")
            whole = not piece.casefold().endswith(_SHORTENED)
    return [line for line in lines if line]


def _plain(html: str) -> str:
    return " ".join(unescape(strip_tags(html)).split())
