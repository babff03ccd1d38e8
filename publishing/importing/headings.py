"""Headings of columns and of documents' parts: a field's code, or its name in any language of the portal."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from publishing.importing.choices import labels_of, plain
from publishing.importing.columns import COLUMNS, KEY, TITLE, Column
from publishing.importing.tables import BadTable, Note

# Further names that people give to columns, beside codes, fields' names and the editor's labels.
ALSO = {
    "key": ("id", "pysyvä tunniste", "permanent id"),
    "project": ("hanke", "projekt", "project", "hankkeen sivu", "projektets sida"),
    "name": ("title", "nimi", "käytännön nimi", "namn", "praxisens namn"),
    "address": ("osoite", "adress", "slug"),
    "for_whom": ("kenelle", "kohderyhmä", "kohderyhmät", "för vem", "målgrupp", "målgrupper", "for whom"),
    "settings": ("missä", "toimintaympäristö", "var", "miljö"),
    "themes": ("teema", "teemat", "tema", "teman"),
    "change": ("muutos", "tavoiteltu muutos", "förändring"),
    "idea": ("idea", "idé"),
    "student_notices": ("opiskelijalle", "opiskelijan teksti", "för studerande", "student text"),
    "steps": ("vaiheet", "askeleet", "steg"),
    "keywords": ("asiasanat", "avainsanat", "nyckelord"),
    "makers": ("tekijät", "upphovspersoner"),
    "projects": ("hankkeet", "projekt (alla)", "tekijähankkeet"),
    "image": ("kuva", "bild"),
}
LANGUAGE_WORDS = {
    "fi": ("suomeksi", "suomi", "på finska", "finska", "in finnish"),
    "sv": ("ruotsiksi", "ruotsi", "på svenska", "svenska", "in swedish"),
}


@dataclass(frozen=True)
class Heading:
    """What a heading stands for; `language` is "" where it names none."""

    column: Column
    language: str


@cache
def _names() -> dict[str, Column]:
    names: dict[str, Column] = {}
    for column in COLUMNS.values():
        labels = [column.code, column.code.replace("_", " "), column.field, *labels_of(column.label)]
        for name in labels:
            names.setdefault(plain(name), column)
    for code, more in ALSO.items():
        for name in more:
            names.setdefault(plain(name), COLUMNS[code])
    return names


@cache
def _language_endings() -> dict[str, str]:
    endings = {}
    for code, _name in settings.LANGUAGES:
        info = get_language_info(code)
        for word in (code, info["name"], info["name_local"], *LANGUAGE_WORDS.get(code, ())):
            endings[plain(word)] = code
    return endings


def column_of(text: str) -> Heading | None:
    """Return what a heading stands for, or None for one that nobody knows."""
    name = plain(text).rstrip(" *:")
    if column := _names().get(name):
        return Heading(column, "")
    for ending, code in _language_endings().items():
        found = re.fullmatch(rf"(.+?)(?:[ _]*[(\[]|[ _–:,-]+){re.escape(ending)}[)\]]?", name)
        column = _names().get(found[1].strip(" *:")) if found else None
        if column is not None and column.is_translated:
            return Heading(column, code)
    return None


def codes_of(headings: Iterable[str], language: str) -> tuple[dict[int, str], list[Note]]:
    """Return ({place: column code}, notes on headings that nobody knows). `language` is that of headings without one.

    Raises BadTable where two columns are for the same, or what tells practices apart is missing.
    """
    codes: dict[int, str] = {}
    warnings: list[Note] = []
    problems: list[Note] = []
    headings = list(headings)
    for place, text in enumerate(headings):
        found = column_of(text) if text.strip() else None
        if found is None:
            if text.strip():
                reason = _("The column is not known and was left out. Its heading may be misspelt.")
                warnings.append(Note(0, text, reason))
            continue
        column = found.column
        code = f"{column.code}_{found.language or language}" if column.is_translated else column.code
        if code in codes.values():
            first = headings[next(p for p, c in codes.items() if c == code)]
            reason = _("The column is there twice, also as “%s”. Leave one.") % first
            problems.append(Note(0, text, reason))
        codes[place] = code
    if not {KEY, *COLUMNS[TITLE].codes()} & set(codes.values()):
        reason = _("There is no column for the name. The first row must have headings, one of them “%s”.")
        problems.append(Note(0, "", reason % capfirst(str(COLUMNS[TITLE].label))))
    if problems:
        raise BadTable(*problems)
    return codes, warnings


def heading(code: str, column: Column, language: str, *, reader: str) -> str:
    """Return the heading of a column in the reader's language ("": its code)."""
    if not reader:
        return code
    with override(reader):
        label = capfirst(str(column.label))
    return f"{label} ({language})" if language else label
