"""School terms as adoptions name them: "2027-spring" and "2027-autumn"."""

from datetime import date

from django.utils.translation import gettext as _

SPRING, AUTUMN = "spring", "autumn"
AHEAD = 4


def term_of(day: date) -> str:
    """Return the term that a day falls into: spring until the end of June, autumn from July."""
    return f"{day.year}-{SPRING if day.month <= 6 else AUTUMN}"


def next_terms(today: date) -> list[str]:
    """Return the present term and those that follow, four in all: what somebody may plan to start in."""
    year, half = today.year, 0 if today.month <= 6 else 1
    halves = range(year * 2 + half, year * 2 + half + AHEAD)
    return [f"{n // 2}-{AUTUMN if n % 2 else SPRING}" for n in halves]


def term_label(term: str) -> str:
    """Return a term's name in the active language, such as "spring 2027"; "" for none."""
    year, _dash, half = term.partition("-")
    if not half:
        return ""
    return _("spring %(year)s") % {"year": year} if half == SPRING else _("autumn %(year)s") % {"year": year}
