"""Every test begins in Finnish."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_finnish() -> None:
    translation.activate("fi")
