"""Invitations to a team: made, sent again, withdrawn, accepted. Each is accepted once, however many try at a time."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.log_actions import log

from practices.links import BadLink, make_token, read_token
from practices.mailing import send_mail
from publishing.models import Invitation, Team
from publishing.models.team import Role, in_two_weeks

PURPOSE = "join"
MOST_WAITING = 50  # in a team
MOST_AN_HOUR = 30  # by one person, all teams together
BETWEEN_SENDS = timedelta(minutes=10)


def people_with(address: str) -> list[Any]:
    """Return the users with an e-mail address, in whichever case it is written."""
    return list(get_user_model().objects.filter(email__iexact=address))


def group_of(team: Team, role: str) -> Group:
    """Return the group whose members have a role in a team."""
    return team.coordinators if role == Role.COORDINATOR else team.members


def invite(team: Team, email: str, *, role: str, language: str, by: Any) -> Invitation:
    """Send an invitation by mail, and return it. Raises ValidationError with what to do where that cannot be."""
    email = email.strip().lower()
    _check_address(team, email)
    _check_number(team, by)
    try:
        with transaction.atomic():
            team.invitations.waiting().filter(email=email, expires_at__lte=timezone.now()).update(
                withdrawn_at=timezone.now()
            )
            invitation = Invitation.objects.create(
                team=team, email=email, role=role, language=language, invited_by=by
            )
            log(
                instance=team,
                action="publishing.team.invite",
                user=by,
                data={"invitation": invitation.pk, "role": role},
            )
            _send(invitation)
    except IntegrityError:
        raise ValidationError(_waiting_already(email)) from None
    return invitation


def send_again(invitation: Invitation, *, by: Any) -> None:
    """Send an invitation once more, with two weeks from now. Raises ValidationError where it was sent just now."""
    with transaction.atomic():
        invitation = _locked(invitation.pk)
        if invitation.accepted_at or invitation.withdrawn_at:
            raise ValidationError(_("The invitation has been accepted or withdrawn meanwhile."))
        if timezone.now() - invitation.sent_at < BETWEEN_SENDS:
            raise ValidationError(_("It was sent a moment ago. Give the mail ten minutes to arrive."))
        invitation.sent_at, invitation.expires_at = timezone.now(), in_two_weeks()
        invitation.save(update_fields=["sent_at", "expires_at"])
        _log(invitation, "publishing.team.invite_again", by)
        _send(invitation)


def withdraw(invitation: Invitation, *, by: Any) -> None:
    """Make an invitation's link lead nowhere. One that was accepted meanwhile stays: the person is in the team."""
    with transaction.atomic():
        invitation = _locked(invitation.pk)
        if invitation.accepted_at:
            raise ValidationError(_("The invitation has been accepted meanwhile: the person is in the team."))
        if not invitation.withdrawn_at:
            invitation.withdrawn_at = timezone.now()
            invitation.save(update_fields=["withdrawn_at"])
            _log(invitation, "publishing.team.withdraw", by)


class Gone(Exception):
    """An invitation that can be accepted no more."""


def invitation_of(token: str) -> Invitation:
    """Return the invitation that a link is for, whatever has become of it. Raises BadLink."""
    number = read_token(PURPOSE, token)
    found = Invitation.objects.select_related("team__project", "team__members", "team__coordinators")
    invitation = found.filter(pk=int(number)).first() if number.isdecimal() else None
    if invitation is None:
        raise BadLink
    return invitation


@transaction.atomic
def accept(invitation: Invitation, user: Any) -> None:
    """Take a user into the team. Raises Gone where somebody was first, or it was withdrawn, or has expired.

    A `user` without a number is made along with it, or not at all.
    """
    locked = _locked(invitation.pk)
    if not locked.is_open:
        raise Gone
    if user.pk is None:
        if people_with(locked.email):
            raise Gone  # another invitation to the same address was accepted at the same time
        user.save()
    if locked.role == Role.COORDINATOR:
        user.groups.remove(locked.team.members)
    if not (locked.role == Role.MEMBER and user.groups.filter(pk=locked.team.coordinators_id).exists()):
        user.groups.add(group_of(locked.team, locked.role))
    locked.accepted_at, locked.accepted_by = timezone.now(), user
    locked.save(update_fields=["accepted_at", "accepted_by"])
    _log(locked, "publishing.team.accept", user)


def _check_address(team: Team, email: str) -> None:
    there = Q(groups=team.members_id) | Q(groups=team.coordinators_id)
    if get_user_model().objects.filter(there, email__iexact=email).exists():
        raise ValidationError(_("%s works in this team already.") % email)
    if team.invitations.open().filter(email=email).exists():
        raise ValidationError(_waiting_already(email))


def _check_number(team: Team, by: Any) -> None:
    if team.invitations.waiting().count() >= MOST_WAITING:
        raise ValidationError(
            ngettext(
                "%d invitation waits for an answer. Withdraw those that will not be answered, then invite more.",
                "%d invitations wait for an answer. Withdraw those that will not be answered, then invite more.",
                MOST_WAITING,
            )
            % MOST_WAITING
        )
    an_hour_ago = timezone.now() - timedelta(hours=1)
    if Invitation.objects.filter(invited_by=by, invited_at__gt=an_hour_ago).count() >= MOST_AN_HOUR:
        raise ValidationError(_("You have sent many invitations within an hour. Go on in an hour."))


def _waiting_already(email: str) -> str:
    return _("%s has been invited already. You can send the invitation again from the list.") % email


def _locked(number: int) -> Invitation:
    """Return an invitation that nobody else can change until the transaction ends."""
    return Invitation.objects.select_for_update(of=("self",)).select_related("team").get(pk=number)


def _log(invitation: Invitation, action: str, by: Any) -> None:
    log(instance=invitation.team, action=action, user=by, data={"invitation": invitation.pk})


def _send(invitation: Invitation) -> None:
    language = invitation.language
    with override(language):
        link = settings.SITE_URL + reverse("join", args=[make_token(PURPOSE, invitation.pk)])
    context = {"invitation": invitation, "link": link}
    send_mail("publishing/mail/invitation.txt", invitation.email, language=language, context=context)
