"""What a user's own pages lack in other languages: for the first page of the editor."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from wagtail.models import Page

from practices.models import PracticePage, ProjectPage
from publishing.translation.panel import language_name
from publishing.translation.report import editable_pages
from publishing.translation.standing import COMPLETE, NONE, status_text, translated_pages


@dataclass(frozen=True)
class Missing:
    """A page that is not complete in a language, and where one goes on with it."""

    title: str
    title_language: str
    language: str
    language_name: str
    progress: str  # one of standing.STATUSES
    told: str
    url: str


def missing_for(user: Any, *, most: int | None = None) -> list[Missing]:
    """Return what is missing of the practices and projects that a user edits: begun ones first, then the newest.

    Only of pages that readers have in their own language; two queries whatever the number.
    """
    return [_told(page) for page in missing_pages(user)[:most]]


def missing_pages(user: Any) -> QuerySet[Page]:
    """Return the pages that `missing_for` tells of, each as `standing.translated_pages` has it."""
    is_ours = Q(pk__in=PracticePage.objects.values("pk")) | Q(pk__in=ProjectPage.objects.values("pk"))
    source_is_live = Q(alias_of__isnull=True) | Q(alias_of__live=True)
    return (
        translated_pages(editable_pages(user).filter(is_ours).filter(source_is_live))
        .exclude(progress=COMPLETE)
        .select_related("locale", "alias_of__locale")
        .order_by(F("alias_of_id").desc(nulls_first=True), "-latest_revision_created_at", "-pk")
    )


def _told(page: Any) -> Missing:
    is_alias = page.alias_of_id is not None
    source = page.alias_of if is_alias else page
    url = reverse("translation_languages" if is_alias else "translation_state", args=[source.pk])
    code = page.locale.language_code
    told = status_text(page.progress if not is_alias else NONE, page.total - page.done, page.unchecked)
    return Missing(
        title=source.title,
        title_language=source.locale.language_code,
        language=code,
        language_name=language_name(code),
        progress=page.progress,
        told=told,
        url=url,
    )
