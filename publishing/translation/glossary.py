"""The glossary while somebody translates: which of its terms a text has, and whether the translation keeps to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from django.utils.translation import gettext as _

from publishing.models import GlossaryTerm
from publishing.translation.words import Analysed, Phrase, analysed, contains, places

SEED = Path(__file__).with_name("glossary.yaml")


@dataclass(frozen=True)
class Found:
    """A term that a text has, with what says it in the other language."""

    term: str
    counterpart: str
    accepted: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Advice:
    """What the glossary says of one text and its translation. Warnings never stop anybody."""

    terms: tuple[Found, ...] = ()
    warnings: tuple[str, ...] = ()


class Glossary:
    """The terms of one pair of languages, read once and analysed."""

    def __init__(self, source: str, target: str, terms: Iterable[GlossaryTerm] | None = None) -> None:
        self.source, self.target = source, target
        rows = GlossaryTerm.objects.order_by("pk") if terms is None else terms
        usable = [row for row in rows if row.names.get(source) and row.names.get(target)]
        # Longer terms first: “vuosikello” is not looked for within “hyvinvoinnin vuosikello”.
        self.terms = sorted(usable, key=lambda row: -len(phrase_of(row.names[source], source)))

    def advice(self, source_text: str, translation: str = "") -> Advice:
        """Return the terms in a plain source text, and what in the plain translation does not go with them."""
        found = self._terms_in(analysed(source_text, self.source))
        warnings = self._warnings(found, analysed(translation, self.target)) if translation.strip() else ()
        return Advice(tuple(map(self._told, found)), tuple(warnings))

    def _terms_in(self, text: Analysed) -> list[GlossaryTerm]:
        taken: set[int] = set()
        found = []
        for term in self.terms:
            here = [
                place
                for word in term.words_for(self.source)
                for place in places(phrase_of(word, self.source), text.strict)
                if not taken & set(place)
            ]
            if here:
                taken.update(*here)
                found.append(term)
        return found

    def _told(self, term: GlossaryTerm) -> Found:
        counterpart, *accepted = term.words_for(self.target)
        avoid = tuple(term.avoided_in(self.target))
        return Found(term.names[self.source], counterpart, tuple(accepted), avoid, term.note)

    def _warnings(self, found: list[GlossaryTerm], text: Analysed) -> Iterable[str]:
        for term in found:
            if not contains(text.loose, self._phrases(term.words_for(self.target))):
                yield _("“%(term)s” is “%(counterpart)s” in the glossary.") % {
                    "term": term.names[self.source],
                    "counterpart": term.names[self.target],
                }
        yield from self._avoided(found, text)

    def _avoided(self, found: list[GlossaryTerm], text: Analysed) -> Iterable[str]:
        """A word to avoid is in its place where it says another term of the text: “elev” for “oppilas”."""
        right = {word.lower() for term in found for word in term.words_for(self.target)}
        for term in reversed(self.terms):
            for word in term.avoided_in(self.target):
                if word.lower() not in right and contains(text.strict, self._phrases([word])):
                    right.add(word.lower())  # told once, of the plainest term
                    yield _("Use “%(counterpart)s” instead of “%(word)s”.") % {
                        "counterpart": term.names[self.target],
                        "word": word,
                    }

    def _phrases(self, words: Iterable[str]) -> list[Phrase]:
        return [phrase_of(word, self.target) for word in words]


@lru_cache(maxsize=4096)
def phrase_of(term: str, language: str) -> Phrase:
    """Return a term analysed; terms are few and asked for again and again."""
    return analysed(term, language).strict


def seed() -> int:
    """Make the terms of `glossary.yaml` that are missing, and return how many; what editors changed stays."""
    there = {str(row.names.get("fi", "")).lower() for row in GlossaryTerm.objects.all()}
    rows = yaml.safe_load(SEED.read_text(encoding="utf-8"))
    missing = [row for row in rows if row["fi"].lower() not in there]
    for row in missing:
        GlossaryTerm.objects.create(
            names={"fi": row["fi"], "sv": row["sv"]},
            accepted=row.get("also", {}),
            avoid=row.get("avoid", {}),
            note=row.get("note", ""),
        )
    return len(missing)
