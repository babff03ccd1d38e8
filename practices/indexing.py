"""Keeps the search index in step with the life of pages: what is published, changed, moved, hidden or deleted."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from django_tasks import task
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from practices.models import Organisation, Phase, Project, ProjectPage, Setting, TargetGroup, Theme
from practices.search import all_documents, document_id, is_searchable, pk_of, to_document
from search import index, waiting

logger = logging.getLogger(__name__)
TERMS = (Theme, Project, TargetGroup, Setting, Phase, Organisation)
RETRY_AFTER = timedelta(minutes=1)
_paused: ContextVar[bool] = ContextVar("indexing_paused", default=False)


def connect() -> None:
    """Listen to every event that changes what can be found, and offer all documents for a rebuild."""
    index.register_provider(all_documents)
    page_published.connect(_page_changed, dispatch_uid="index published")
    page_unpublished.connect(_page_changed, dispatch_uid="index unpublished")
    page_slug_changed.connect(_subtree_changed, dispatch_uid="index slug")
    post_page_move.connect(_subtree_changed, dispatch_uid="index move")
    post_delete.connect(_page_deleted, dispatch_uid="index delete")
    for signal in (post_save, post_delete):
        signal.connect(_restriction_changed, sender=PageViewRestriction, dispatch_uid="index restriction")
    for model in TERMS:
        post_save.connect(_term_changed, sender=model, dispatch_uid=f"index {model.__name__}")


@contextmanager
def paused() -> Iterator[None]:
    """Leave the index alone, for work that rebuilds it at the end."""
    token = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(token)


@task()
def index_pages(pks: list[int]) -> None:
    """Bring the documents of pages in step with the database, whatever has happened to them.

    What an earlier task could not do is done along with it. A search engine that is out of reach never stops the
    publishing: what waits is noted, and comes with the next change or `manage.py search_sync`.
    """
    waited = set(waiting.documents())
    ids = {document_id(pk) for pk in pks} | waited
    pages = Page.objects.filter(pk__in=[pk_of(each) for each in ids]).select_related("locale").specific()
    keep = [to_document(page) for page in pages if is_searchable(page)]
    try:
        index.put(keep)
        index.remove(sorted(ids - {document.id for document in keep}))
    except index.SearchUnavailable as error:
        waiting.note(ids)
        logger.error(
            "%d pages wait for the search index: %s They come with the next change or manage.py search_sync",
            len(ids),
            error,
        )
        # Where a worker runs, one task at a time tries again: this one's successor, or the first that failed.
        if index_pages.get_backend().supports_defer and not (pks and waited):
            index_pages.using(run_after=timezone.now() + RETRY_AFTER).enqueue([])
    else:
        waiting.forget(ids)


def index_after_commit(pks: Iterable[int]) -> None:
    """Index pages once what changed them is safely in the database."""
    wanted = list(pks)
    if wanted and not _paused.get():
        transaction.on_commit(lambda: index_pages.enqueue(wanted))


def _page_changed(*, instance: Page, **_: Any) -> None:
    if isinstance(instance, ProjectPage):  # its practices name it
        _subtree_changed(instance=instance)
    else:
        index_after_commit(_versions(instance))


def _versions(page: Page) -> list[int]:
    """Return the page and its translations: each says in which languages there is one."""
    others = Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    return [page.pk, *others.values_list("pk", flat=True)]


def _subtree_changed(*, instance: Page, **_: Any) -> None:
    """The addresses of everything below changed too."""
    index_after_commit(Page.objects.descendant_of(instance, inclusive=True).values_list("pk", flat=True))


def _page_deleted(*, instance: Any, **_: Any) -> None:
    if isinstance(instance, Page):
        index_after_commit(_versions(instance))


def _restriction_changed(*, instance: PageViewRestriction, **_: Any) -> None:
    _subtree_changed(instance=instance.page)


def _term_changed(*, instance: Any, created: bool, **_: Any) -> None:
    if not created:
        index_after_commit(pages_with(instance))


def pages_with(term: Any) -> list[int]:
    """Return the primary keys of pages whose document names the term."""
    pks = set(term.practice_links.values_list("content_object_id", flat=True))
    for relation in ("pages", "partner_links"):
        if hasattr(term, relation):
            field = "pk" if relation == "pages" else "content_object_id"
            pks |= set(getattr(term, relation).values_list(field, flat=True))
    return sorted(pks)
