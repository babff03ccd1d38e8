"""Practices worth reading next: what the makers chose, then what shares terms and words."""

from wagtail.models import Page

from practices.models.practice import PracticePage
from practices.search import document_id, pk_of
from search.index import SearchUnavailable, similar

SHOWN = 4


def related_to(page: PracticePage) -> list[PracticePage]:
    """Return up to four practices in the page's language: chosen ones first, then by shared terms and text."""
    readable = PracticePage.objects.readable(page.locale_id)
    # The makers chose pages of the source language; here they are read in this page's own.
    chosen = Page.objects.filter(pk__in=[block["value"] for block in page.related.raw_data if block["value"]])
    in_language = readable.filter(translation_key__in=chosen.values("translation_key"))
    scores: dict[int, float] = dict.fromkeys(in_language.values_list("pk", flat=True), 1000.0)
    for rank, pk in enumerate(_by_text(page)):
        scores[pk] = scores.get(pk, 0) + 3.0 / (1 + rank / 3)
    for pk, shared in readable.sharing_terms(page, ("theme", "target_group", "setting")).values_list(
        "pk", "shared"
    )[:40]:
        scores[pk] = scores.get(pk, 0) + shared
    scores.pop(page.pk, None)
    best = sorted(scores, key=lambda pk: (-scores[pk], pk))[:SHOWN]
    by_pk = readable.for_cards().in_bulk(best)
    return [by_pk[pk] for pk in best if pk in by_pk]


def _by_text(page: PracticePage) -> list[int]:
    try:
        hits = similar(document_id(page.pk), language=page.locale.language_code, kinds=("practice",), limit=8)
    except SearchUnavailable:
        return []  # related practices are a courtesy: shared terms alone will do
    return [pk_of(hit.id) for hit in hits]
