"""The columns of the table form, in the order in which a practice is read: one a field, texts once a language."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from practices.localised import languages
from practices.models import Organisation, Phase, PracticePage, Project, Setting, TargetGroup, Theme
from practices.models.practice_languages import TRANSLATED
from publishing.importing import kinds, streams

TITLE, ADDRESS, KEY, PROJECT = "name", "address", "key", "project"
# One for all languages, though each page has it: they lead to practices, not to pages.
SHARED_BLOCKS = {"related"}


@dataclass(frozen=True)
class Column:
    """A column: its code, the field that it fills, and what its cells hold."""

    code: str
    field: str
    kind: kinds.Kind
    label: Any
    hint: Any = ""

    @property
    def is_translated(self) -> bool:
        """Whether each language has a column of its own."""
        return self.field == "keywords" or (self.field in TRANSLATED and self.field not in SHARED_BLOCKS)

    @property
    def is_terms(self) -> bool:
        """Whether it names terms."""
        return isinstance(self.kind, kinds.Terms)

    @property
    def is_blocks(self) -> bool:
        """Whether it fills a StreamField."""
        return isinstance(self.kind, kinds.Lines | kinds.Materials | kinds.Results | kinds.Practices)

    def codes(self) -> list[str]:
        """Return the codes of its columns: `name_fi`, `name_sv`, or `cost` alone."""
        return [f"{self.code}_{code}" for code in languages()] if self.is_translated else [self.code]


def _field(name: str) -> Any:
    return PracticePage._meta.get_field(name)


def _column(code: str, kind: kinds.Kind, *, field: str = "", label: Any = None, hint: Any = "") -> Column:
    model_field = _field(field or code)
    return Column(code, field or code, kind, label or model_field.verbose_name, hint or model_field.help_text)


def _text(code: str, *, field: str = "", label: Any = None, one_line: bool = True) -> Column:
    longest = _field(field or code).max_length or 0
    return _column(code, kinds.Plain(longest=longest, one_line=one_line), field=field, label=label)


def _rich(code: str, *, field: str = "") -> Column:
    return _column(code, kinds.Rich(), field=field)


def _terms(code: str, model: Any, *, field: str = "") -> Column:
    return _column(code, kinds.Terms(model=model), field=field)


def _choice(code: str) -> Column:
    return _column(code, kinds.Choice(choices=tuple(_field(code).choices)))


def _lines(code: str, lines: streams.Lines, hint: Any, *, field: str = "") -> Column:
    return _column(code, kinds.Lines(lines=lines), field=field, hint=hint)


def _first_screen() -> list[Column]:
    return [
        _column(KEY, kinds.Slug()),
        Column(
            PROJECT,
            PROJECT,
            kinds.OwnProject(),
            _("project page"),
            _("The project whose page the practice goes under: its name or address."),
        ),
        _text(TITLE, field="title", label=_("Name")),
        _column(ADDRESS, kinds.Slug(longest=200), field="slug", label=_("address")),
        _text("promise"),
        _choice("maturity"),
        _terms("for_whom", TargetGroup, field="target_groups"),
        _terms("settings", Setting),
        _terms("themes", Theme),
        _terms("phases", Phase),
        _text("time", field="time_needed"),
        _text("group_size"),
        _choice("cost"),
        _text("staff_hours"),
    ]


def _why_and_how() -> list[Column]:
    steps = _("A line a step: what | who | when | result")
    resources = _("A line each: what | people, ways or tools | must, nice or help")
    return [
        *map(_rich, ("situation",)),
        _rich("change", field="intended_change"),
        *map(_rich, ("idea", "student_notices")),
        _lines("steps", streams.STEPS, steps),
        _lines("resources", streams.RESOURCES, resources),
        *map(_rich, ("core", "adaptable", "conditions")),
        _lines("risks", streams.RISKS, _("A line each: what may go wrong | what helps")),
        *map(_rich, ("students_part", "equality", "accessibility", "privacy")),
    ]


def _evidence_and_use() -> list[Column]:
    results = _(
        "Paragraphs; a chart begins with [chart] title | question | unit | end of scale | n | source | note, "
        "then a line a bar: label | value"
    )
    materials = _("A line each: title | web address | language | licence; for a video also | video | minutes")
    return [
        _column("results", kinds.Results(), hint=results),
        *map(_rich, ("evaluations",)),
        _lines("quotes", streams.QUOTES, _("A line each: words | role"), field="student_quotes"),
        *map(_rich, ("what_did_not_work",)),
        *map(_choice, ("grade_target_group", "grade_method", "grade_implementation")),
        *map(_choice, ("grade_effect", "grade_cost")),
        _column("materials", kinds.Materials(), hint=materials),
        _lines("checklist", streams.CHECKLIST, _("A line each.")),
        *map(_rich, ("ask_makers",)),
    ]


def _background() -> list[Column]:
    sources = _("A line each: document | publisher | year | place in it | web address")
    return [
        *map(_rich, ("source_says",)),
        _lines("sources", streams.SOURCES, sources),
        _column("outline", kinds.Flag()),
        _terms("projects", Project),
        _terms("makers", Organisation),
        *map(_rich, ("based_on",)),
        _column(
            "related", kinds.Practices(), hint=_("Permanent ids of other practices, parted by semicolons.")
        ),
        _text("region"),
        _column("keywords", kinds.Words()),
        _column("review_date", kinds.Day()),
        _text("caretaker"),
        _column("checked_on", kinds.Day()),
        _column("seeking_caretaker", kinds.Flag()),
        _text("retired_reason", one_line=False),
        _column("replaced_by", kinds.OnePractice(), hint=_("Permanent id of another practice.")),
        _column("image", kinds.Image(), hint=_("Number or title of a picture that is in the portal.")),
        _text("image_alt"),
        _text("seo_title", label=_("title for search engines")),
        _text("search_description", label=_("description for search engines"), one_line=False),
    ]


def _all() -> dict[str, Column]:
    columns = [*_first_screen(), *_why_and_how(), *_evidence_and_use(), *_background()]
    return {column.code: column for column in columns}


COLUMNS = _all()
# What publishing will ask for.
NEEDED = (
    *("promise", "maturity", "for_whom", "settings", "themes", "situation", "change", "idea"),
    *("student_notices", "steps"),
)


def cell_codes() -> Iterator[tuple[str, Column, str]]:
    """Yield (code, column, language) of every column; the language is "" where it makes no difference."""
    for column in COLUMNS.values():
        for code in column.codes():
            yield code, column, code.removeprefix(f"{column.code}_") if column.is_translated else ""
