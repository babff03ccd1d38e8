"""No more mails: because the adopter wants none, or because the address does not take any."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from adoption.models import Adoption


def stop_mails(adoption: Adoption) -> int:
    """Send no more follow-ups to the contact of an adoption, of whatever practice; return how many that concerns.

    Whoever presses a mail's button wants no more of such mails, and one mail may ask of several practices.
    """
    return _of_contact(adoption).filter(stopped_mails_at=None).update(stopped_mails_at=timezone.now())


def resume_mails(adoption: Adoption) -> int:
    """Send follow-ups to the contact again, and return how many adoptions that concerns."""
    return _of_contact(adoption).exclude(stopped_mails_at=None).update(stopped_mails_at=None)


@transaction.atomic
def note_bounce(email: str) -> list[Adoption]:
    """Note that an address takes no mail any more; return the adoptions of which that was not known before."""
    rows = Adoption.objects.select_for_update(of=("self",)).select_related("organisation", "suggested")
    found = list(rows.filter(email__iexact=email, bounced_at=None)) if email else []
    Adoption.objects.filter(pk__in=[each.pk for each in found]).update(bounced_at=timezone.now())
    return found


def _of_contact(adoption: Adoption) -> QuerySet[Adoption]:
    if not adoption.email:
        return Adoption.objects.filter(pk=adoption.pk)
    return Adoption.objects.filter(email__iexact=adoption.email)
