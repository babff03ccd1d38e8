"""Mails to staff, in their language, unless they have turned that kind off."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.models import UserProfile

from practices.links import make_token
from practices.mailing import send_mail
from publishing.models import MailChoices


def tell(users: Iterable[Any], kind: str, template: str, context: Mapping[str, Any]) -> int:
    """Send a mail (see `practices.mailing`) to each user who wants the kind (of MailChoices.KINDS); return how many."""
    sent = 0
    for user in {user.pk: user for user in users}.values():
        if user.is_active and user.email and MailChoices.wants(user, kind):
            send_mail(
                template,
                user.email,
                language=language_of(user),
                context={**context, "user": user},
                stop_url=stop_url(user, kind),
            )
            sent += 1
    return sent


def language_of(user: Any) -> str:
    """Return the language of a user's mails: that of their editor where the portal has it."""
    chosen = str(UserProfile.get_for_user(user).get_preferred_language())
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def stop_url(user: Any, kind: str) -> str:
    """Return the address that turns mails of a kind off for a user, without logging in."""
    with override(language_of(user)):
        return settings.SITE_URL + reverse("stop_mails", args=[make_token("stop", f"{user.pk}:{kind}")])
