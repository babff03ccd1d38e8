"""Ways to search the same pages: ours, and those that come with a stock site."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
import snowballstemmer
from wagtail.models import Locale

from practices.bench.judged import DEEPEST, Judged, Ranker
from practices.models import PracticePage, ProjectPage, ThemePage
from search import index
from search.documents import SearchDocument
from search.query import parse
from search.text import words

STEMMERS = {"fi": "finnish", "sv": "swedish"}
# What a title is worth beside the text, for those who weigh fields at all: the usual advice.
_TITLE, _SUMMARY = 4, 2
# The constants of BM25 as Lucene has them.
_K1, _B = 1.2, 0.75


@dataclass(frozen=True)
class Contender:
    """A way to search, by name."""

    name: str
    rank: Ranker


def keys_by_document() -> dict[str, str]:
    """Return {document id: key as judged queries name it} of all practices, projects and themes."""
    rows = [
        *((pk, key) for pk, key in PracticePage.objects.values_list("pk", "key")),
        *((pk, f"project:{key}") for pk, key in ProjectPage.objects.values_list("pk", "project__slug")),
        *((pk, f"theme:{key}") for pk, key in ThemePage.objects.values_list("pk", "theme__slug")),
    ]
    return {f"page:{pk}": str(key) for pk, key in rows}


def ours(keys: Mapping[str, str]) -> Contender:
    """Return the portal's own search as its page uses it."""

    def rank(judged: Judged) -> list[str]:
        found = index.search(
            parse(judged.query, language=judged.language, limit=DEEPEST, preferred=("practice",))
        )
        return [keys[hit.id] for hit in found.hits if hit.id in keys]

    return Contender("Käytäntöpankki", rank)


def wagtail(keys: Mapping[str, str]) -> Contender:
    """Return Wagtail's database search over the same page types: all words, else any."""

    def rank(judged: Judged) -> list[str]:
        locale = Locale.objects.get(language_code=judged.language)
        for operator in ("and", "or"):
            found: list[tuple[float, str]] = []
            for model in (PracticePage, ProjectPage, ThemePage):
                pages = model.objects.live().filter(locale=locale)
                results = pages.search(judged.query, operator=operator).annotate_score("relevance")
                found += [(-(page.relevance or 0.0), keys[f"page:{page.pk}"]) for page in results[:DEEPEST]]
            if found:
                return [key for _score, key in sorted(found)][:DEEPEST]
        return []

    return Contender("Wagtail database search", rank)


def bm25(documents: Sequence[SearchDocument], keys: Mapping[str, str]) -> Contender:
    """Return BM25 over snowball stems, any of the words, titles and summaries weighed more."""
    indices = {
        language: _Bm25([d for d in documents if d.language == language and d.id in keys], stemmer)
        for language, stemmer in STEMMERS.items()
    }
    return Contender(
        "BM25 over snowball stems",
        lambda judged: [keys[each] for each in indices[judged.language].best(judged.query)],
    )


class _Bm25:
    """An index of stems, in memory (Robertson and Zaragoza 2009, with Lucene's inverse document frequency)."""

    def __init__(self, documents: Sequence[SearchDocument], stemmer: str) -> None:
        self._stem: Callable[[str], str] = snowballstemmer.stemmer(stemmer).stemWord
        self._counts = {document.id: Counter(self._weighed(document)) for document in documents}
        self._length = {each: counts.total() for each, counts in self._counts.items()}
        self._average = sum(self._length.values()) / max(1, len(self._length))
        self._holders: dict[str, list[str]] = defaultdict(list)
        for each, counts in self._counts.items():
            for stem in counts:
                self._holders[stem].append(each)

    def best(self, text: str) -> list[str]:
        scores: dict[str, float] = defaultdict(float)
        for stem in set(self._stems(text)):
            holders = self._holders.get(stem, [])
            rarity = math.log(1 + (len(self._counts) - len(holders) + 0.5) / (len(holders) + 0.5))
            for each in holders:
                times = self._counts[each][stem]
                scores[each] += (
                    rarity * times / (times + _K1 * (1 - _B + _B * self._length[each] / self._average))
                )
        return [each for each, _score in sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))][
            :DEEPEST
        ]

    def _stems(self, text: str) -> Iterator[str]:
        return (self._stem(word.surface) for word in words(text))

    def _weighed(self, document: SearchDocument) -> Iterator[str]:
        for text, times in (
            (document.title, _TITLE),
            *((keyword, _SUMMARY) for keyword in document.keywords),
            (document.summary, _SUMMARY),
            *((text, 1) for text in document.body),
        ):
            for stem in self._stems(text):
                yield from (stem,) * times


@contextmanager
def postgresql(
    address: str, documents: Iterable[SearchDocument], keys: Mapping[str, str]
) -> Iterator[Contender]:
    """Yield PostgreSQL's full text search with its own stemmers: all words, else any. Raises psycopg.Error."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TEMP TABLE judged (id text, language text, document tsvector)")
        for document in documents:
            if document.id in keys:
                connection.execute(
                    "INSERT INTO judged SELECT %(id)s, %(language)s, setweight(to_tsvector(%(stems)s::regconfig,"
                    " %(title)s), 'A') || setweight(to_tsvector(%(stems)s::regconfig, %(keywords)s), 'B')"
                    " || setweight(to_tsvector(%(stems)s::regconfig, %(body)s), 'D')",
                    _row(document),
                )
        yield Contender("PostgreSQL full text", lambda judged: _asked(connection, judged, keys))


def _row(document: SearchDocument) -> dict[str, Any]:
    return {
        "id": document.id,
        "language": document.language,
        "stems": STEMMERS[document.language],
        "title": document.title,
        "keywords": " . ".join((*document.keywords, document.summary)),
        "body": " ".join(document.body),
    }


def _asked(connection: Any, judged: Judged, keys: Mapping[str, str]) -> list[str]:
    given = {"stems": STEMMERS[judged.language], "language": judged.language, "query": judged.query}
    strict = "websearch_to_tsquery(%(stems)s::regconfig, %(query)s)"
    for query in (strict, f"replace({strict}::text, ' & ', ' | ')::tsquery"):
        rows = connection.execute(
            f"SELECT id FROM judged, (SELECT {query} AS asked) AS q WHERE language = %(language)s AND document @@ asked"  # noqa: S608 our own
            f" ORDER BY ts_rank_cd(document, asked) DESC, id LIMIT {DEEPEST}",
            given,
        ).fetchall()
        if rows:
            return [keys[row[0]] for row in rows]
    return []
