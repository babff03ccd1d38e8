"""The registry of analysers: which class reads which language."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from search.analysis.base import Analyser, CachedAnalyser, Word
from search.analysis.plain import PlainAnalyser

__all__ = ["ANALYSERS", "Analyser", "Word", "get_analyser"]

# Language code -> dotted name of a class made without arguments. A further language is one line here.
ANALYSERS: dict[str, str] = {
    "fi": "search.analysis.finnish.FinnishAnalyser",
    "sv": "search.analysis.swedish.SwedishAnalyser",
    "en": "search.analysis.english.EnglishAnalyser",
}


@cache
def get_analyser(language: str) -> CachedAnalyser:
    """Return the one analyser of a language (`sv` also serves `sv-fi`), plain when it has none.

    The first call for a language loads its dictionaries, which takes about a second.
    """
    code = language.lower().replace("_", "-")
    name = ANALYSERS.get(code) or ANALYSERS.get(code.split("-")[0])
    if name is None:
        return CachedAnalyser(PlainAnalyser(code))
    module, _, attribute = name.rpartition(".")
    analyser: Analyser = getattr(import_module(module), attribute)()
    return CachedAnalyser(analyser)
