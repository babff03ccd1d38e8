"""What one asks of the catalogue, by intent."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from wagtail.models import Locale, PageManager, PageQuerySet

FACETS = {
    "theme": "theme_links",
    "project": "project_links",
    "target_group": "target_group_links",
    "setting": "setting_links",
}


class PracticeQuerySet(PageQuerySet):
    """Practices."""

    def readable(self, locale: Locale) -> "PracticeQuerySet":
        """Live practices in the language of `locale`, and those that exist only in the other, as one list.

        A page that is not yet translated stands in the tree as an alias of its source; a reader sees it marked.
        """
        return self.live().public().filter(locale=locale)

    def matching(self, facet: str, values: Sequence[str]) -> "PracticeQuerySet":
        """Practices that carry any of the terms `values` (slugs) of `facet`; all of them where there are no values."""
        if not values:
            return self
        if facet == "maturity":
            return self.filter(maturity__in=values)
        links = FACETS[facet]
        model = self.model._meta.get_field(links).related_model
        return self.filter(pk__in=model.objects.filter(tag__slug__in=values).values("content_object_id"))

    def tally(self, facet: str) -> dict[str, int]:
        """Return {slug: number of practices} of `facet`, in one query."""
        name = "maturity" if facet == "maturity" else f"{FACETS[facet]}__tag__slug"
        rows = self.order_by().values_list(name).annotate(n=Count("pk", distinct=True))
        return {slug: n for slug, n in rows if slug}

    def for_cards(self) -> "PracticeQuerySet":
        """With all that a card shows, in a constant number of queries."""
        from practices.models.terms import PracticeProject, PracticeTheme

        return self.select_related("image", "locale", "alias_of__locale").prefetch_related(
            Prefetch("theme_links", PracticeTheme.objects.select_related("tag")),
            Prefetch("project_links", PracticeProject.objects.select_related("tag")),
            "image__renditions",
        )

    def newest_first(self) -> "PracticeQuerySet":
        return self.order_by("-first_published_at", "title")

    def sharing_terms(self, page: Any, facets: Iterable[str]) -> QuerySet[Any]:
        """Other practices that share terms with `page`, annotated with `shared`, the number of terms shared."""
        shared = sum(
            (Count(FACETS[f], filter=Q(**{f"{FACETS[f]}__tag__in": _tags(page, f)}), distinct=True))
            for f in facets
        )
        return (
            self.exclude(pk=page.pk).annotate(shared=shared).filter(shared__gt=0).order_by("-shared", "title")
        )


def _tags(page: Any, facet: str) -> list[int]:
    return [link.tag_id for link in getattr(page, FACETS[facet]).all()]


PracticeManager = PageManager.from_queryset(PracticeQuerySet)
