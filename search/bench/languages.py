"""`python -m search.bench.languages [--write FILE]`: our analysis beside the stemmers that stock engines ship."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import django
import simplemma
import snowballstemmer
from django.conf import settings

from search.analysis import get_analyser
from search.bench import report
from search.bench.metric import Gold, Score, Tokens, read_gold, score

HEADINGS = ("language", "analysis", "precision", "recall", "F1", "compounds", "words/s")


@dataclass(frozen=True)
class Treebank:
    """A file of Universal Dependencies that a language is measured on."""

    language: str
    stemmer: str
    file: str
    source: str


TREEBANKS = (
    Treebank(
        "fi", "finnish", "fi_tdt-ud-dev.conllu", "https://github.com/UniversalDependencies/UD_Finnish-TDT"
    ),
    Treebank(
        "sv",
        "swedish",
        "sv_talbanken-ud-dev.conllu",
        "https://github.com/UniversalDependencies/UD_Swedish-Talbanken",
    ),
)


@dataclass(frozen=True)
class Row:
    """One line of the table; `speed` in words a second, every word once, dictionaries loaded."""

    language: str
    analysis: str
    score: Score
    speed: float

    def cells(self) -> tuple[str, ...]:
        """Return the line's texts."""
        compounds = self.score.compound_recall
        return (
            self.language,
            self.analysis,
            f"{self.score.precision:.3f}",
            f"{self.score.recall:.3f}",
            f"{self.score.f1:.3f}",
            "-" if compounds is None else f"{compounds:.3f}",
            f"{self.speed:,.0f}",
        )


def treebank_path(treebank: Treebank) -> Path:
    """Return where the treebank is expected: in the directory of `settings.BENCH_DATA`."""
    return Path(settings.BENCH_DATA) / treebank.file


def ours(treebank: Treebank) -> Row:
    """Return our own analysis measured on a treebank. Raises OSError where its file is missing."""
    gold = read_gold(treebank_path(treebank))
    analyse = get_analyser(treebank.language).analyse
    analyse("a")  # loads the dictionaries
    analyse.cache_clear()

    def lemmas(word: str) -> Iterable[str]:
        return analyse(word).lemmas

    def parts(word: str) -> Iterable[str]:
        found = analyse(word)
        return (*found.parts, *found.stems)

    return _measured(treebank, "ours", gold, lemmas=lemmas, parts=parts)


def stock(treebank: Treebank) -> list[Row]:
    """Return what others ship, measured on a treebank. Raises OSError where its file is missing."""
    gold = read_gold(treebank_path(treebank))
    stem: Callable[[str], str] = snowballstemmer.stemmer(treebank.stemmer).stemWord
    simplemma.lemmatize("a", treebank.language, low_memory=True)  # loads the dictionary

    def stemmed(word: str) -> Iterable[str]:
        return (stem(word),)

    def lemmatised(word: str) -> Iterable[str]:
        return (simplemma.lemmatize(word, treebank.language, low_memory=True).lower(),)

    return [
        _measured(treebank, "snowball (Elasticsearch, PostgreSQL)", gold, lemmas=stemmed),
        _measured(treebank, "simplemma", gold, lemmas=lemmatised),
    ]


def _measured(
    treebank: Treebank, name: str, gold: Gold, *, lemmas: Tokens, parts: Tokens | None = None
) -> Row:
    every = gold.types | gold.forms.keys()
    started = time.perf_counter()
    for word in every:
        lemmas(word)
    speed = len(every) / (time.perf_counter() - started)
    return Row(treebank.language, name, score(gold, lemmas=lemmas, parts=parts), speed)


def table(rows: Iterable[Row]) -> str:
    """Return the rows as a text table, numbers to the right."""
    lines = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def main() -> int:
    """Print the table; return 1 when a treebank is missing, after saying where to get it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    missing = [treebank for treebank in TREEBANKS if not treebank_path(treebank).exists()]
    for treebank in missing:
        print(
            f"{treebank_path(treebank)} is missing. Get {treebank.file} from {treebank.source} "
            "and put it there, or name its directory in BENCH_DATA.",
            file=sys.stderr,
        )
    found = [treebank for treebank in TREEBANKS if treebank not in missing]
    rows = [row for treebank in found for row in (*stock(treebank), ours(treebank))]
    if rows:
        print(table(rows))
        if sys.argv[1:2] == ["--write"]:
            cells = (row.cells() for row in rows)
            report.write_section(
                Path(sys.argv[2]), "languages", report.markdown_table(HEADINGS, cells, numbers_from=2)
            )
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
