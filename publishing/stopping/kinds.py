"""The kinds of mails to staff: Wagtail's own profile keeps the switches of three, MailChoices those of the portal's."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from publishing.models import MailChoices

# Kinds whose switch is Wagtail's: `<kind>_notifications` of the profile.
OF_WAGTAIL = {
    "submitted": _("Pages that wait for your decision"),
    "approved": _("Pages of yours that were approved"),
    "rejected": _("Pages of yours that changes are asked for"),
}


def is_kind(kind: str) -> bool:
    """Return whether there are mails of that kind."""
    return kind in OF_WAGTAIL or kind in MailChoices.KINDS


def label_of(kind: str) -> str:
    """Return what a kind's mails are about."""
    return str(OF_WAGTAIL.get(kind) or MailChoices._meta.get_field(kind).verbose_name)  # type: ignore[union-attr]


def is_wanted(user: Any, kind: str) -> bool:
    """Return whether a user wants the mails of a kind."""
    if kind in OF_WAGTAIL:
        return bool(getattr(UserProfile.get_for_user(user), f"{kind}_notifications"))
    return MailChoices.wants(user, kind)


def turn(user: Any, kind: str, *, on: bool) -> None:
    """Turn the mails of a kind on or off for a user."""
    if kind in OF_WAGTAIL:
        profile = UserProfile.get_for_user(user)
        setattr(profile, f"{kind}_notifications", on)
        profile.save(update_fields=[f"{kind}_notifications"])
    else:
        MailChoices.objects.update_or_create(user=user, defaults={kind: on})
