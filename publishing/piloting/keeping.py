"""What is forgotten: the words of answers, three years after their pilot; the figures stay."""

from datetime import date

from django.db.models import Q

from publishing.models import Pilot, PilotAnswer

YEARS = 3


def forget_old(today: date) -> int:
    """Delete the words of answers to pilots that ended three years ago or earlier; return from how many answers."""
    ended = Pilot.objects.ended_by(_years_before(today)).values("pk")
    with_words = ~Q(worked="") | ~Q(to_change="")
    return PilotAnswer.objects.filter(with_words, pilot__in=ended).update(worked="", to_change="")


def _years_before(day: date) -> date:
    try:
        return day.replace(year=day.year - YEARS)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year - YEARS, day=28)
