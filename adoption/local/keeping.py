"""How long questions to adopters are kept."""

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from adoption.local.links import UNCONFIRMED_LASTS
from adoption.models import Question

RELAYED_LASTS = timedelta(days=90)


def forget_old(today: date) -> int:
    """Delete questions that nobody confirmed in two weeks or that were sent on 90 days ago; return how many."""
    midnight = timezone.make_aware(datetime.combine(today, datetime.min.time()))
    unconfirmed = Q(relayed_at=None, asked_at__lt=midnight - UNCONFIRMED_LASTS)
    relayed = Q(relayed_at__lt=midnight - RELAYED_LASTS)
    return Question.objects.filter(unconfirmed | relayed).delete()[0]
