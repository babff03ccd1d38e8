"""A practice as text to paste into Innokylä (innokyla.fi), Finland's public collection of social and health practices.

The sections follow the outline of its public form for a model: name, summary, surroundings, target group, aim,
model step by step, results and evaluation, hints, materials. They are named plainly and in the same order; what a
page does not tell is left out, so nothing has to be deleted after pasting.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from practices.models import PracticePage
from publishing.reporting import telling
from publishing.reporting.document import Document
from publishing.reporting.plain_text import to_text
from publishing.reporting.rich_text import plain


@dataclass(frozen=True)
class Section:
    """A field of the form: its name, and what to paste there."""

    key: str
    name: str
    text: str


def sections_of(page: PracticePage) -> list[Section]:
    """Return what to paste into each field, in the page's language."""
    with override(page.locale.language_code):
        return [section for section in _sections(page) if section.text.strip()]


def as_text(page: PracticePage) -> str:
    """Return all sections as one plain text."""
    return "\n\n".join(f"{s.name.upper()}\n\n{s.text}" for s in sections_of(page)) + "\n"


def _sections(page: PracticePage) -> Iterator[Section]:
    yield Section("name", _("Name of the model"), page.title)
    yield Section("summary", _("Summary"), _joined(page.promise, plain(page.idea)))
    yield Section(
        "surroundings",
        _("Surroundings of the work"),
        _joined(
            plain(page.situation),
            _labelled(_("Setting"), telling.terms(page.setting_links)),
            plain(page.conditions),
        ),
    )
    groups = telling.terms(page.target_group_links)
    yield Section("target_group", _("Target group"), _joined(groups, plain(page.students_part)))
    yield Section("aim", _("Aim"), plain(page.intended_change))
    yield Section("model", _("The model, step by step"), _model(page))
    yield Section("results", _("Results and evaluation"), _results(page))
    yield Section("hints", _("Hints for others"), _hints(page))
    yield Section(
        "materials", _("Materials"), _bullets(page.materials, lambda value: telling.material(value).told)
    )
    yield Section("background", _("Background and address"), _background(page))


def _model(page: PracticePage) -> str:
    steps = "\n".join(f"{n}. {telling.step_text(block.value)}" for n, block in enumerate(page.steps, 1))
    needed = _bullets(page.resources, telling.resource_text)
    return _joined(
        steps,
        _under(_("What is needed"), needed),
        _under(_("What must stay"), plain(page.core)),
        _under(_("What may be adapted"), plain(page.adaptable)),
    )


def _results(page: PracticePage) -> str:
    parts = [*telling.results(page), *telling.quotes(page), *telling.profile(page)]
    told = to_text(Document("", page.locale.language_code, parts)).strip()
    maturity = _labelled(_("Maturity"), capfirst(page.get_maturity_display()))
    return _joined(maturity, told, plain(page.evaluations), plain(page.what_did_not_work))


def _hints(page: PracticePage) -> str:
    told = [f"{block.value['risk']} {block.value['remedy']}" for block in page.risks]
    return _joined(
        _under(_("What may go wrong, and what helps"), "\n".join(f"– {line}" for line in told)),
        _under(_("Before you start"), "\n".join(f"– {block.value}" for block in page.checklist)),
        plain(page.ask_makers),
    )


def _background(page: PracticePage) -> str:
    return _joined(
        _labelled(_("Made by"), telling.terms(page.maker_links)),
        _labelled(_("Projects"), telling.terms(page.project_links)),
        plain(page.based_on),
        settings.SITE_URL + page.permanent_path,
    )


def _bullets(stream: Iterable[Any], text_of: Callable[[Any], str]) -> str:
    return "\n".join(f"– {text_of(block.value)}" for block in stream)


def _labelled(label: str, text: str) -> str:
    return f"{label}: {text}" if text else ""


def _under(label: str, text: str) -> str:
    return f"{label}:\n{text}" if text.strip() else ""


def _joined(*texts: str) -> str:
    return "\n\n".join(text.strip() for text in texts if text.strip())
