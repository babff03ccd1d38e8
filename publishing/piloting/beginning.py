"""A pilot begins, closes and opens again."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from practices.models import PracticePage
from publishing.models import Pilot

ATTEMPTS = 3


def begin(page: PracticePage, *, name: str, closes_on: date, user: Any) -> Pilot:
    """Return a new pilot of a practice, of the version that its makers see now."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                pilot = Pilot.objects.create(
                    practice=page.translation_key,
                    name=name,
                    closes_on=closes_on,
                    revision=page.latest_revision or page.live_revision,
                    begun_by=user,
                )
                _log(page, "publishing.begin_pilot", pilot, user)
            return pilot
        except IntegrityError:  # the code of another; some 890 million are left
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable")


@transaction.atomic
def close(page: PracticePage, pilot: Pilot, *, user: Any) -> bool:
    """Let nobody answer any more; return whether one could until now."""
    today = timezone.localdate()
    if not pilot.is_open(today):
        return False
    pilot.closed_on = today
    pilot.save(update_fields=["closed_on"])
    _log(page, "publishing.close_pilot", pilot, user)
    return True


@transaction.atomic
def reopen(page: PracticePage, pilot: Pilot, *, closes_on: date, user: Any) -> None:
    """Let people answer until a day, also where the pilot was closed."""
    pilot.closed_on, pilot.closes_on = None, closes_on
    pilot.save(update_fields=["closed_on", "closes_on"])
    _log(page, "publishing.reopen_pilot", pilot, user)


def _log(page: PracticePage, action: str, pilot: Pilot, user: Any) -> None:
    log(instance=page, action=action, user=user, data={"pilot": pilot.pk, "name": pilot.name})
