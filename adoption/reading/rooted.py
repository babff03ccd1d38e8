"""What "in use" and "took root" mean wherever practices are counted, narrowed and ordered."""

from datetime import timedelta

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q

from adoption.models import Adoption, AdoptionQuerySet, FollowUp

TWO_YEARS = 24
# A database reckons in days. With a leap day, so that nothing is said before its time.
_TWO_YEARS = timedelta(days=731)


def used() -> AdoptionQuerySet:
    """Return the adoptions whose practice is in use now: confirmed, and in use or embedded."""
    return Adoption.objects.confirmed().in_use()


def rooted() -> AdoptionQuerySet:
    """Return the adoptions whose practice took root: it is embedded, or known to be in use two years after the start.

    It is known where the follow-up of 24 months was answered so, or where the institution told of it that late: by
    registering, or by a state that began then. That two years have passed is not enough.
    """
    still = (FollowUp.Answer.IN_USE, FollowUp.Answer.CHANGED)
    asked = FollowUp.objects.filter(
        adoption=OuterRef("pk"), month=TWO_YEARS, answered_at__isnull=False, answer__in=still
    )
    later = ExpressionWrapper(F("since") + _TWO_YEARS, output_field=DateTimeField())
    told = Q(confirmed_at__gte=later) | Q(state_on__gte=later)
    return used().filter(Q(state=Adoption.State.EMBEDDED) | Exists(asked) | told)
