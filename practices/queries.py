"""Themes and projects with the number of their practices, and how a practice fares; in constant numbers of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.models import Locale

from practices import standing
from practices.models.practice import PracticePage
from practices.models.project import ProjectPage
from practices.models.theme import ThemePage
from practices.querysets import readable_in, visible, with_places


def themes_in(locale: Locale | int, counts: dict[str, int] | None = None) -> list[Any]:
    """Return the live theme pages of a language in the vocabulary's order, each with `number_of_practices`.

    `counts` is what `tally("theme")` returned, where the caller has it already.
    """
    counts = counts or PracticePage.objects.readable(locale).tally("theme")
    pages = list(
        with_places(readable_in(ThemePage.objects, locale))
        .select_related("theme", "locale", "alias_of__locale")
        .order_by("theme__order", "title")
    )
    for page in pages:
        page.number_of_practices = counts.get(page.theme.slug, 0)
    return pages


def projects_in(locale: Locale | int) -> list[Any]:
    """Return the live project pages of a language by title, each with `number_of_practices`."""
    counts = PracticePage.objects.readable(locale).tally("project")
    pages = list(
        with_places(readable_in(ProjectPage.objects, locale))
        .select_related("project", "coordinator", "locale", "alias_of__locale")
        .order_by("title")
    )
    for page in pages:
        page.number_of_practices = counts.get(page.project.slug, 0)
    return pages


def themes_by_slug(language: str, slugs: Sequence[str]) -> list[Any]:
    """Return the live theme pages of some themes in a language, in the order of `slugs`."""
    pages = visible(
        ThemePage.objects.live().filter(locale__language_code=language, theme__slug__in=slugs)
    ).select_related("theme")
    return sorted(pages, key=lambda page: slugs.index(page.theme.slug))


@dataclass(frozen=True)
class Standing:
    """What packages above this one know of a practice: values by facet, numbers by order, lines of its cards."""

    facets: dict[str, tuple[str, ...]]
    numbers: dict[str, int]
    notes: list[str]


def standing_of(page: PracticePage) -> Standing:
    """Return how a practice fares, in one query."""
    row = PracticePage.objects.filter(pk=page.pk).standing().get()
    return Standing(
        facets={
            name: tuple(value for value in facet.labels() if row[f"{standing.VALUE}{name}_{value}"])
            for name, facet in standing.facets.items()
        },
        numbers={name: row[f"{standing.NUMBER}{name}"] for name in standing.orders},
        notes=standing.notes_of(row),
    )
