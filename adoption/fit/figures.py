"""Figures in what practices tell in words. What cannot be read for certain is not read at all."""

import re

WEEKS_A_MONTH = 52 / 12
LARGEST = 10_000

_NUMBER = r"(?P<least>\d{1,5}(?:[.,]\d)?)(?:\s?[–-]\s?(?P<most>\d{1,5}(?:[.,]\d)?))?"
_UNIT = r"(?P<unit>h|t|tuntia?|tim|timme|timmar|min|minuuttia?|minut(?:er)?)\b\.?"
_WEEK = r"viikossa|/\s?vko|/\s?viikko|i veckan|per vecka|varje vecka|/\s?vecka"
_MONTH = r"kuukaudessa|kuussa|/\s?kk|i månaden|per månad|varje månad|/\s?mån"
# A period stands beside its figure or not far behind: "2 h of guidance a week".
_EACH = re.compile(
    rf"{_NUMBER}\s?{_UNIT}[^\d,.;:]{{0,30}}?(?:(?P<week>{_WEEK})|(?P<month>{_MONTH}))", re.IGNORECASE
)
_PEOPLE = re.compile(
    r"\s*(?:noin|ungefär|cirka|ca)?\s*(?P<least>\d{1,4})\s?[–-]\s?\d{1,4}\s+(?P<word>[^\W\d]+)", re.IGNORECASE
)
# Of whom the size is told, where it is the students: a planning group of six says nothing of how many must be there.
_STUDENTS = (
    "opiskelij",
    "studerande",
    "tutor",
    "pelaaj",
    "spelare",
    "asuka",
    "boende",
    "osallistuj",
    "deltagare",
)


def monthly_hours(text: str) -> float | None:
    """Return the staff hours a month that a text tells, the larger figure of a range; None unless it tells just one.

    "20 h at the start, then 2 h a week" is 8.7: the start is not reckoned in.
    """
    found = list(_EACH.finditer(text or ""))
    if len(found) != 1:
        return None
    figure = found[0]
    hours = float((figure["most"] or figure["least"]).replace(",", "."))
    if figure["unit"].casefold().startswith("min"):
        hours /= 60
    hours = hours * WEEKS_A_MONTH if figure["week"] else hours
    return hours if hours <= LARGEST else None


def least_students(text: str) -> int | None:
    """Return the fewest students that a group size tells ("12–60 players" is 12); None where it tells anything else."""
    found = _PEOPLE.match(text or "")
    if found is None or not found["word"].casefold().startswith(_STUDENTS):
        return None
    return int(found["least"])


def is_for_everyone(text: str) -> bool:
    """Return whether a group size is the whole institution."""
    return bool(
        re.match(
            r"\s*(koko (oppilaitos|opisto)|hela (läroanstalten|folkhögskolan))\b", text or "", re.IGNORECASE
        )
    )
