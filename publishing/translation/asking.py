"""Which translation a request is about, for those who may see or change it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.models import Page
from wagtail_localize.models import Translation

from practices.translating.access import may_edit, may_read_texts
from publishing.translation.panel import source_of, translation_into


def asked(request: HttpRequest, page_id: int, *, to_read: bool = False) -> tuple[Page, Translation]:
    """Return what a request is about. Raises Http404, and PermissionDenied for those who edit neither page."""
    page = get_object_or_404(Page, pk=page_id)
    translation = translation_into(page)
    if translation is None:
        raise Http404
    source = source_of(translation)
    pages = [page, source] if to_read and source is not None else [page]
    if not (may_read_texts(request.user, pages) if to_read else may_edit(request.user, page)):
        raise PermissionDenied
    return page, translation
