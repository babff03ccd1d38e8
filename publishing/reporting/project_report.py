"""The passage of a project's report to its funder: what it made, whom it reaches, what came of it.

Only what the portal knows is told. Where nothing is known of a practice (no visits counted, no pilot, nobody who has
taken it into use), nothing is said of it: a zero would claim that somebody counted.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from practices.localised import in_language
from practices.models import PracticePage, ProjectPage
from publishing.desk.visits import counted_since
from publishing.freshness.state import State, state_of
from publishing.models import Pilot, Refinement
from publishing.piloting.summary import answers_to, summarise
from publishing.reporting.document import Bullets, Document, Facts, Heading, Paragraph, Part, Picture, Table
from publishing.reporting.figures import Figure, figures_of
from publishing.reporting.telling import terms


@dataclass(frozen=True)
class Told:
    """A practice in the report: its page in the report's language, or in another where it has none in that."""

    page: PracticePage
    languages: tuple[str, ...]
    state: State

    @property
    def lang(self) -> str:
        return self.page.locale.language_code


def practices_for(project: ProjectPage, language: str, today: date) -> list[Told]:
    """Return the live practices under a project's page, each once, by name; in two queries and one of what is asked."""
    family = ProjectPage.objects.filter(translation_key=project.translation_key)
    found: dict[Any, list[PracticePage]] = {}
    for page in family:
        below = PracticePage.objects.child_of(page).filter(live=True, alias_of__isnull=True)
        for practice in below.select_related("locale", "image").order_by("locale"):
            practice.project_ends = project.ends
            found.setdefault(practice.translation_key, []).append(practice)
    told = []
    for pages in found.values():
        page = next((each for each in pages if each.locale.language_code == language), pages[0])
        codes = tuple(each.locale.language_code for each in pages)
        told.append(Told(page, codes, state_of(page, today)))
    return sorted(told, key=lambda each: each.page.title.casefold())


def project_report(
    project: ProjectPage, practices: Sequence[Told], *, language: str, today: date
) -> Document:
    """Return the report of a project in a language, of the practices that were chosen."""
    with override(language):
        subtitle = _("Practices published in %(portal)s, %(day)s") % {
            "portal": settings.WAGTAIL_SITE_NAME,
            "day": date_format(today, "DATE_FORMAT"),
        }
        parts = list(_parts(project, practices, language))
        return Document(_in_language(project, language).title, language, parts, subtitle=subtitle)


def _in_language(project: ProjectPage, language: str) -> ProjectPage:
    pages = ProjectPage.objects.filter(
        translation_key=project.translation_key, locale__language_code=language, alias_of__isnull=True
    )
    return pages.select_related("locale").first() or project


def _parts(project: ProjectPage, practices: Sequence[Told], language: str) -> Iterator[Part]:
    page = _in_language(project, language)
    known = figures_of([told.page for told in practices])
    yield Heading(_("The project"))
    yield Paragraph(page.summary, lang=page.locale.language_code)
    yield Facts(list(project_facts(page, language)))
    yield Heading(_("The practices in brief"))
    yield Bullets(list(_in_brief(practices, known)))
    if not practices:
        return
    yield _overview(practices)
    yield Heading(_("Practice by practice"))
    for told in practices:
        yield from _one(told, known.get(told.page.translation_key, []), language)
    since = counted_since()
    if since and any(figure.name == _("Visits") for figures in known.values() for figure in figures):
        yield Heading(_("How it was counted"))
        said = _(
            "Visits have been counted since %s, once a day and network address: the true number is larger. "
            "Programs, those who ask not to be followed and the editors are left out."
        )
        yield Paragraph(said % date_format(since, "DATE_FORMAT"))


def project_facts(page: ProjectPage, language: str) -> Iterator[tuple[str, str]]:
    """Yield what is known of a project as (what, how), in the active language."""
    dates = [date_format(day, "DATE_FORMAT") if day else "" for day in (page.starts, page.ends)]
    partners = ", ".join(
        in_language(link.tag.names, language) for link in page.partner_links.select_related("tag")
    )
    for what, how in (
        (_("Period"), page.period or "–".join(dates).strip("–")),
        (_("Funder"), str(page.funder or "")),
        (_("Programme"), page.programme),
        (_("Coordinator"), str(page.coordinator or "")),
        (_("Partners"), partners),
        (_("Web page"), page.website),
    ):
        if how:
            yield what, how


