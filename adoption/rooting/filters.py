"""Which adoptions figures are of: what an address asks for, checked against what there is."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

WITHOUT = "without"


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Values by filter; "" is any. Names are those of the address."""

    theme: str = ""
    project: str = ""
    maturity: str = ""
    kind: str = ""
    region: str = ""
    year: str = ""  # of taking into use
    demo: str = ""  # "without" leaves demonstration data out

    @property
    def query(self) -> str:
        """The query string that asks for this, without "?"."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return self != Filters()


NAMES = tuple(each.name for each in fields(Filters))


@dataclass(frozen=True)
class Choices:
    """What each filter may be set to: {filter: {value: label in the active language}}."""

    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def label(self, name: str, value: str) -> str:
        """Return the label of a value, or the value."""
        return self.labels.get(name, {}).get(value, value)


class UnknownFilter(Exception):
    """An address that asks for what does not exist; its text says so to the reader."""


def headings() -> dict[str, str]:
    """Return {filter: its name in the active language}."""
    return {
        "theme": _("Theme"),
        "project": _("Project"),
        "maturity": _("Maturity"),
        "kind": _("Kind of institution"),
        "region": _("Region"),
        "year": _("Taken into use in"),
        "demo": _("Example data"),
    }


def read(query: QueryDict, choices: Choices) -> Filters:
    """Return the filters of an address. Raises UnknownFilter for a value that no practice or institution has."""
    asked = {name: query.get(name, "").strip() for name in NAMES}
    unknown = [value[:80] for name, value in asked.items() if value and value not in choices.labels[name]]
    if unknown:
        raise UnknownFilter(_("The address asks for a choice that does not exist: %s") % ", ".join(unknown))
    return Filters(**asked)
