"""The links in a follow-up's mails: they open this question alone, for as long as it can be answered or mended."""

from datetime import timedelta

from django.utils import timezone

from adoption.models import FollowUp
from practices.links import BadLink, ExpiredLink, make_token, read_token

FOLLOW_UPS = "follow-up"
MENDABLE = timedelta(days=60)  # after it was answered


def follow_up_token(follow_up: FollowUp) -> str:
    """Return the key in the mails of a follow-up; a new contact person of the adoption gets another."""
    return make_token(FOLLOW_UPS, f"{follow_up.pk} {follow_up.adoption.link_number}")


def follow_up_of(token: str, *, closed_too: bool = False) -> FollowUp:
    """Return the follow-up that a link leads to, with its adoption. Raises BadLink.

    Raises ExpiredLink where it is gone, the adoption has a new contact person, or (unless `closed_too`) the time in
    which its answer can be mended is over.
    """
    pk, _space, number = read_token(FOLLOW_UPS, token).partition(" ")
    if not pk.isdecimal():
        raise BadLink
    rows = FollowUp.objects.select_related("adoption__organisation", "adoption__suggested", "photo")
    try:
        follow_up = rows.get(pk=int(pk))
    except (FollowUp.DoesNotExist, OverflowError) as gone:
        raise ExpiredLink from gone
    if number != str(follow_up.adoption.link_number) or (is_closed(follow_up) and not closed_too):
        raise ExpiredLink
    return follow_up


def is_closed(follow_up: FollowUp) -> bool:
    """Return whether a follow-up was answered so long ago that the answer stands."""
    answered = follow_up.answered_at
    return answered is not None and answered + MENDABLE < timezone.now()
