"""The facets of the catalogue: what can be chosen, what is chosen, and the address of each choice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Value
from django.http import QueryDict
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from practices import standing
from practices.localised import in_language
from practices.models import Organisation, Phase, PracticePage, Project, Setting, TargetGroup, Theme

FACETS: dict[str, tuple[Any, Any]] = {
    "theme": (_("Theme"), Theme),
    "target_group": (_("For whom"), TargetGroup),
    "setting": (_("Setting"), Setting),
    "maturity": (_("Maturity"), None),
    "project": (_("Project"), Project),
    "phase": (_("Phase of studies"), Phase),
    "organisation": (_("Maker"), Organisation),
    "language": (_("Language"), None),
}


@dataclass(frozen=True)
class Choice:
    """One value of a facet, with an address that adds it, or takes it away when it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool
    url: str


@dataclass(frozen=True)
class Facet:
    """A facet with those of its values that lead somewhere."""

    name: str
    label: str
    choices: list[Choice]

    @property
    def chosen(self) -> list[Choice]:
        """The choices in force."""
        return [choice for choice in self.choices if choice.chosen]


@dataclass(frozen=True)
class Selection:
    """What an address asks for: words, values by facet, an order (empty: the list's own)."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    words: str = ""

    def url(
        self, *, toggle: tuple[str, str] | None = None, sort: str | None = None, page: int | None = None
    ) -> str:
        """Return a query string like this selection's, with one value toggled, another order or another page."""
        pairs = [("q", self.words)] if self.words else []
        pairs += [(n, v) for n in FACETS for v in self.values.get(n, ()) if (n, v) != toggle]
        if toggle and toggle[1] not in self.values.get(toggle[0], ()):
            pairs.append(toggle)
        order = self.sort if sort is None else sort
        pairs += [("sort", order)] if order else []
        pairs += [("page", str(page))] if page and page > 1 else []
        return f"?{urlencode(pairs)}"

    @property
    def without_filters(self) -> str:
        """Address of the same words and order without any filter."""
        return Selection(sort=self.sort, words=self.words).url()


def maturity_labels() -> dict[str, str]:
    """Return {value: label} of the maturities, from idea to established."""
    return {value: str(label) for value, label in PracticePage.Maturity.choices}


def language_labels() -> dict[str, str]:
    """Return {code: name in the active language} of the languages that a practice may be written in."""
    return {code: str(get_language_info(code)["name_translated"]) for code, _name in settings.LANGUAGES}


LABELS = {"maturity": maturity_labels, "language": language_labels}


def register(facet: standing.FurtherFacet) -> None:
    """Offer a facet of a package above this one wherever practices are narrowed."""
    standing.facets[facet.name] = facet
    LABELS[facet.name] = facet.labels
    # Before the language, which tells least of a practice.
    FACETS[facet.name] = (facet.label, None)
    FACETS["language"] = FACETS.pop("language")


def vocabularies() -> dict[str, dict[str, str]]:
    """Return {facet: {value: label}} in each vocabulary's order, labels in the active language; one query."""
    found: dict[str, dict[str, str]] = {name: {} for name in FACETS}
    found |= {name: labels() for name, labels in LABELS.items()}
    first, *others = (
        model.objects.order_by().annotate(facet=Value(name)).values_list("facet", "order", "slug", "names")
        for name, (_label, model) in FACETS.items()
        if model
    )
    for name, _order, slug, names in sorted(first.union(*others, all=True), key=lambda row: row[1:3]):
        found[name][slug] = in_language(names)
    return found


def values_asked(
    query: QueryDict, known: Mapping[str, Mapping[str, str]]
) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """Return ({facet: values}, values that no vocabulary knows); parameters of other names are ignored."""
    asked = {name: tuple(dict.fromkeys(v for v in query.getlist(name) if v)) for name in FACETS}
    unknown = [v[:80] for name in FACETS for v in asked[name] if v not in known[name]]
    return {name: tuple(v for v in asked[name] if v in known[name]) for name in FACETS}, unknown


def facet_of(
    name: str, *, vocabulary: Mapping[str, str], counts: Mapping[str, int], selection: Selection
) -> Facet:
    """Return a facet with the values that have a count or are chosen."""
    chosen = selection.values.get(name, ())
    choices = [
        Choice(value, label, counts.get(value, 0), value in chosen, selection.url(toggle=(name, value)))
        for value, label in vocabulary.items()
        if counts.get(value) or value in chosen
    ]
    return Facet(name, str(FACETS[name][0]), choices)
