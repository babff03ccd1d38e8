"""Ranks every judged query with every contender, and words the result."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psycopg

from practices.bench.contenders import Contender, bm25, keys_by_document, ours, postgresql, wagtail
from practices.bench.judged import TOP, Judged, figures_of, judged_queries, rank_of
from search.documents import SearchDocument


@dataclass(frozen=True)
class Report:
    """The tables in Markdown, and a line for each query that we did not answer among the first three."""

    markdown: str
    misses: list[str]


@dataclass(frozen=True)
class Ranked:
    """A judged query with the place of the first right answer (0: none) and the keys found."""

    judged: Judged
    place: int
    found: tuple[str, ...]


def measure(queries: Path, documents: Sequence[SearchDocument], *, postgres: str, stack: ExitStack) -> Report:
    """Return the report over the judged queries of a file. Raises SearchUnavailable, OSError and ValueError."""
    judged = judged_queries(queries)
    keys = keys_by_document()
    contenders = [ours(keys), wagtail(keys), bm25(documents, keys)]
    not_measured = ""
    try:
        contenders.append(stack.enter_context(postgresql(postgres, documents, keys)))
    except psycopg.Error:
        not_measured = "\n\nPostgreSQL was not measured: no server at the address given (`--postgres`)."
    ranked = {contender.name: _ranked(contender, judged) for contender in contenders}
    own = ranked[contenders[0].name]
    return Report(_table(ranked) + not_measured + "\n\n" + _by_kind(own), list(_misses(own)))


def _ranked(contender: Contender, judged: Sequence[Judged]) -> list[Ranked]:
    made = []
    for each in judged:
        found = tuple(contender.rank(each))
        made.append(Ranked(each, rank_of(found, each.right), found))
    return made


def _table(ranked: dict[str, list[Ranked]]) -> str:
    languages = sorted({each.judged.language for rows in ranked.values() for each in rows})
    heads = [f"{code}: top {TOP} | {code}: MRR" for code in languages]
    lines = ["| search | " + " | ".join(heads) + " |", "| --- |" + " ---: | ---: |" * len(languages)]
    for name, rows in ranked.items():
        cells = []
        for code in languages:
            figures = figures_of(each.place for each in rows if each.judged.language == code)
            cells.append(f"{figures.top:.3f} | {figures.mrr:.3f}")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _by_kind(rows: list[Ranked]) -> str:
    """Return our own figures by kind of query and language, and of the queries that were held back."""
    lines = ["| our queries | language | number | top 3 | MRR |", "| --- | --- | ---: | ---: | ---: |"]
    kinds = list(dict.fromkeys(each.judged.kind for each in rows))
    for code in sorted({each.judged.language for each in rows}):
        own = [each for each in rows if each.judged.language == code]
        groups = {kind: [each for each in own if each.judged.kind == kind] for kind in kinds}
        groups["*held back*"] = [each for each in own if each.judged.is_held_back]
        for kind, some in groups.items():
            figures = figures_of(each.place for each in some)
            lines.append(f"| {kind} | {code} | {figures.number} | {figures.top:.3f} | {figures.mrr:.3f} |")
    return "\n".join(lines)


def _misses(rows: list[Ranked]) -> list[str]:
    """Return a line for each query to learn from; those held back are only counted."""
    missed = [each for each in rows if not 0 < each.place <= TOP]
    shown = [
        f"{each.judged.language} {each.judged.kind:<9} {each.judged.query!r}: {', '.join(each.found[:TOP])}"
        f" — right: {', '.join(sorted(each.judged.right))} (place {each.place})"
        for each in missed
        if not each.judged.is_held_back
    ]
    return [*shown, f"and {len(missed) - len(shown)} of the queries held back"]
