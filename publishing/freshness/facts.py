"""Facts of a practice's upkeep, saved into what is live in every language without what is still being written.

A fact (checked on, review date, caretaker, retired) is the practice's and not one draft's. It is published on top of
the live version; a newer draft gets it too, as a further version, so that whoever has the draft open is told of it as
of any other change. A draft's review goes on.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import log
from wagtail.models import Page, Revision, TaskState, WorkflowState

from practices.models import PracticePage
from practices.translating.access import may_edit

Values = Mapping[str, Any]
_UNDER_WAY = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)


class _PublishFact(PublishPageRevisionAction):
    """Publishes a version and lets the review of a newer draft go on, which Wagtail would cancel."""

    def _after_publish(self) -> None:
        self.object._current_workflow_states = []  # Wagtail's own place for what is known of them
        super()._after_publish()


def pages_of(page: PracticePage) -> list[PracticePage]:
    """Return a practice's pages, one a language, those that mirror another left out; the first language first."""
    pages = PracticePage.objects.filter(translation_key=page.translation_key, alias_of__isnull=True)
    return list(pages.select_related("locale").order_by("locale"))


def may_keep(user: Any, page: PracticePage) -> bool:
    """Return whether a user may change facts of a practice: they may edit its page in every language."""
    pages = pages_of(page)
    return bool(pages) and all(each.permissions_for_user(user).can_edit() for each in pages)


def is_locked(user: Any, page: PracticePage) -> bool:
    """Return whether a lock on a page of the practice, in any language, keeps a user from changing it just now."""
    return not all(may_edit(user, each) for each in pages_of(page))


@transaction.atomic
def change_facts(
    practice: PracticePage,
    shared: Values,
    *,
    texts: Mapping[str, Values] | None = None,
    user: Any = None,
    action: str,
    told: Values | None = None,
    is_news: bool = False,
) -> None:
    """Save facts into every language's page of a practice, live and draft, all or nothing.

    `shared` are values that are the same everywhere, `texts` values of a language's page by language, `action` and
    `told` what the log says. Only `is_news` moves the date on which readers see the page as last changed.
    Raises ValidationError where a live page would not be valid with the facts.
    """
    # Whoever saves or reviews a page of it waits meanwhile.
    keys = Page.objects.filter(translation_key=practice.translation_key)
    list(keys.select_for_update(of=("self",)).values_list("pk"))
    for page in pages_of(practice):
        values = {**shared, **(texts or {}).get(page.locale.language_code, {})}
        _change(page, values, user=user, is_news=is_news)
        log(instance=page, action=action, user=user, data=dict(told or {}), content_changed=True)


def _change(page: PracticePage, values: Values, *, user: Any, is_news: bool) -> None:
    has_draft = page.has_unpublished_changes or not page.live
    draft, newest = page.get_latest_revision_as_object() if has_draft else None, page.latest_revision_id
    if page.live:
        last_published = page.last_published_at
        revision = _save(page, values, user)
        fresh = Revision.objects.get(pk=revision.pk)
        _PublishFact(fresh, user=user, log_action=False).execute(skip_permission_checks=True)
        if not is_news:
            mirrors = Q(pk=page.pk) | Q(alias_of=page.pk)
            Page.objects.filter(mirrors).update(last_published_at=last_published)
    if draft is not None:
        revision = _save(draft, values, user)
        # What was approved of the draft stays approved: nothing that a review looks at is another.
        steps = TaskState.objects.filter(revision=newest, workflow_state__status__in=_UNDER_WAY)
        steps.update(revision=revision)


def _save(page: PracticePage, values: Values, user: Any) -> Revision:
    for name, value in values.items():
        setattr(page, name, value)
    return page.save_revision(user=user, clean=False)
