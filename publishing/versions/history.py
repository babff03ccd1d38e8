"""Which versions of a practice were published, and when. Drafts are no versions, and nobody is named."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wagtail.models import PageLogEntry, Revision

PUBLISHED = ("wagtail.publish", "wagtail.publish.scheduled")


@dataclass(frozen=True)
class Version:
    """A revision, when it was first published; `number` counts from 1. Its content may be gone (purge_revisions)."""

    number: int
    revision_id: int
    published_at: datetime


def published(page: Any) -> list[Version]:
    """Return the published versions of a page, newest first; one query, however many there are.

    What is published again counts once: where it was first.
    """
    entries = PageLogEntry.objects.filter(page=page.pk, action__in=PUBLISHED, revision__isnull=False)
    first: dict[int, datetime] = {}
    for revision_id, moment in entries.order_by("timestamp", "pk").values_list("revision_id", "timestamp"):
        first.setdefault(revision_id, moment)
    versions = [Version(number, *each) for number, each in enumerate(first.items(), start=1)]
    return versions[::-1]


def contents(page: Any, versions: list[Version]) -> dict[int, dict[str, Any]]:
    """Return what versions say, by revision, as far as it is kept; one query."""
    ids = [version.revision_id for version in versions]
    revisions = Revision.objects.for_instance(page).filter(pk__in=ids)
    return dict(revisions.values_list("pk", "content"))
