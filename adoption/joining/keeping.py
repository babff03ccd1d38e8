"""How long things are kept."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from adoption.links import UNCONFIRMED_LASTS
from adoption.models import Adoption, AdoptionRequest
from adoption.models.follow_up import MONTHS
from adoption.pulse.planning import months_after

State = Adoption.State
# After the last follow-up, or after what was told of stopping.
ADDRESS_MONTHS = 12
CONSIDERING_MONTHS = 24  # after the last change: who considers may plan two years ahead
TAKE_OVER_LASTS = timedelta(days=30)


def forget_old(today: date) -> int:
    """Delete unconfirmed requests and forget addresses past their time; return how many rows lost something."""
    midnight = timezone.make_aware(datetime.combine(today, datetime.min.time()))
    with transaction.atomic():
        return _delete_requests(midnight) + _forget_addresses(today)


def _delete_requests(midnight: datetime) -> int:
    take_over = AdoptionRequest.Kind.TAKE_OVER
    old = AdoptionRequest.objects.filter(asked_at__lt=midnight - UNCONFIRMED_LASTS)
    old = old.exclude(mailed_at__gte=midnight - UNCONFIRMED_LASTS)
    decides = {"kind": take_over, "confirmed_at__gte": midnight - TAKE_OVER_LASTS}
    rows = list(old.exclude(**decides).values_list("pk", flat=True))
    AdoptionRequest.objects.filter(pk__in=rows).delete()
    return len(rows)


def _forget_addresses(today: date) -> int:
    # Nothing is forgotten in its first year, so that only the older ones are looked at one by one.
    year_ago = timezone.make_aware(
        datetime.combine(months_after(today, -ADDRESS_MONTHS), datetime.min.time())
    )
    with_address = Adoption.objects.exclude(email="").filter(confirmed_at__lt=year_ago)
    late = [each for each in with_address.iterator() if forgotten_on(each) < today]
    for adoption in late:
        # With the address goes what only an address makes possible. Without save(), lest the row seem changed.
        Adoption.objects.filter(pk=adoption.pk).update(email="", is_contact_open=False, wants_company=False)
        AdoptionRequest.objects.filter(adoption=adoption).delete()
    return len(late)


def forgotten_on(adoption: Adoption) -> date:
    """Return the last day on which the address of an adoption is kept."""
    known = (adoption.confirmed_at or adoption.created_at).date()
    if adoption.state == State.STOPPED:
        last = adoption.changes.aggregate(told=Max("noted_at"))["told"]
        told = last.date() if last else known
        return months_after(max(adoption.state_on, told), ADDRESS_MONTHS)
    if adoption.state == State.CONSIDERING or adoption.since is None:
        return months_after(adoption.changed_at.date(), CONSIDERING_MONTHS)
    return months_after(max(months_after(adoption.since, MONTHS[-1]), known), ADDRESS_MONTHS)
