"""Signed links in e-mails: they stand in for visitors' accounts.

A link carries what it is for (its purpose, as salt: a link of one kind never opens another), a row's number and when it
was made. Whether it was used before is the row's to know. Django's signer (HMAC-SHA256 over SECRET_KEY) does the rest.
"""

from datetime import timedelta

from django.core import signing


class BadLink(Exception):
    """A link that leads nowhere: forged, cut short, or for something else."""


class ExpiredLink(BadLink):
    """A link that was good once."""


def make_token(purpose: str, value: str | int) -> str:
    """Return the last part of a link's address: letters, digits, `-`, `_` and `:` alone."""
    return signing.dumps(str(value), salt=f"link:{purpose}", compress=False)


def read_token(purpose: str, token: str, *, max_age: timedelta | None = None) -> str:
    """Return the value that a link carries. Raises ExpiredLink past `max_age`, BadLink for any other fault."""
    try:
        return str(signing.loads(token, salt=f"link:{purpose}", max_age=max_age))
    except signing.SignatureExpired as late:
        raise ExpiredLink from late
    except (signing.BadSignature, ValueError) as bad:
        raise BadLink from bad
