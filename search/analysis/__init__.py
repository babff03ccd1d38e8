"""The registry of analysers: which class reads which language."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from search.analysis.base import Analyser, CachedAnalyser, Word
from search.analysis.plain import PlainAnalyser

__all__ = ["ANALYSERS", "Analyser", "Word", "analyser_class", "get_analyser"]

# Language code -> dotted name of a class made without arguments. A further language is one line here.
ANALYSERS: dict[str, str] = {
    "fi": "search.analysis.finnish.FinnishAnalyser",
    "sv": "search.analysis.swedish.SwedishAnalyser",
    "en": "search.analysis.english.EnglishAnalyser",
}


@cache
def get_analyser(language: str) -> CachedAnalyser:
    """Return the one analyser of a language (`sv` also serves `sv-fi`), plain when none is available.

    The first call for a language loads its dictionaries, which takes about a second.
    """
    kind = analyser_class(language)
    if kind is None or not kind.is_available():
        return CachedAnalyser(PlainAnalyser(_code(language)))
    return CachedAnalyser(kind())


def analyser_class(language: str) -> type[Analyser] | None:
    """Return the class that reads a language, or None where it has none. Nothing is loaded but its module."""
    code = _code(language)
    name = ANALYSERS.get(code) or ANALYSERS.get(code.split("-")[0])
    if name is None:
        return None
    module, _, attribute = name.rpartition(".")
    found: type[Analyser] = getattr(import_module(module), attribute)
    return found


def _code(language: str) -> str:
    return language.lower().replace("_", "-")
