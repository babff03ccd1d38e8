"""The writing guide: for every field of a practice what it is for, how to write it, and examples; data in `guide/`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

FOLDER = Path(__file__).parent / "guide"
TEXTS = ("purpose", "how", "good", "weak")


@dataclass(frozen=True)
class Guide:
    """What the guide says of a field in one language; a weak example only where it helps."""

    language: str
    purpose: str
    how: str
    good: str
    weak: str = ""


@cache
def all_guides() -> dict[str, dict[str, Guide]]:
    """Return the guides by field and language. Raises KeyError where a text that must be there is not."""
    found: dict[str, dict[str, Guide]] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for name, by_language in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            found[name] = {language: _guide(language, texts) for language, texts in by_language.items()}
    return found


def guides_in(language: str) -> dict[str, Guide]:
    """Return the guide of every field in a language; in the portal's first one where the language has none."""
    code = language.split("-")[0]
    return {name: by.get(code) or by[settings.LANGUAGE_CODE] for name, by in all_guides().items()}


def _guide(language: str, texts: dict[str, Any]) -> Guide:
    required = {name: str(texts[name]).strip() for name in TEXTS[:3]}
    return Guide(language, **required, weak=str(texts.get("weak", "")).strip())
