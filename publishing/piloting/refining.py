"""The makers' answer to feedback: what they changed because of it, and the step of maturity that may follow."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Revision
from wagtail_localize.models import Translation

from practices.models import PracticePage
from practices.translating.access import may_edit
from publishing.drafting import change_draft
from publishing.models import Pilot, PilotAnswer, Refinement
from publishing.piloting.telling import tell_network
from publishing.versions.history import published

BEFORE_REFINED = (PracticePage.Maturity.IDEA, PracticePage.Maturity.PILOTED)
MOST_VERSIONS = 30


def versions_to_choose(page: PracticePage) -> list[Any]:
    """Return the published versions of a page that a change may have come with, newest first."""
    return published(page)[:MOST_VERSIONS]


@transaction.atomic
def tell_change(
    page: PracticePage,
    *,
    told: Mapping[str, str],
    pilots: Sequence[Pilot],
    revision: Revision | None,
    user: Any,
    refinement: Refinement | None = None,
) -> Refinement:
    """Save what the makers changed because of pilots, new or mended, and return it.

    Readers see it at once when the user may publish the page; else those who may are told that it waits.
    """
    saved = refinement or Refinement(practice=page.translation_key)
    saved.told, saved.revision, saved.told_by = dict(told), revision, user
    saved.answers = PilotAnswer.objects.filter(pilot__in=[pilot.pk for pilot in pilots]).count()
    may_publish = page.permissions_for_user(user).can_publish()
    saved.shown_at = (saved.shown_at or timezone.now()) if may_publish else None
    saved.save()
    saved.pilots.set(pilots)
    log(instance=page, action="publishing.tell_change", user=user, data={"refinement": saved.pk})
    if not may_publish:
        tell_network(page)
    return saved


@transaction.atomic
def show_change(page: PracticePage, refinement: Refinement, *, user: Any) -> None:
    """Let readers see what the makers told."""
    if refinement.shown_at is None:
        refinement.shown_at = timezone.now()
        refinement.save()
        log(instance=page, action="publishing.show_change", user=user, data={"refinement": refinement.pk})


@transaction.atomic
def remove_change(page: PracticePage, refinement: Refinement, *, user: Any) -> None:
    """Take back what was told."""
    log(instance=page, action="publishing.remove_change", user=user, data={"refinement": refinement.pk})
    refinement.delete()


def may_call_refined(page: PracticePage, user: Any) -> bool:
    """Return whether to offer that the practice be called refined: something was changed, and it is not called so yet.

    A translation takes its maturity from its source, so the offer is made there.
    """
    source = Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale_id)
    if not may_edit(user, page) or source.exists():
        return False
    draft = page.get_latest_revision_as_object()
    told = Refinement.objects.filter(practice=page.translation_key).exists()
    return told and draft.maturity in BEFORE_REFINED


def call_refined(page: PracticePage, *, user: Any) -> None:
    """Save into the draft that the practice is refined; it is published like any other change."""
    change_draft(page, {"maturity": PracticePage.Maturity.REFINED}, user=user)
