"""Logging in step by step, as a browser does, with codes as an authenticator app makes them."""

import re
import time
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

PASSWORD = "salasana-on-pitka"


def address(name: str, language: str = "fi", **options: Any) -> str:
    """Return an address in a language."""
    with override(language):
        return reverse(name, **options)


def code_of(secret: str, *, later: int = 0) -> str:
    """Return the code that an app shows now, or so many codes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD + later))


def enrolled(user: Any) -> str:
    """Give a user an authenticator app and recovery codes, and return the app's secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def secret_of(user: Any) -> str:
    """Return the secret of a user's app."""
    return str(Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).data["secret"])


def shown_secret(html: str) -> str:
    """Return the secret that the page of enrolment shows."""
    found = re.search(r'enrol__key">([A-Z2-7=]+)<', html)
    assert found
    return found[1]


def log_in(
    login: str, *, secret: str = "", password: str = PASSWORD, wanted: str = "", later: int = 0
) -> Client:
    """Return a browser in which somebody has gone through the log-in pages."""
    client = Client()
    query = f"?next={wanted}" if wanted else ""
    answer = client.post(address("account_login") + query, {"login": login, "password": password})
    assert answer.status_code == 302, answer.content.decode()
    if secret:
        assert answer["Location"] == address("mfa_authenticate")
        answer = client.post(answer["Location"], {"code": code_of(secret, later=later)})
        assert answer.status_code == 302, answer.content.decode()
    client.led_to = answer["Location"]  # type: ignore[attr-defined]
    return client
