"""Invitations are forgotten when they are of no use any more: an address that nobody joined with is not kept."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from publishing.models import Invitation

KEPT = timedelta(days=180)


def forget_invitations(today: date) -> int:
    """Delete invitations that were accepted, withdrawn or expired half a year ago; return how many. A daily job."""
    before = timezone.make_aware(datetime.combine(today, time.min)) - KEPT
    over = Q(accepted_at__lt=before) | Q(withdrawn_at__lt=before) | Q(expires_at__lt=before)
    count, _rows = Invitation.objects.filter(over).delete()
    return count
