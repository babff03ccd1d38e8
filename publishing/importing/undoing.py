"""An import taken back: what it made goes, what it changed is as before; pages that somebody worked on since stay."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision, WorkflowState
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    StringTranslation,
    TemplateSegment,
    TranslatableObject,
    TranslationSource,
)

from practices import indexing
from practices.models import PracticePage
from practices.models.terms import Keyword
from practices.translating.following import give_aliases
from publishing.models import ImportedPage, ImportRun

State = ImportRun.State
BATCH = 20  # rows a transaction


def begin(run: ImportRun) -> None:
    """Let a run be taken back, batch by batch; save it afterwards."""
    run.state, run.done = State.UNDOING, 0
    run.total = run.pages.filter(kept=False).order_by("row").values("row").distinct().count()


@transaction.atomic
def start(run: ImportRun, user: Any) -> bool:
    """Let a finished run be taken back; return False where it is not finished, or has been taken back already."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state != State.DONE:
        return False
    begin(run)
    run.findings["undone_by"] = user.pk if user is not None else None
    run.save()
    log(run, "publishing.import.undo", user=user, data={"file": run.name, "rows": run.total})
    return True


def step(run: ImportRun) -> None:
    """Take back the next rows, the last ones first. Call within a transaction, with the run's row held."""
    left = run.pages.filter(kept=False)
    numbers = list(left.order_by("-row").values_list("row", flat=True).distinct()[:BATCH])
    if numbers:
        _rows(run, list(left.filter(row__in=numbers)))
        run.done += len(numbers)
    else:
        _forget_keywords(run)
        run.state = State.UNDONE if run.finished_at else State.FAILED
        run.finished_at = run.finished_at or timezone.now()
    run.save()


def _rows(run: ImportRun, imported: Sequence[ImportedPage]) -> None:
    pages = (
        Page.objects.filter(pk__in=[each.page for each in imported])
        .select_related("locale")
        .specific()
        .in_bulk()
    )
    by_row: dict[int, list[ImportedPage]] = defaultdict(list)
    for each in imported:
        by_row[each.row].append(each)
    busy = _in_review(pages)
    remove: list[Any] = []
    realias: list[Any] = []
    for group in by_row.values():
        there = [each for each in group if each.page in pages]
        if any(_was_worked_on(pages[each.page], each, busy) for each in there):
            run.pages.filter(pk__in=[each.pk for each in group]).update(kept=True)
            continue
        for each in there:
            page = pages[each.page]
            if each.is_new or each.was_alias:
                remove.append(page)
                realias += [page.translation_key] if each.was_alias else []
            else:
                _restore(page, each)
        run.pages.filter(pk__in=[each.pk for each in group]).delete()
    with indexing.paused():  # what was never published is in no index
        _remove(remove, run.findings.get("undone_by", run.user_id))
    for source in PracticePage.objects.filter(translation_key__in=realias, alias_of=None):
        give_aliases(source)
        indexing.index_after_commit([source.pk])


def _in_review(pages: Collection[int]) -> set[str]:
    statuses = [WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES]
    states = WorkflowState.objects.filter(object_id__in=map(str, pages), status__in=statuses)
    return set(states.filter(base_content_type__model="page").values_list("object_id", flat=True))


def _was_worked_on(page: Page, imported: ImportedPage, busy: set[str]) -> bool:
    """Whether somebody has edited, published or handed in a page since the import."""
    published = page.live_revision_id == imported.revision_made and imported.revision_made is not None
    if imported.is_new:
        published = published or page.first_published_at is not None
    elif imported.was_alias:
        published = published or page.live
    return published or page.latest_revision_id != imported.revision_made or str(page.pk) in busy


def _restore(page: Page, imported: ImportedPage) -> None:
    """Let a page have its former revision as its latest again."""
    before = Revision.objects.filter(pk=imported.revision_before).first()
    title = before.content.get("title", page.title) if before else page.title
    Page.objects.filter(pk=page.pk).update(
        latest_revision=before,
        latest_revision_created_at=before.created_at if before else None,
        has_unpublished_changes=not page.live or (before is not None and before.pk != page.live_revision_id),
        draft_title=title,
    )
    Revision.objects.filter(pk=imported.revision_made).delete()


def _remove(pages: Sequence[Any], user: int | None) -> None:
    """Delete pages with all that was made for them."""
    if not pages:
        return
    now = timezone.now()
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page_id=page.pk,
            content_type=page.cached_content_type,
            label=page.get_admin_display_title(),
            action="wagtail.delete",
            timestamp=now,
            user_id=user,
            deleted=True,
        )
        for page in pages
        if page.alias_of_id is None
    )
    keys = {page.translation_key for page in pages}
    # Aliases that the editor or a publication has made since show the same page.
    Page.objects.filter(Q(pk__in=[page.pk for page in pages]) | Q(alias_of__in=pages)).delete()
    _remove_records(keys)


def _remove_records(keys: set[UUID]) -> None:
    """Delete the records of translations of pages that are gone."""
    sources = TranslationSource.objects.filter(object_id__in=keys)
    strings = set(StringSegment.objects.filter(source__in=sources).values_list("string", flat=True))
    for model in (StringSegment, TemplateSegment, RelatedObjectSegment, OverridableSegment):
        model.objects.filter(source__in=sources).delete()
    StringTranslation.objects.filter(context__object__in=keys).delete()
    sources.delete()
    String.objects.filter(pk__in=strings, segments=None, translations=None).delete()
    gone = keys - set(Page.objects.filter(translation_key__in=keys).values_list("translation_key", flat=True))
    TranslatableObject.objects.filter(pk__in=gone, references=None).delete()


def _forget_keywords(run: ImportRun) -> None:
    """Delete the keywords that the run made, unless another page has them now."""
    Keyword.objects.filter(pk__in=run.findings.get("keywords", ()), practice_links=None).delete()


def kept_pages(run: ImportRun) -> list[Page]:
    """Return the pages that undoing left, because somebody has worked on them since."""
    pks = run.pages.filter(kept=True).values_list("page", flat=True)
    return list(Page.objects.filter(pk__in=list(pks)).select_related("locale").order_by("title", "pk"))
