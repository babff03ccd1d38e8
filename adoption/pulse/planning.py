"""When follow-ups are due: 3, 6, 12 and 24 months after a practice was taken into use."""

from calendar import monthrange
from datetime import date

from django.db.models import Q

from adoption.models.adoption import Adoption
from adoption.models.follow_up import MONTHS, FollowUp


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def plan(adoption: Adoption) -> None:
    """Bring the follow-ups that were not asked yet in step with an adoption; what was asked or answered stays.

    None are due before the practice is in use or after it was stopped. Of an adoption that is told of late, only the
    follow-ups whose day is after the day of telling are planned: nobody is asked about months long past.
    """
    waiting = FollowUp.objects.filter(adoption=adoption, answered_at=None, sendings=None)
    if adoption.state not in Adoption.RUNNING or adoption.since is None or adoption.confirmed_at is None:
        waiting.delete()
        return
    known = adoption.confirmed_at.date()
    due = {month: months_after(adoption.since, month) for month in MONTHS}
    # Nor about what a later question has overtaken.
    asked = FollowUp.objects.filter(
        Q(answered_at__isnull=False) | Q(sendings__isnull=False), adoption=adoption
    )
    latest = max(asked.values_list("month", flat=True), default=0)
    wanted = {month: day for month, day in due.items() if day > known and month > latest}
    waiting.exclude(month__in=wanted).delete()
    there = dict(FollowUp.objects.filter(adoption=adoption).values_list("month", "pk"))
    for month, day in wanted.items():
        if month in there:
            waiting.filter(pk=there[month]).exclude(due_on=day).update(due_on=day)
        else:
            FollowUp.objects.get_or_create(adoption=adoption, month=month, defaults={"due_on": day})
