"""Files that are added, replaced, deleted, hidden or shown: they are read, and the pages that offer them indexed."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django_tasks import task
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, ReferenceIndex

from practices.indexing import index_after_commit
from practices.models import PracticePage
from practices.reading.keeping import text_of

# What Wagtail itself notes of a file when it is first asked for it.
NOTED = {"file_hash", "file_size"}


def connect() -> None:
    """Listen to every event that changes what files say, or who may read them."""
    model = get_document_model()
    post_save.connect(_document_saved, sender=model, dispatch_uid="read saved")
    pre_delete.connect(_document_deleted, sender=model, dispatch_uid="read deleted")
    post_save.connect(_collection_saved, sender=Collection, dispatch_uid="read moved")
    for signal in (post_save, post_delete):
        signal.connect(
            _restriction_changed, sender=CollectionViewRestriction, dispatch_uid="read restriction"
        )


@task()
def read_documents(pks: list[int]) -> None:
    """Read the files of documents, and bring the pages that offer them in step."""
    for document in get_document_model().objects.filter(pk__in=pks):
        text_of(document)
    index_after_commit(pages_offering(pks))


def read_after_commit(pks: Iterable[int]) -> None:
    """Read documents once what changed them is safely in the database."""
    wanted = list(pks)
    if wanted:
        transaction.on_commit(lambda: read_documents.enqueue(wanted))


def pages_offering(documents: Iterable[int]) -> list[int]:
    """Return the primary keys of the practices that refer to documents."""
    types = ContentType.objects.get_for_models(get_document_model(), PracticePage)
    references = ReferenceIndex.objects.filter(
        to_content_type=types[get_document_model()],
        to_object_id__in=[str(pk) for pk in documents],
        content_type=types[PracticePage],
    )
    return sorted(map(int, set(references.values_list("object_id", flat=True))))


def _document_saved(*, instance: Any, raw: bool, update_fields: Any, **_: Any) -> None:
    if not raw and not (update_fields and set(update_fields) <= NOTED):
        read_after_commit([instance.pk])


def _document_deleted(*, instance: Any, **_: Any) -> None:
    """The pages are found now: their references are gone with the document."""
    index_after_commit(pages_offering([instance.pk]))


def _collection_saved(*, instance: Collection, created: bool, raw: bool, **_: Any) -> None:
    """A collection may have been moved, in or out of a private one."""
    if not raw and not created:
        transaction.on_commit(lambda: _collection_changed(instance.pk))


def _restriction_changed(*, instance: CollectionViewRestriction, **_: Any) -> None:
    transaction.on_commit(lambda: _collection_changed(instance.collection_id))


def _collection_changed(pk: int) -> None:
    """What is in the collection, or in one below it, may now be read by others than before."""
    for collection in Collection.objects.filter(pk=pk):
        below = Collection.objects.descendant_of(collection, inclusive=True)
        read_after_commit(
            get_document_model().objects.filter(collection__in=below).values_list("pk", flat=True)
        )
