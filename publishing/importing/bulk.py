"""New drafts by the dozen: the same rows as the editor's own way makes (tests compare them), in a few queries a batch.

One by one a draft takes some 170 queries and with a translation 700, which is a minute of work for 250 practices.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from modelsearch.backends import get_search_backends
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from practices.models import PracticePage
from practices.models.terms import Keyword, PracticeKeyword
from publishing.importing import recording
from publishing.importing.made import MadePage, Plan
from publishing.importing.planning import links_of


def make(plans: Sequence[Plan], *, user: Any) -> tuple[list[MadePage], list[int]]:
    """Make pages as planned: drafts with a revision, their aliases and translations. Call within a transaction.

    Returns what was made, and the numbers of keywords that were not there before.
    """
    _insert(plans)
    new_keywords = _tag(plans)
    revisions = _revise([plan for plan in plans if not plan.is_alias], user)
    recording.record([plan for plan in plans if plan.source is not None and not plan.is_alias], user=user)
    pages = [plan.page for plan in plans]
    for page in pages:
        ReferenceIndex.create_or_update_for_object(page)
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(PracticePage, pages)
    _log(plans, revisions, user)
    made = [
        MadePage(plan.row, plan.page.pk, is_new=True, revision_made=_pk(revisions.get(plan.page.pk)))
        for plan in plans
    ]
    return made, new_keywords


def _pk(row: Any) -> int | None:
    return row.pk if row is not None else None


def _insert(plans: Sequence[Plan]) -> None:
    """Give the pages places in the tree and insert them: the part that all pages have, then their own."""
    by_parent: dict[int, list[Plan]] = defaultdict(list)
    for plan in plans:
        by_parent[plan.parent.pk].append(plan)
    for pk, group in by_parent.items():
        parent = Page.objects.select_for_update().get(pk=pk)
        last = parent.get_children().order_by("path").last() if parent.numchild else None
        step = Page._str2int(last.path[-Page.steplen :]) if last else 0
        for number, plan in enumerate(group, step + 1):
            plan.page.depth = parent.depth + 1
            plan.page.path = Page._get_path(parent.path, plan.page.depth, number)
            plan.page.set_url_path(parent)
        Page.objects.filter(pk=pk).update(numchild=F("numchild") + len(group))
    # An alias needs the number of its source, so sources come first.
    for group in ([p for p in plans if not p.is_alias], [p for p in plans if p.is_alias]):
        for plan in group:
            if plan.is_alias and plan.source is not None:
                plan.page.alias_of_id = plan.source.page.pk
        _insert_rows([plan.page for plan in group])


def _insert_rows(pages: Sequence[PracticePage]) -> None:
    if not pages:
        return
    fields = Page._meta.concrete_fields
    rows = Page.objects.bulk_create(
        [Page(**{field.attname: getattr(page, field.attname) for field in fields}) for page in pages]
    )
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.id = row.pk
    # Django's own bulk_create refuses models that extend another; this is what it would do for the part that is ours.
    own = PracticePage._meta.local_concrete_fields
    queryset: Any = models.QuerySet(PracticePage)
    queryset._insert(list(pages), fields=own, using=rows[0]._state.db)
    for page in pages:
        page._state.adding, page._state.db = False, rows[0]._state.db


def _tag(plans: Sequence[Plan]) -> list[int]:
    """Tag the pages, in the database and in memory, for their revisions; return the numbers of new keywords."""
    keywords, new = _keywords({word for plan in plans for word in plan.keywords})
    links: dict[Any, list[Any]] = defaultdict(list)
    relations = [relation.get_accessor_name() for relation in get_all_child_relations(PracticePage)]
    for plan in plans:
        related: dict[str, list[Any]] = {name: [] for name in relations}
        pks = dict.fromkeys(keywords[word.casefold()] for word in plan.keywords)
        for name, (through, tags) in {
            **links_of(plan),
            "keyword_links": (PracticeKeyword, list(pks)),
        }.items():
            related[name] = [through(tag_id=tag, content_object=plan.page) for tag in tags]
            links[through] += related[name]
        # Where modelcluster looks first: a page's content is written from here, without a query a relation.
        plan.page._cluster_related_objects = related
    for through, rows in links.items():
        through.objects.bulk_create(rows)
    return new


def _keywords(words: Iterable[str]) -> tuple[dict[str, int], list[int]]:
    """Return ({keyword, case folded: number}, numbers of those that were made)."""
    wanted = {word.casefold(): word for word in words}
    known: dict[str, int] = {}
    if wanted:
        for pk, name in Keyword.objects.values_list("pk", "name").order_by("-pk"):
            known[name.casefold()] = pk
    new = []
    for folded in sorted(wanted.keys() - known.keys()):
        known[folded] = Keyword.objects.create(name=wanted[folded]).pk
        new.append(known[folded])
    return known, new


def _revise(plans: Sequence[Plan], user: Any) -> dict[int, Revision]:
    """Give each page its first revision; return them by page."""
    now = timezone.now()
    own, base = ContentType.objects.get_for_model(PracticePage), ContentType.objects.get_for_model(Page)
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=own,
            base_content_type=base,
            object_id=str(plan.page.pk),
            created_at=now,
            user=user,
            object_str=str(plan.page),
            content=plan.page.serializable_data(),
        )
        for plan in plans
    )
    for plan, revision in zip(plans, revisions, strict=True):
        plan.page.latest_revision, plan.page.latest_revision_created_at = revision, now
    Page.objects.bulk_update(
        [plan.page.page_ptr for plan in plans if _point(plan.page)],
        ["latest_revision", "latest_revision_created_at"],
    )
    return {plan.page.pk: revision for plan, revision in zip(plans, revisions, strict=True)}


def _point(page: PracticePage) -> bool:
    """Let the part of a page that all pages have know its revision too."""
    page.page_ptr = Page(
        pk=page.pk,
        latest_revision_id=page.latest_revision_id,
        latest_revision_created_at=page.latest_revision_created_at,
    )
    return True


def _log(plans: Sequence[Plan], revisions: dict[int, Revision], user: Any) -> None:
    now, own = timezone.now(), ContentType.objects.get_for_model(PracticePage)
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page_id=plan.page.pk,
            content_type=own,
            label=plan.page.get_admin_display_title(),
            action="wagtail.create_alias" if plan.is_alias else "wagtail.create",
            timestamp=now,
            user=None if plan.is_alias else user,
            revision=revisions.get(plan.page.pk),
            content_changed=not plan.is_alias,
            data=_alias_data(plan) if plan.source is not None and plan.is_alias else {},
        )
        for plan in plans
    )


def _alias_data(plan: Plan) -> dict[str, Any]:
    source = plan.source.parent if plan.source is not None else plan.parent
    return {
        "page": {"id": plan.page.pk, "title": plan.page.get_admin_display_title()},
        "source": {"id": source.pk, "title": source.get_admin_display_title()},
        "destination": {"id": plan.parent.pk, "title": plan.parent.get_admin_display_title()},
    }
