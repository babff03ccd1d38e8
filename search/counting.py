"""Counts searches: numbers a day, a language and a term, and nothing of who searched."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.core.cache import cache
from django.db import Error, IntegrityError, connections, router, transaction
from django.db.models import F, Max, Min, Sum
from django.utils import timezone
from django_tasks import task

from search.models import SearchCount
from search.text import clean

logger = logging.getLogger(__name__)

# Thirteen months: a school year beside the one before it, month by month, and no longer.
KEPT_DAYS = 396
# What was searched for once and never again tells editors nothing, and may be somebody's name.
LONE_DAYS = 90
# What is longer is a sentence about something that happened to somebody, or pasted.
LONGEST_TERM = 60
MOST_WORDS = 7
MOST_HITS = 2**31 - 1  # the column's largest number
# What marks an address: of mail, of a page (also fi.nimi, as user names are made).
_ADDRESS = re.compile(r"[@\uff20]|://|\bwww\.|[^\W\d_]{2,}\.[^\W\d_]{2,}")
# Years of birth, ends of telephone numbers, identity codes; the last also when spaces and dots part the digits.
_DIGITS_TOGETHER, _DIGITS_IN_ALL = re.compile(r"\d{4}"), 7
# Programs name themselves so. Cubot makes telephones.
_ROBOT = re.compile(r"(?<!cu)bot\b|crawl|spider|slurp|curl/|wget/|python-", re.IGNORECASE)
# A writer that holds the database (SQLite has one at a time) may not hold up the visitors' searches too.
_PATIENCE_MS = 250
_ONCE_A_DAY = 24 * 3600
_told: set[str] = set()


def is_robot(user_agent: str) -> bool:
    """Return whether a User-Agent header is that of a program that reads the site, not of a visitor's browser."""
    return bool(_ROBOT.search(user_agent))


def term_of(text: str) -> str:
    """Return what a search is counted under: lower case, single spaces; nothing where it may concern a person.

    Left out are addresses, runs of four digits, identity codes and telephone numbers, and what is longer than
    60 characters or seven words. A name cannot be told from other words; LONE_DAYS is for those.
    """
    if len(text) > LONGEST_TERM * 4:
        return ""
    term = clean(unicodedata.normalize("NFC", clean(text).lower()))
    personal = (
        len(term) > LONGEST_TERM
        or len(term.split()) > MOST_WORDS
        or _ADDRESS.search(term)
        or _DIGITS_TOGETHER.search(term)
        or len(re.findall(r"\d", term)) >= _DIGITS_IN_ALL
    )
    return "" if personal else term


def count_search(text: str, *, language: str, hits: int, user_agent: str = "") -> None:
    """Count a search that was answered with so many hits; never raises, and nothing of the visitor is kept.

    The text is reduced before it goes anywhere, also to a worker's queue. Call it outside of transactions.
    """
    if is_robot(user_agent) or not clean(text):
        return
    try:
        record_search.enqueue(term_of(text), language, hits, timezone.localdate().isoformat())
    except Exception as error:  # whatever the queue is made of: the visitor gets the hits
        _tell_once(error)


@task()
def record_search(term: str, language: str, hits: int, day: str) -> None:
    """Add one search to its day's row; where the database does not take it, the search stays uncounted."""
    try:
        with _impatient():
            _add({"day": day, "language": language, "term": term}, hits)
            if cache.add("search-counts-pruned", day, _ONCE_A_DAY):
                prune()
        _told.clear()
    except Error as error:
        _tell_once(error)


def prune(today: date | None = None) -> int:
    """Delete the counts that are past their time, and return how many rows that were.

    Counting does it once a day by itself; `manage.py prune_search_counts` does it where nobody searches.
    """
    now = today or timezone.localdate()
    lone = (
        SearchCount.objects.exclude(term="")
        .values("language", "term")
        .annotate(times=Sum("searches"), row=Min("pk"), last=Max("day"))
        .filter(times=1, last__lt=now - timedelta(days=LONE_DAYS))
        .values("row")
    )
    old, _ = SearchCount.objects.filter(day__lt=now - timedelta(days=KEPT_DAYS)).delete()
    rare, _ = SearchCount.objects.filter(pk__in=lone).delete()
    return old + rare


def _add(named: dict[str, str], hits: int) -> None:
    """Raise the numbers of the row of that name, made unless it is there; parallel calls all count."""
    hits = max(0, min(hits, MOST_HITS))
    rows = SearchCount.objects.filter(**named)
    raised = {
        "searches": F("searches") + 1,
        "without_hits": F("without_hits") + int(not hits),
        "hits": hits,
    }
    if rows.update(**raised):
        return
    try:
        with transaction.atomic():
            SearchCount.objects.create(**named, searches=1, without_hits=int(not hits), hits=hits)
    except IntegrityError:  # another search was first
        rows.update(**raised)


@contextmanager
def _impatient() -> Iterator[None]:
    """Wait only a moment for another writer, where one writer holds up all (SQLite)."""
    connection = connections[router.db_for_write(SearchCount)]
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    raw = connection.connection
    (usual,) = raw.execute("PRAGMA busy_timeout").fetchone()
    raw.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
    try:
        yield
    finally:
        raw.execute(f"PRAGMA busy_timeout = {usual}")


def _tell_once(error: Exception) -> None:
    """Log why searches are not counted: once a cause, until counting works again."""
    cause = type(error).__name__
    if cause not in _told:
        _told.add(cause)
        logger.warning("Searches are not counted for now: %s: %s", cause, error)
