"""Dictionary forms of Finnish words that no dictionary has: names and borrowed words with Finnish endings."""

from __future__ import annotations

_MIN_STEM = 3
_VOWELS = "aeiouyåäö"
_CLITICS = ("kin", "kaan", "kään", "han", "hän", "kohan", "ko", "kö", "pa", "pä")
_POSSESSIVES = ("nsa", "nsä", "mme", "nne")
# Case endings that leave the stem as it is, longest first.
_CASES = ("ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä", "lle", "ksi", "tta", "ttä", "na", "nä")


def guesses(word: str) -> list[str]:
    """Return the word and the dictionary forms it may be an inflection of, most cautious first."""
    found = [word]
    if not word.isalpha() or len(word) <= _MIN_STEM:
        return found
    for stem in _stems(word):
        found += [form for grade in _grades(stem) for form in _base_forms(grade)]
    return list(dict.fromkeys(form for form in found if len(form) >= _MIN_STEM))


def _stems(word: str) -> list[str]:
    """Return what is left without a case ending, possessive and clitic."""
    stems = []
    for bare in _without(word, (*_CLITICS, *_POSSESSIVES)):
        stem = _without_case(bare)
        if stem and len(stem) >= _MIN_STEM:
            stems.append(stem)
    return stems


def _without(word: str, endings: tuple[str, ...]) -> list[str]:
    """Return the word, and the word without one of the endings when enough is left for an inflected word."""
    shorter = [
        word.removesuffix(ending)
        for ending in endings
        if word.endswith(ending) and len(word) - len(ending) > _MIN_STEM + 2
    ]
    return [word, *shorter[:1]]


def _without_case(word: str) -> str:
    """Return the stem before the case ending, or an empty text when there is none."""
    for ending in _CASES:
        if word.endswith(ending):
            return word.removesuffix(ending)
    if len(word) > _MIN_STEM + 2 and word[-1] == "n" and word[-2] in _VOWELS:
        if word[-3] == word[-2]:
            return word[:-2]
        if word[-3] == "h" and word[-4] == word[-2]:
            return word[:-3]
    if word[-1] in "nt" and word[-2] in _VOWELS:
        return word[:-1]
    if word[-1] in "aä" and word[-2] in _VOWELS:
        return word[:-1]
    if word.endswith(("ta", "tä")) and word[-3] in _VOWELS:
        return word[:-2]
    return ""


def _grades(stem: str) -> list[str]:
    """Return the stem, and with the double consonant that inflection has made single (botilla, botti)."""
    if stem[-1] in _VOWELS and stem[-2] in "kpt" and stem[-3] in _VOWELS:
        return [stem, stem[:-1] + stem[-2:]]
    return [stem]


def _base_forms(stem: str) -> list[str]:
    """Return the dictionary forms that have this stem."""
    if stem.endswith("kse"):
        return [stem[:-3] + "s"]
    if stem.endswith("ee"):
        return [stem[:-1], stem[:-1] + "s"]
    if stem.endswith("ei"):
        return [stem[:-2], stem[:-2] + "i"]
    if stem.endswith("se"):
        return [stem, stem[:-2] + "nen"]
    if stem.endswith("i"):
        return [stem[:-1], stem]
    return [stem]
