"""A practice's page as parts of a document, in the order in which a teacher reads it; what is empty is left out."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from practices.models import PracticePage
from publishing.reporting.document import (
    Bullets,
    Document,
    Facts,
    Heading,
    Material,
    Materials,
    Paragraph,
    Part,
    Picture,
    Rich,
    Table,
)
from publishing.reporting.rich_text import lines_of


def practice_document(page: PracticePage) -> Document:
    """Return all that a practice's page tells its readers."""
    language = page.locale.language_code
    with override(language):
        return Document(page.title, language, list(_parts(page)), subtitle=page.promise)


def _parts(page: PracticePage) -> Iterator[Part]:
    if page.retired_reason:
        yield Paragraph(f"{_('This practice is no longer recommended.')} {page.retired_reason}")
    if page.image:
        yield Picture(page.image, page.image_alt)
    yield Facts(facts_of(page))
    for heading, makers in _sections():
        parts = [part for maker in makers for part in maker(page)]
        if parts:
            yield Heading(str(heading))
            yield from parts


def facts_of(page: PracticePage) -> list[tuple[str, str]]:
    """Return what a practice says of itself at a glance, in the active language."""
    pairs = [
        (_("Maturity"), capfirst(page.get_maturity_display())),
        (_("For whom"), terms(page.target_group_links)),
        (_("Setting"), terms(page.setting_links)),
        (_("Themes"), terms(page.theme_links)),
        (_("Phase of studies"), terms(page.phase_links)),
        (_("Time needed"), page.time_needed),
        (_("Group size"), page.group_size),
        (_("Cost"), capfirst(page.get_cost_display() or "")),
        (_("Staff hours"), page.staff_hours),
    ]
    return [(what, how) for what, how in pairs if how]


def terms(links: Any) -> str:
    """Return the names of a page's terms of a vocabulary."""
    return ", ".join(str(link.tag) for link in links.select_related("tag"))


def _sections() -> list[tuple[Any, list[Any]]]:
    return [
        (_("What the source says"), [rich("source_says"), sources]),
        (_("Why"), [named_rich(n) for n in ("situation", "intended_change", "idea", "student_notices")]),
        (_("How"), [steps, resources, *(named_rich(n) for n in ("core", "adaptable", "conditions")), risks]),
        (
            _("For everyone"),
            [named_rich(n) for n in ("students_part", "equality", "accessibility", "privacy")],
        ),
        (
            _("Does it work"),
            [results, named_rich("evaluations"), quotes, named_rich("what_did_not_work"), profile],
        ),
        (_("Take into use"), [materials, checklist, named_rich("ask_makers")]),
        (_("Background"), [background, named_rich("based_on")]),
    ]


def rich(name: str) -> Any:
    """Return a maker of a rich text's part."""
    return lambda page: [Rich(getattr(page, name))] if _says(getattr(page, name)) else []


def named_rich(name: str) -> Any:
    """Return a maker of a rich text's part under its field's name."""

    def parts(page: PracticePage) -> list[Part]:
        text = getattr(page, name)
        label = capfirst(str(page._meta.get_field(name).verbose_name))
        return [Heading(label, level=2), Rich(text)] if _says(text) else []

    return parts


def _says(html: str) -> bool:
    return any(True for _line in lines_of(html))


def steps(page: PracticePage) -> list[Part]:
    """Return the steps, each with who, when and what comes of it."""
    items = [step_text(block.value) for block in page.steps]
    return [Heading(_("Steps"), level=2), Bullets(items, numbered=True)] if items else []


def step_text(step: Any) -> str:
    """Return a step as one line."""
    more = [(_("Who"), "who"), (_("When"), "when"), (_("Result"), "result")]
    told = [f"{label}: {step[name]}" for label, name in more if step[name]]
    return f"{step['what']} ({'; '.join(told)})" if told else str(step["what"])


def resources(page: PracticePage) -> list[Part]:
    parts: list[Part] = []
    for label, found in page.resources_by_kind():
        parts += [Heading(str(label), level=3), Bullets([resource_text(block.value) for block in found])]
    return [Heading(_("What is needed"), level=2), *parts] if parts else []


def resource_text(resource: Any) -> str:
    """Return what is needed, and how much."""
    needs = dict(resource.block.child_blocks["need"].field.choices)
    return f"{resource['what']} ({needs.get(resource['need'], resource['need'])})"


def risks(page: PracticePage) -> list[Part]:
    rows = [(block.value["risk"], block.value["remedy"]) for block in page.risks]
    head = (_("What may go wrong"), _("What helps"))
    return [Table(_("What may go wrong, and what helps"), head, rows)] if rows else []


def results(page: PracticePage) -> list[Part]:
    return [
        chart(block.value) if block.block_type == "chart" else Rich(block.value.source)
        for block in page.results
    ]


def chart(value: Any) -> Table:
    """Return a chart's figures as its table."""
    asked = [value["title"], value["question"], f"n = {value['n']}" if value["n"] else "", value["source"]]
    rows = [(row["label"], f"{row['value']:g} {value['unit']}".strip()) for row in value["rows"]]
    return Table(". ".join(text for text in asked if text), (_("Label"), _("Value")), rows)


def quotes(page: PracticePage) -> list[Part]:
    said = [(block.value["text"], block.value["who"]) for block in page.student_quotes]
    items = [f"“{text}” ({who})" if who else f"“{text}”" for text, who in said]
    return [Heading(_("Students’ words"), level=2), Bullets(items)] if items else []


def profile(page: PracticePage) -> list[Part]:
    rows = [(capfirst(str(label)), grade) for label, grade in page.profile()]
    return [Table(_("Self-rated profile"), (_("What"), _("Grade A–D")), rows)] if rows else []


def materials(page: PracticePage) -> list[Part]:
    items = [material(block.value) for block in page.materials]
    return [Heading(_("Materials"), level=2), Materials(items)] if items else []


def material(value: Any) -> Material:
    """Return a material with its licence and where it is."""
    text = ", ".join(filter(None, (value["title"], value["licence"])))
    return Material(text, value.get("file"), value.get("url") or "")


def checklist(page: PracticePage) -> list[Part]:
    items = [str(block.value) for block in page.checklist]
    return [Heading(_("Before you start"), level=2), Bullets(items)] if items else []


def sources(page: Any) -> list[Part]:
    items = [_source(block.value) for block in page.sources]
    return [Bullets(items)] if items else []


def _source(source: Any) -> str:
    told: Iterable[Any] = (source[name] for name in ("title", "publisher", "year", "place", "url"))
    return ", ".join(str(part) for part in told if part)


def background(page: PracticePage) -> list[Part]:
    pairs = [
        (_("Published by"), page.project_page.title),
        (_("Projects"), terms(page.project_links)),
        (_("Made by"), terms(page.maker_links)),
        (_("Region"), page.region),
        (_("Kept up by"), page.caretaker),
    ]
    return [Facts([(what, how) for what, how in pairs if how])]
