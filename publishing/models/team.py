"""A project's team and the invitations to it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from practices.models import Project

INVITATION_LASTS = timedelta(days=14)


class Team(models.Model):
    """Who may work on a project's pages: two groups of Wagtail's, and a collection for its pictures and files.

    What the groups may do is in Wagtail's page and collection permissions alone (`publishing.teams.making`).
    """

    changes_kept_pages = False

    project = models.OneToOneField(
        Project, on_delete=models.CASCADE, related_name="team", verbose_name=_("project")
    )
    members = models.OneToOneField(
        Group, on_delete=models.PROTECT, related_name="member_team", verbose_name=_("members")
    )
    coordinators = models.OneToOneField(
        Group, on_delete=models.PROTECT, related_name="coordinator_team", verbose_name=_("coordinators")
    )
    collection = models.OneToOneField(
        Collection, on_delete=models.PROTECT, related_name="team", verbose_name=_("pictures and files")
    )

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")

    def __str__(self) -> str:
        return str(self.project)


class Role(models.TextChoices):
    """What somebody is in a team."""

    MEMBER = "member", _("member")
    COORDINATOR = "coordinator", _("coordinator")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, by intent."""

    def waiting(self) -> "InvitationQuerySet":
        """Those that nobody has accepted nor withdrawn, also those that have expired."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def open(self) -> "InvitationQuerySet":
        """Those that can still be accepted."""
        return self.waiting().filter(expires_at__gt=timezone.now())


def in_two_weeks() -> datetime:
    """Return when an invitation of today expires."""
    return timezone.now() + INVITATION_LASTS


class Invitation(models.Model):
    """An e-mail with a link that makes somebody a member of a team, once."""

    changes_kept_pages = False

    team = models.ForeignKey(
        Team, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("team")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.MEMBER)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language of the e-mail"), max_length=12, choices=settings.LANGUAGES)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    invited_at = models.DateTimeField(_("invited"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"), default=in_two_weeks)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["team", "email"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="one_waiting_invitation_per_team_and_address",
            )
        ]

    def __str__(self) -> str:
        """Return its number alone: the log is kept longer than the address."""
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        return self.accepted_at is None and self.withdrawn_at is None and not self.has_expired

    @property
    def has_expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at <= timezone.now()
