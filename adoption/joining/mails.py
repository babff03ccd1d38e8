"""The mails of taking into use: to those who ask and adopt, in their language, and to the practice's team."""

from django.core.cache import cache
from django.urls import reverse
from django.utils.crypto import salted_hmac

from adoption.joining.links import confirming_token
from adoption.links import UNCONFIRMED_LASTS, token_of, whole_address
from adoption.models import Adoption, AdoptionRequest
from adoption.practice_pages import page_of
from adoption.teams import team_of
from practices.limits import HOUR
from practices.mailing import send_mail

MOST_AN_HOUR = 4  # to one address, whoever asks for it
FOLDER = "adoption/mail"
_CONFIRMS: dict[str, str] = {
    AdoptionRequest.Kind.JOIN: "joining_confirm",
    AdoptionRequest.Kind.ADDRESS: "joining_confirm_address",
    AdoptionRequest.Kind.HAND_OVER: "joining_confirm_hand_over",
    AdoptionRequest.Kind.TAKE_OVER: "joining_confirm_take_over",
}


def may_write_to(email: str) -> bool:
    """Count a mail to an address that may be a stranger's, and return whether it is within bounds."""
    key = "joining:" + salted_hmac("adoption.joining", email.casefold(), algorithm="sha256").hexdigest()
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key) <= MOST_AN_HOUR
    except ValueError:  # its time ended between the two
        return True


def title_of(adoption: Adoption | AdoptionRequest, language: str) -> str:
    """Return the practice's name in a language, or nothing where it is not published."""
    page = page_of(adoption.practice, language=language)
    return page.title if page else ""


def mail_confirmation(asked: AdoptionRequest) -> None:
    """Ask an address whether it sent a form. Nothing that was written freely is in it: it may be a stranger's."""
    language = asked.language
    context = {
        "title": title_of(asked, language),
        "url": whole_address("adoption_confirm", confirming_token(asked), language=language),
        "days": UNCONFIRMED_LASTS.days,
    }
    send_mail(f"{FOLDER}/{_CONFIRMS[asked.kind]}.txt", asked.email, language=language, context=context)


def tell_adopter(adoption: Adoption, name: str, *, reply_to: str = "", **more: object) -> None:
    """Send the mail `joining_NAME` to the contact, where the address is still kept."""
    language = adoption.language
    context = {
        "adoption": adoption,
        "title": title_of(adoption, language),
        "url": whole_address("adoption", token_of(adoption), language=language),
        **more,
    }
    template = f"{FOLDER}/joining_{name}.txt"
    if adoption.email:
        send_mail(template, adoption.email, language=language, context=context, reply_to=reply_to)


def tell_former_contact(adoption: Adoption, email: str, *, language: str) -> None:
    """Tell somebody who was the contact that another is now; no link, since theirs are closed."""
    context = {"adoption": adoption, "title": title_of(adoption, language)}
    send_mail(f"{FOLDER}/joining_handed_over.txt", email, language=language, context=context)


def mail_links(email: str, *, language: str) -> int:
    """Send an address the links of all adoptions that have it, and return how many those are."""
    mine = Adoption.objects.filter(email__iexact=email, confirmed_at__isnull=False)
    found = list(mine.select_related("organisation", "suggested").order_by("created_at")[:50])
    lines = [
        {
            "adoption": each,
            "title": title_of(each, language),
            "url": whole_address("adoption", token_of(each), language=language),
        }
        for each in found
    ]
    if lines:
        send_mail(f"{FOLDER}/joining_links.txt", email, language=language, context={"lines": lines})
    return len(lines)


def tell_team(adoption: Adoption) -> None:
    """Tell the practice's team that an institution takes it into use."""
    _to_team(adoption, "joining_team")


def tell_team_of_take_over(adoption: Adoption) -> None:
    """Ask the practice's team whether somebody may take an adoption over."""
    _to_team(adoption, "joining_team_take_over")


def _to_team(adoption: Adoption, name: str) -> None:
    page = page_of(adoption.practice, language=adoption.language)
    if page is None:
        return
    path = reverse("adoption_desk", args=[adoption.pk])
    for each in team_of(page):
        context = {"adoption": adoption, "title": title_of(adoption, each.language), "path": path}
        send_mail(f"{FOLDER}/{name}.txt", each.email, language=each.language, context=context)
