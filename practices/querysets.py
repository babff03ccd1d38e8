"""What one asks of the catalogue, by intent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    JSONField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.utils.translation import get_language
from wagtail.models import Locale, Page, PageManager, PageQuerySet, PageViewRestriction

from practices import standing

FACETS = {
    "theme": "theme_links",
    "project": "project_links",
    "target_group": "target_group_links",
    "setting": "setting_links",
    "phase": "phase_links",
    "organisation": "maker_links",
}


def visible(pages: Any) -> Any:
    """Return those of `pages` that no view restriction hides.

    The same as Wagtail's `.public()`, which asks the database twice each time, within the query itself.
    """
    hiding = PageViewRestriction.objects.annotate(
        asked=ExpressionWrapper(OuterRef("path"), CharField())
    ).filter(asked__startswith=F("page__path"))
    return pages.exclude(Exists(hiding))


def readable_in(pages: Any, locale: Locale | int) -> Any:
    """Return those of `pages` that a list in the language of `locale` shows.

    A page that is not yet translated stands there as an alias of its source. Of one whose translation is not published,
    its source is shown; a reader sees either marked, and reads it at the address of the language (`stand_ins`).
    """
    unpublished = Page.objects.filter(locale=locale, live=False, alias_of=None).values("translation_key")
    sources = Q(alias_of=None, translation_key__in=unpublished)
    return visible(pages.live().filter(Q(locale=locale) | sources))


def with_places(pages: Any) -> Any:
    """Return pages of a list with `place`: the URL path of an unpublished version in the active language, if any.

    There a page of another language is read, see `stand_ins.address_here`.
    """
    here = Page.objects.filter(
        translation_key=OuterRef("translation_key"),
        locale__language_code=get_language(),
        live=False,
        alias_of=None,
    )
    return pages.annotate(place=Subquery(here.values("url_path")[:1]))


class PracticeQuerySet(PageQuerySet):
    """Practices."""

    def readable(self, locale: Locale | int) -> "PracticeQuerySet":
        """Practices that readers of the language of `locale` may read, whether or not they are translated.

        What is no longer recommended stays at its address, but no list leads there.
        """
        return readable_in(self.filter(retired_reason=""), locale)

    def matching(self, facet: str, values: Sequence[str]) -> "PracticeQuerySet":
        """Practices that carry any of the terms `values` (slugs) of `facet`; all of them where there are no values."""
        if not values:
            return self
        if facet == "maturity":
            return self.filter(maturity__in=values)
        if facet == "language":
            return self.filter(translation_key__in=self._versions(values).values("translation_key"))
        if facet in standing.facets:
            return self.filter(_standing(facet, values))
        links = FACETS[facet]
        model = self.model._meta.get_field(links).related_model
        return self.filter(pk__in=model.objects.filter(tag__slug__in=values).values("content_object_id"))

    def narrowed(self, values: Mapping[str, Sequence[str]], *, but: str = "") -> "PracticeQuerySet":
        """Practices that match every facet of `values`, leaving out the facet `but`."""
        found = self
        for facet, chosen in values.items():
            if facet != but:
                found = found.matching(facet, chosen)
        return found

    def tally(self, facet: str) -> dict[str, int]:
        """Return {slug: number of practices} of `facet`, and under "" the number of all practices, in one query."""
        counts = tallies({facet: self, "": self})
        return {value: tallied.n for found in counts.values() for value, tallied in found.items()}

    def _counted(self, facet: str) -> list[QuerySet[Any]]:
        """Return queries of rows of (facet, value, names, order, n); without a facet one row that counts all."""
        nameless: dict[str, Any] = {"names": Value(None, JSONField()), "order": Value(0)}
        if facet in standing.facets:
            return [
                _rows(self.matching(facet, [value]), facet, {"value": Value(value)} | nameless)
                for value in standing.facets[facet].labels()
            ]
        if facet == "language":
            keys = self.order_by().values("translation_key")
            rows = self._versions().filter(translation_key__in=keys)
        else:
            rows = self
        if facet in FACETS:
            tag = f"{FACETS[facet]}__tag"
            columns: dict[str, Any] = {
                "value": F(f"{tag}__slug"),
                "names": F(f"{tag}__names"),
                "order": F(f"{tag}__order"),
            }
        else:
            value = {"maturity": F("maturity"), "language": F("locale__language_code")}.get(facet, Value(""))
            columns = {"value": value, **nameless}
        return [_rows(rows, facet, columns)]

    def _versions(self, languages: Sequence[str] = ()) -> QuerySet[Any]:
        """Return the live practices that are written in a language, in these or in any."""
        written = self.model.objects.live().filter(alias_of__isnull=True, retired_reason="")
        return written.filter(locale__language_code__in=languages) if languages else written

    def for_cards(self) -> "PracticeQuerySet":
        """With all that a card shows, in a constant number of queries."""
        from practices.models.terms import PracticeTheme

        cards = with_places(self).annotate(**standing.note_columns())
        return cards.select_related("image", "locale", "alias_of__locale").prefetch_related(
            Prefetch("theme_links", PracticeTheme.objects.select_related("tag")),
            "image__renditions",
        )

    def newest_first(self) -> "PracticeQuerySet":
        return self.order_by("-first_published_at", "title")

    def in_order(self, name: str) -> "PracticeQuerySet":
        """Those of the greatest number first, by an order that a package above registered; equals by name."""
        return self.annotate(rank=standing.orders[name].number()).order_by("-rank", "title")

    def standing(self) -> "QuerySet[Any]":
        """Return rows of what packages above know of each practice: numbers, notes, and which facet values it has."""
        values = {
            f"{standing.VALUE}{facet}_{value}": ExpressionWrapper(
                _standing(facet, [value]), output_field=BooleanField()
            )
            for facet, further in standing.facets.items()
            for value in further.labels()
        }
        return self.order_by().values("pk", **values, **standing.number_columns(), **standing.note_columns())

    def sharing_terms(self, page: Any, facets: Iterable[str]) -> QuerySet[Any]:
        """Other practices that share terms with `page`, annotated with `shared`, the number of terms shared."""
        shared = sum(
            (Count(FACETS[f], filter=Q(**{f"{FACETS[f]}__tag__in": _tags(page, f)}), distinct=True))
            for f in facets
        )
        return (
            self.exclude(pk=page.pk).annotate(shared=shared).filter(shared__gt=0).order_by("-shared", "title")
        )


@dataclass(frozen=True)
class Tallied:
    """A term's names by language (none for a maturity), and how many practices carry it."""

    names: dict[str, str] | None
    n: int


