"""The languages and parameters that a test runs with: the first in every run, the others in the nightly one."""

from typing import Any

import pytest
from django.conf import settings


def nightly(*values: Any, id: str | None = None) -> Any:
    """Return a parameter that only `make test-all` runs: another language, or one more of the same branch."""
    return pytest.param(*values, id=id, marks=pytest.mark.nightly)


FIRST, *OTHERS = [code for code, _name in settings.LANGUAGES]
#: For `parametrize("language", EACH_LANGUAGE)` where nothing but the language differs.
EACH_LANGUAGE = (FIRST, *map(nightly, OTHERS))
