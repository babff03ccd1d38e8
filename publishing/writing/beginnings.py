"""What a practice can start from: a model, a method, an event, a course, a tool; with prompts, from `beginnings/`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db.models import TextChoices
from django.utils.html import escape
from django.utils.translation import pgettext_lazy

FOLDER = Path(__file__).parent / "beginnings"
# How a StreamField's block is called, and what a line of its file gives where it is a text alone.
BLOCKS = {"steps": "step", "resources": "resource", "risks": "risk", "checklist": "item"}
WHOLE = {"step": {"who": "", "when": "", "result": ""}}


class Kind(TextChoices):
    """Kinds of practices that are begun in different ways."""

    MODEL = "model", pgettext_lazy("beginning", "Model")
    METHOD = "method", pgettext_lazy("beginning", "Method")
    EVENT = "event", pgettext_lazy("beginning", "Event")
    COURSE = "course", pgettext_lazy("beginning", "Course")
    TOOL = "tool", pgettext_lazy("beginning", "Tool")


@dataclass(frozen=True)
class Beginning:
    """What a kind of practice starts with, in one language."""

    kind: Kind
    description: str
    values: dict[str, Any]


def beginning(kind: Kind, language: str) -> Beginning:
    """Return a beginning, its values as `publishing.drafting.new_draft` takes them.

    In the portal's first language where it is not there in this one.
    """
    by_language = _loaded()[kind]
    texts = by_language.get(language.split("-")[0]) or by_language[settings.LANGUAGE_CODE]
    values = {name: _value(name, given) for name, given in texts["fields"].items()}
    return Beginning(kind, texts["description"], values)


def beginnings(language: str) -> list[Beginning]:
    """Return every beginning in a language."""
    return [beginning(kind, language) for kind in Kind]


@cache
def _loaded() -> dict[Kind, dict[str, Any]]:
    return {kind: yaml.safe_load((FOLDER / f"{kind}.yaml").read_text(encoding="utf-8")) for kind in Kind}


def _value(name: str, given: Any) -> Any:
    if name not in BLOCKS:
        return f"<p>{escape(given)}</p>"
    block = BLOCKS[name]
    return [(block, {**WHOLE.get(block, {}), **each} if isinstance(each, dict) else each) for each in given]
