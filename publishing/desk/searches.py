"""What readers looked for in vain, near the themes of a team: what the team could write about next."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.cache import cache
from django.db.models import Q, QuerySet

from practices.localised import in_language
from practices.models import PracticePage, Theme
from publishing.desk.mine import themes_of
from publishing.roles import is_network
from search.analysis import get_analyser
from search.reports import SearchedTerm, as_terms, terms_searched
from search.text import words

DAYS = 90
MOST_LOOKED_AT = 300
# Shorter words and parts of compounds (työ, elev) tie everything to everything.
SHORTEST = 5
KEPT_SECONDS = 3600


def in_vain_for(user: Any, *, most: int = 8) -> list[SearchedTerm]:
    """Return terms that found nothing the last time they were searched for and have to do with a user's themes.

    A term has to do with a theme when it shares a word, in any form or as part of a compound, with the theme's name or
    with the name, promise or keywords of its practices. The network sees all terms. The most searched come first.
    """
    searched: QuerySet[Any] = terms_searched(DAYS)
    rows = (
        searched.filter(last_hits=0, times__gt=1)
        .exclude(term="")
        .order_by("-times", "term", "language")[:MOST_LOOKED_AT]
    )
    found = as_terms(rows)
    if is_network(user):
        return found[:most]
    themes = sorted(themes_of(user))
    known = {language: _tokens_of_themes(themes, language) for language in {term.language for term in found}}
    return [term for term in found if known[term.language] & tokens(term.term, term.language)][:most]


def tokens(text: str, language: str) -> set[str]:
    """Return the dictionary forms and parts of compounds that tell what a text is about."""
    analyser = get_analyser(language)
    told = set()
    for word in words(text):
        analysed = analyser.analyse(word.surface)
        told |= {*analysed.lemmas, *analysed.parts}
    return {token for token in told - analyser.stop_words if len(token) >= SHORTEST}


def _tokens_of_themes(themes: list[str], language: str) -> set[str]:
    """Return the tokens of themes and their practices; kept for an hour, since they change slowly."""
    key = f"desk-tokens:{language}:{','.join(themes)}"[:240]
    kept: set[str] | None = cache.get(key)
    if kept is None:
        kept = set().union(*(tokens(text, language) for text in _texts(themes, language)), set())
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _texts(themes: Iterable[str], language: str) -> Iterator[str]:
    for theme in Theme.objects.filter(slug__in=themes):
        yield in_language(theme.names, language)
    practices = PracticePage.objects.filter(
        Q(theme_links__tag__slug__in=themes), live=True, locale__language_code=language
    )
    for title, promise in practices.values_list("title", "promise").distinct():
        yield f"{title} {promise}"
    yield from practices.filter(keyword_links__isnull=False).values_list(
        "keyword_links__tag__name", flat=True
    )
