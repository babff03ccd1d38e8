"""The mails of a suggestion: to its sender, in the sender's language, and to those who take it on."""

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.urls import reverse
from django.utils.crypto import salted_hmac

from practices.limits import DAY
from practices.mailing import send_mail
from publishing import notices
from publishing.models import Suggestion
from publishing.roles import network, team_of
from publishing.suggesting.links import (
    UNCONFIRMED_LASTS,
    UNFINISHED_LASTS,
    confirming_token,
    token_of,
    whole_address,
)

MOST_A_DAY = 6  # to one address that nobody has confirmed, whoever asks for it


def may_write_to(email: str) -> bool:
    """Count a mail to an address that may be a stranger's, and return whether it is within bounds."""
    key = "suggesting:" + salted_hmac("publishing.suggesting", email.lower(), algorithm="sha256").hexdigest()
    cache.add(key, 0, DAY)
    try:
        return cache.incr(key) <= MOST_A_DAY
    except ValueError:  # its time ended between the two
        return True


def mail_link(suggestion: Suggestion, email: str, *, language: str) -> None:
    """Send the link to go on with. Nothing that the visitor wrote is in it: the address may be another's."""
    url = whole_address("suggestion", token_of(suggestion), language=language)
    context = {"url": url, "days": UNFINISHED_LASTS.days}
    send_mail("publishing/mail/suggestion_later.txt", email, language=language, context=context)


def mail_confirmation(suggestion: Suggestion) -> None:
    """Ask the address whether it sent the suggestion, again without anything that was written."""
    language = suggestion.language
    context = {
        "confirm_url": whole_address("suggestion_confirm", confirming_token(suggestion), language=language),
        "url": whole_address("suggestion", token_of(suggestion), language=language),
        "days": UNCONFIRMED_LASTS.days,
    }
    send_mail("publishing/mail/suggestion_confirm.txt", suggestion.email, language=language, context=context)


def tell_sender(suggestion: Suggestion, name: str, *, reply_to: str = "", **more: object) -> None:
    """Send the mail `suggestion_NAME` to the sender, where the address is still kept."""
    context = {
        "suggestion": suggestion,
        "url": whole_address("suggestion", token_of(suggestion), language=suggestion.language),
        **more,
    }
    send_mail(
        f"publishing/mail/suggestion_{name}.txt",
        suggestion.email,
        language=suggestion.language,
        context=context,
        reply_to=reply_to,
    )


def tell_team(suggestion: Suggestion, name: str) -> int:
    """Send the mail `suggestion_NAME` to the team's coordinators, else the network's; return how many."""
    team = team_of(suggestion.page) if suggestion.page else None
    users = get_user_model().objects.filter(is_active=True)
    theirs = users.filter(groups=team.coordinators_id) if team else users.none()
    told = theirs if theirs.exists() else users.filter(groups=network())
    path = reverse("suggestion_desk", args=[suggestion.pk])
    context = {"suggestion": suggestion, "path": path}
    return notices.tell(told, "suggestions", f"publishing/mail/suggestion_{name}.txt", context)