def _in_brief(practices: Sequence[Told], known: Any) -> Iterator[str]:
    number = len(practices)
    yield ngettext("%d published practice", "%d published practices", number) % number
    if not practices:
        return
    counts = Counter(told.page.maturity for told in practices)
    labels = PracticePage.Maturity
    told = [f"{labels(value).label} {counts[value]}" for value in labels.values if counts[value]]
    yield f"{_('Maturity')}: {', '.join(told)}"
    codes = Counter(code for each in practices for code in each.languages)
    names = dict(settings.LANGUAGES)
    yield f"{_('Languages')}: " + ", ".join(f"{names.get(code, code)} {n}" for code, n in codes.items())
    groups = Counter(str(link.tag) for each in practices for link in _links(each.page))
    if groups:
        yield f"{_('For whom')}: " + ", ".join(name for name, _n in groups.most_common())
    yield from _sums(known)


def _links(page: PracticePage) -> Any:
    return page.target_group_links.select_related("tag")


def _sums(known: Any) -> Iterator[str]:
    """Yield the sum of each figure that is a number, over the practices that it is known of."""
    sums: Counter[str] = Counter()
    for figures in known.values():
        sums.update({figure.name: figure.number for figure in figures if figure.number is not None})
    for name, total in sums.items():
        yield f"{name}: {total}"


def _overview(practices: Sequence[Told]) -> Table:
    names = dict(settings.LANGUAGES)
    rows = [
        (
            told.page.title,
            told.page.promise,
            capfirst(told.page.get_maturity_display()),
            ", ".join(names.get(code, code) for code in told.languages),
            _state_text(told),
        )
        for told in practices
    ]
    head = (_("Practice"), _("Promise"), _("Maturity"), _("Languages"), _("State"))
    return Table(_("Published practices of the project"), head, rows)


def _state_text(told: Told) -> str:
    page = told.page
    if told.state.is_retired:
        return _("Retired")
    texts = [_("Published")]
    if page.checked_on:
        texts.append(_("checked on %s") % date_format(page.checked_on, "DATE_FORMAT"))
    if told.state.is_overdue:
        texts.append(_("to be looked through"))
    if told.state.seeks_caretaker:
        texts.append(_("looking for a caretaker"))
    elif page.caretaker:
        texts.append(_("kept up by %s") % page.caretaker)
    return ", ".join(texts)


def _one(told: Told, figures: Sequence[Figure], language: str) -> Iterator[Part]:
    page, lang = told.page, told.lang if told.lang != language else ""
    yield Heading(page.title, level=2, lang=lang)
    if page.image and page.image_alt:
        yield Picture(page.image, page.image_alt, lang=lang)
    yield Paragraph(page.promise, lang=lang)
    pairs = [
        (_("For whom"), terms(page.target_group_links)),
        (_("Setting"), terms(page.setting_links)),
        (_("Maturity"), capfirst(page.get_maturity_display())),
        *((figure.name, figure.text) for figure in figures),
        (_("Address"), settings.SITE_URL + page.permanent_path),
    ]
    yield Facts([(what, how) for what, how in pairs if how])
    yield from _pilots(page)
    yield from _refinements(page, language)


def _pilots(page: PracticePage) -> Iterator[Part]:
    """Yield what pilots said, as far as it can be told without telling who said it."""
    pilots = list(Pilot.objects.filter(practice=page.translation_key))
    for part in summarise(answers_to(pilots)):
        number = part.answers
        answers = ngettext("%d answer", "%d answers", number) % number
        yield Paragraph(f"{_('Feedback from pilots')}, {part.label}: {answers}")
        medians = [f"{f.question.text} {f.median_text}" for f in part.figures if f.median_text]
        if medians:
            yield Bullets(medians)


def _refinements(page: PracticePage, language: str) -> Iterator[Part]:
    shown = Refinement.objects.filter(practice=page.translation_key, shown_at__isnull=False).order_by(
        "shown_at"
    )
    items = [
        f"{date_format(each.shown_at, 'DATE_FORMAT')}: {text}"
        for each in shown
        if each.shown_at and (text := in_language(each.told, language))
    ]
    if items:
        yield Paragraph(_("Changed after feedback:"))
        yield Bullets(items)