def tallies(practices: Mapping[str, PracticeQuerySet]) -> dict[str, dict[str, Tallied]]:
    """Return {facet: {slug: Tallied}} in each vocabulary's order, each facet over its own practices, in one query.

    The facet "" has one entry, "": the number of all its practices.
    """
    counts: dict[str, dict[str, Tallied]] = {facet: {} for facet in practices}
    first, *others = (rows for facet, found in practices.items() for rows in found._counted(facet))
    rows = first.union(*others, all=True)
    for row in sorted(rows, key=lambda row: (row["order"], row["value"])):
        counts[row["facet"]][row["value"]] = Tallied(row["names"], row["n"])
    return counts


def _rows(practices: QuerySet[Any], facet: str, columns: Mapping[str, Any]) -> QuerySet[Any]:
    rows = practices.order_by().annotate(facet=Value(facet)).annotate(**columns)
    counted = rows.values("facet", *columns).annotate(n=Count("pk", distinct=True))
    return counted.filter(value__isnull=False)


def _standing(facet: str, values: Sequence[str]) -> Q:
    """Return the condition that a practice has any of the values of a registered facet."""
    condition = Q()
    for value in values:
        condition |= Q(translation_key__in=standing.facets[facet].practices_of(value))
    return condition


def _tags(page: Any, facet: str) -> list[int]:
    return [link.tag_id for link in getattr(page, FACETS[facet]).all()]


PracticeManager = PageManager.from_queryset(PracticeQuerySet)
