"""The links of an adoption: the adopter's key to all of it, and what stands in mails."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from adoption.models import Adoption
from practices.links import BadLink, ExpiredLink, make_token, read_token

OWNERS, CONFIRMING = "adoption", "adoption confirmed"
UNCONFIRMED_LASTS = timedelta(days=14)


def token_of(adoption: Adoption) -> str:
    """Return the adopter's key to everything of an adoption; good until a newer one is made in its place."""
    return make_token(OWNERS, f"{adoption.pk} {adoption.link_number}")


def adoption_of(token: str) -> Adoption:
    """Return the adoption that the adopter's link leads to. Raises BadLink; ExpiredLink if gone or replaced."""
    pk, _space, number = read_token(OWNERS, token).partition(" ")
    adoption = there(pk)
    if number != str(adoption.link_number):
        raise ExpiredLink
    return adoption


def there(pk: str) -> Adoption:
    """Return an adoption with its institution. Raises BadLink for no number, ExpiredLink where there is none."""
    try:
        key = UUID(pk)
    except ValueError as bad:
        raise BadLink from bad
    try:
        return Adoption.objects.select_related("organisation", "suggested", "setting").get(pk=key)
    except (Adoption.DoesNotExist, ValidationError) as gone:
        raise ExpiredLink from gone


def address(name: str, *args: str | int, language: str = "") -> str:
    """Return the path of a page, in a language or in the active one."""
    if not language:
        return reverse(name, args=args)
    with override(language):
        return reverse(name, args=args)


def whole_address(name: str, *args: str | int, language: str) -> str:
    """Return an address for a mail."""
    return settings.SITE_URL + address(name, *args, language=language)
