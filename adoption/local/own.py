"""The adopter's page on which it tells how it does the practice: saved as a draft, looked at, or shown to readers."""

import logging
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import get_language

from adoption.links import address, adoption_of
from adoption.local.core_parts import CorePart, Placed, Wording, placed, wordings_of
from adoption.local.editing import save_version, unsaved
from adoption.local.forms import VersionForm
from adoption.local.opening import LARGEST_BODY, by_link, lead_to, page
from adoption.local.versions import ShownVersion, as_shown
from adoption.models import Adoption, LocalVersion
from practices import limits
from practices.public_forms import refusal_of

logger = logging.getLogger(__name__)
MOST_SAVED = 200  # an hour and address; a school may have one address


@dataclass(frozen=True)
class Desk:
    """An adoption with what is there to write about: the practice's parts in the adopter's language."""

    adoption: Adoption

    @cached_property
    def version(self) -> LocalVersion | None:
        """What was saved before."""
        versions = LocalVersion.objects.filter(adoption=self.adoption)
        return versions.prefetch_related("parts", "materials").first()

    @cached_property
    def wordings(self) -> dict[str, Wording]:
        """The practice's pages by language."""
        return wordings_of(self.adoption.practice)

    @property
    def wording(self) -> Wording | None:
        """The page in the adopter's language, or in any."""
        return self.wordings.get(self.adoption.language) or next(iter(self.wordings.values()), None)

    @cached_property
    def answers(self) -> list[Placed]:
        """What was answered, each with its part now."""
        present = self.wording.by_key if self.wording else {}
        return placed(self.version.parts.all(), present) if self.version else []

    @property
    def parts(self) -> list[CorePart]:
        """The parts of the practice, then those that it no longer has and that were answered about."""
        present = list(self.wording.parts) if self.wording else []
        taken = {part.key for part in present}
        gone = []
        for each in (answer.told for answer in self.answers if answer.part is None):
            key = each.key if each.key not in taken else f"gone-{each.pk}"
            gone.append(CorePart(key, each.title))
        return [*present, *gone]

    @property
    def form(self) -> VersionForm:
        """The form with what was saved."""
        parts = self.parts
        gone = iter(parts[len(self.wording.parts) if self.wording else 0 :])
        answers = {(each.part or next(gone)).key: each.told for each in self.answers}
        return VersionForm.of(parts, self.version, answers)

    def notes(self) -> dict[str, dict[str, str]]:
        """Return what is to be told of parts by key: `was`, how it read when answered, or `gone`."""
        told = {
            each.part.key: {"was": each.told.title} for each in self.answers if each.part and each.is_reworded
        }
        gone = self.parts[len(self.wording.parts) if self.wording else 0 :]
        return told | {part.key: {"gone": part.title} for part in gone}

    @property
    def is_named(self) -> bool:
        """Whether readers may see who does it this way."""
        return Adoption.objects.public().filter(pk=self.adoption.pk).exists()


@by_link(adoption_of)
def local_version(request: HttpRequest, adoption: Adoption, token: str) -> HttpResponse:
    """Show the form; or save what it sent as a draft or for readers, or show what readers would see."""
    desk = Desk(adoption)
    if request.method != "POST":
        return _page(request, desk, token, desk.form)
    if refusal := refusal_of(request, largest=LARGEST_BODY):
        return _page(request, desk, token, desk.form, said=refusal[0], status=refusal[1])
    form = VersionForm.sent(desk.parts, request.POST)
    if not form.is_valid():
        return _page(request, desk, token, form, status=422)
    do = request.POST.get("do", "draft")
    if do == "preview":
        version, parts, materials = unsaved(adoption, form.told)
        seen = as_shown(version, parts, materials, wordings=desk.wordings, language=get_language() or "")
        return _page(request, desk, token, form, seen=seen, said="preview")
    if not limits.may(request, "local version saved", most=MOST_SAVED):
        return _page(request, desk, token, form, said="often", status=429)
    try:
        saved = save_version(adoption, form.told, shown=do == "show")
    except (DatabaseError, Adoption.DoesNotExist):
        logger.exception("A local version could not be saved; its writer was told and keeps the text")
        return _page(request, desk, token, form, said="later", status=503)
    return lead_to(address("local_version", token), said=_came_of(saved, desk))


def _came_of(saved: LocalVersion, desk: Desk) -> str:
    if not saved.is_shown:
        return "draft"
    if saved.hidden_at:
        return "hidden"
    return "shown" if desk.is_named else "unnamed"


def _page(
    request: HttpRequest,
    desk: Desk,
    token: str,
    form: VersionForm,
    *,
    seen: ShownVersion | None = None,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    notes = desk.notes()
    context: dict[str, Any] = {
        "adoption": desk.adoption,
        "version": desk.version,
        "practice": desk.wording.page if desk.wording else None,
        "words_language": desk.wording.language if desk.wording else desk.adoption.language,
        "rows": [{**row, **notes.get(row["part"].key, {})} for row in form.part_rows],
        "token": token,
        "form": form,
        "seen": seen,
        "is_named": desk.is_named,
    }
    return page(request, "own", context, said=said, status=status)
