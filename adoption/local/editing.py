"""Saving a local version: all of it or nothing, and the same however often and by how many hands it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from adoption.models import Adoption, LocalMaterial, LocalPart, LocalVersion
from adoption.states import locked


@dataclass(frozen=True)
class Told:
    """What an adopter told. `parts` have key, title, fate, what and why; `materials` are (title, address)."""

    summary: str = ""
    contact: str = ""
    contact_consent: str = ""
    parts: Sequence[dict[str, str]] = ()
    materials: Sequence[tuple[str, str]] = ()


def unsaved(adoption: Adoption, told: Told) -> tuple[LocalVersion, list[LocalPart], list[LocalMaterial]]:
    """Return the rows of what was told, to look at; none of them is saved."""
    version = LocalVersion(adoption=adoption, language=adoption.language)
    version.summary, version.contact = told.summary, told.contact
    version.contact_consent = told.contact_consent if told.contact else ""
    parts = [LocalPart(**part) for part in told.parts]
    return version, parts, [LocalMaterial(title=title, url=url) for title, url in told.materials]


@transaction.atomic
def save_version(adoption: Adoption, told: Told, *, shown: bool) -> LocalVersion:
    """Save what was told in place of what was told before, and return it. DoesNotExist: it is gone."""
    adoption = locked(adoption)
    new, parts, materials = unsaved(adoption, told)
    version = LocalVersion.objects.select_for_update().filter(adoption=adoption).first() or new
    version.summary, version.contact, version.language = new.summary, new.contact, new.language
    version.contact_consent, version.is_shown = new.contact_consent, shown
    version.save()
    _replace(version.parts, version, parts)
    _replace(version.materials, version, materials)
    return version


def _replace(rows: Any, version: LocalVersion, new: Sequence[LocalPart | LocalMaterial]) -> None:
    rows.all().delete()
    for row in new:
        row.version = version
    rows.bulk_create(new)
