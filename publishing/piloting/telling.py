"""Mails to the makers: when the first answers come, and once a week at most while there are new ones."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from practices.models import PracticePage
from publishing import notices
from publishing.models import Care, Pilot
from publishing.roles import network, team_of

BETWEEN = timedelta(days=7)


def tell_makers(today: date) -> int:
    """Tell the makers of every practice with new answers, unless they were told within a week; return mails sent."""
    waiting: dict[Any, list[Any]] = {}
    for pilot in Pilot.objects.counted().filter(total__gt=F("mailed_answers")).select_related("begun_by"):
        waiting.setdefault(pilot.practice, []).append(pilot)
    recent = Pilot.objects.filter(practice__in=waiting, mailed_on__gt=today - BETWEEN)
    for practice in set(recent.values_list("practice", flat=True)):
        del waiting[practice]
    return sum(_tell(practice, pilots, today) for practice, pilots in waiting.items())


@transaction.atomic
def _tell(practice: Any, pilots: list[Any], today: date) -> int:
    new = sum(pilot.total - pilot.mailed_answers for pilot in pilots if _claim(pilot, today))
    pages = PracticePage.objects.filter(translation_key=practice, alias_of=None).order_by("locale_id", "pk")
    page = pages.first()
    if page is None or not new:
        return 0
    url = settings.SITE_URL + reverse("pilots", args=(page.pk,))
    context = {"title": page.get_admin_display_title(), "new": new, "url": url}
    return notices.tell(makers(page, pilots), "feedback", "publishing/mail/pilot_answers.txt", context)


def _claim(pilot: Any, today: date) -> bool:
    """Note that the makers know of a pilot's answers; False where another process was first."""
    rows = Pilot.objects.filter(pk=pilot.pk, mailed_answers=pilot.mailed_answers)
    return bool(rows.update(mailed_on=today, mailed_answers=pilot.total))


def makers(page: PracticePage, pilots: list[Any]) -> list[Any]:
    """Return whom answers concern: who began the pilots and who cares for the practice; else the project's team.

    Those who may no longer edit the page are left out.
    """
    cares = Care.objects.filter(practice=page.translation_key).select_related("user")
    near = [*(pilot.begun_by for pilot in pilots), *(care.user for care in cares)]
    team = team_of(page)
    groups = [team.members_id, team.coordinators_id] if team else []
    return _may_edit(page, near) or _may_edit(page, get_user_model().objects.filter(groups__in=groups))


def tell_network(page: PracticePage) -> int:
    """Tell those who may publish that a change after feedback waits to be shown; return mails sent."""
    url = settings.SITE_URL + reverse("pilots", args=(page.pk,))
    context = {"title": page.get_admin_display_title(), "url": url}
    users = network().user_set.all()
    return notices.tell(users, "reviews", "publishing/mail/pilot_change_waits.txt", context)


def _may_edit(page: PracticePage, users: Any) -> list[Any]:
    return [user for user in users if user is not None and page.permissions_for_user(user).can_edit()]
