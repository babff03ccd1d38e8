"""Every test begins in Finnish, and its passwords are not made slow to guess."""

from typing import Any

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _quick_and_in_finnish(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    translation.activate("fi")
