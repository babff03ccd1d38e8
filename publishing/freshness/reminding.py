"""Reminders: that a practice is to be looked through again, and that a project ends while nobody looks after them.

Each goes out once, however often a day the job runs, and comes later where days were missed. What a later reminder has
overtaken meanwhile is not sent any more: after a long pause there is one mail of a practice, not three.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from wagtail.models import Page

from practices.models import PracticePage, ProjectPage
from publishing.freshness.caring import keepers_of
from publishing.freshness.state import SOON, kept_up, without_caretaker
from publishing.models import Reminder
from publishing.notices import tell
from publishing.roles import network, team_of

Stage = Reminder.Stage
A_MONTH = SOON
THREE_MONTHS = timedelta(days=90)


@dataclass(frozen=True)
class Line:
    """A practice in a reminder's mail: its names by language are its pages', the addresses the editor's."""

    title: str
    day: date
    edit_url: str
    check_url: str


def stage_on(review_date: date, today: date) -> str | None:
    """Return the latest reminder of a practice whose day has come, None while none is due."""
    if today >= review_date + A_MONTH:
        return Stage.AFTER
    if today >= review_date:
        return Stage.DUE
    return Stage.BEFORE if today >= review_date - A_MONTH else None


@transaction.atomic
def remind(today: date) -> int:
    """Send what is due of practices, one mail a person, and return how many mails that were.

    The note that a reminder was sent is kept along with the mail: either both are, or neither.
    """
    due = kept_up(PracticePage.objects.filter(review_date__lte=today + A_MONTH)).select_related("locale")
    sent = _sent(due)
    lines: dict[Any, dict[str, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for page in due.order_by("review_date", "title"):
        day = page.review_date
        stage = stage_on(day, today) if day else None
        if day is None or stage is None or (page.translation_key, day, stage) in sent:
            continue
        keepers = keepers_of(page)
        if keepers:  # else it waits until there is somebody to tell
            Reminder.objects.create(subject=page.translation_key, day=day, stage=stage)
        for user in keepers:
            lines[user][stage].append(_line(page, day))
    return sum(_tell_of_reviews(user, stages) for user, stages in lines.items())


def _sent(due: Any) -> set[tuple[Any, date, str]]:
    rows = Reminder.objects.filter(subject__in=due.values("translation_key"))
    return set(rows.values_list("subject", "day", "stage"))


def _line(page: PracticePage, day: date) -> Line:
    return Line(
        page.title,
        day,
        settings.SITE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk]),
        settings.SITE_URL + reverse("freshness_check", args=[page.pk]),
    )


def _tell_of_reviews(user: Any, stages: Mapping[str, list[Line]]) -> int:
    told = [(stage, stages[stage]) for stage in (Stage.AFTER, Stage.DUE, Stage.BEFORE) if stage in stages]
    lines = [line for _stage, found in told for line in found]
    context = {"stages": told, "lines": lines, "first": lines[0], "number": len(lines)}
    return tell([user], "freshness", "publishing/mail/to_look_through.txt", context)


@transaction.atomic
def remind_of_endings(today: date) -> int:
    """Tell the coordinators of projects that end which practices lack a caretaker; return how many mails that were."""
    ending = ProjectPage.objects.filter(live=True, ends__gte=today, ends__lte=today + THREE_MONTHS)
    told = 0
    for page in _each_project(ending):
        days_left = (page.ends - today) if page.ends else THREE_MONTHS
        stage = Stage.LAST if days_left <= A_MONTH else Stage.ENDING
        known = {"subject": page.translation_key, "day": page.ends, "stage": stage}
        if Reminder.objects.filter(**known).exists():
            continue
        lacking = without_caretaker(kept_up(PracticePage.objects.child_of(page))).order_by("title")
        users = _coordinators_of(page)
        if lacking and users:
            Reminder.objects.create(**known)
            told += tell(users, "freshness", "publishing/mail/project_ends.txt", _ending(page, lacking))
    return told


def _each_project(pages: Any) -> Iterable[ProjectPage]:
    """Yield each project once, though it has a page a language."""
    seen = set()
    for page in pages.filter(alias_of__isnull=True).order_by("locale", "path"):
        if page.translation_key not in seen:
            seen.add(page.translation_key)
            yield page


def _coordinators_of(page: Page) -> list[Any]:
    team = team_of(page)
    groups = ([team.coordinators] if team else []) + [network()]
    for group in groups:
        if users := list(group.user_set.filter(is_active=True).exclude(email="")):
            return users
    return []


def _ending(page: ProjectPage, lacking: Any) -> dict[str, Any]:
    return {
        "project": page.title,
        "ends": page.ends,
        "titles": [practice.title for practice in lacking],
        "handover_url": settings.SITE_URL + reverse("handover", args=[page.pk]),
    }
