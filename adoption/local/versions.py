"""What readers see of local versions: how institutions do a practice, and which parts they usually change."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adoption.local.core_parts import Wording, placed
from adoption.models import Adoption, LocalMaterial, LocalPart, LocalVersion

Fate = LocalPart.Fate
# From how many versions on it says something to count what was changed.
FEWEST_COUNTED = 3


@dataclass(frozen=True)
class ShownPart:
    """What became of a part. `was` is how it read when that was told, where it reads otherwise now."""

    title: str
    title_language: str
    fate: str
    label: str
    what: str
    why: str
    was: str = ""
    is_gone: bool = False


@dataclass(frozen=True)
class ShownVersion:
    """A local version as readers see it. `language` is that of the institution's own words."""

    pk: int | None
    adoption: Adoption
    language: str
    summary: str
    contact: str
    parts: tuple[ShownPart, ...]
    materials: tuple[LocalMaterial, ...]
    changed_at: Any = None

    @property
    def is_stopped(self) -> bool:
        """Whether the institution does not do it any more."""
        return self.adoption.state == Adoption.State.STOPPED

    @property
    def numbers(self) -> dict[str, int]:
        """How many parts were kept, changed and left out, by the fate's name as templates can say it."""
        counted = Counter(part.fate for part in self.parts)
        return {
            "kept": counted[Fate.KEPT],
            "changed": counted[Fate.CHANGED],
            "left_out": counted[Fate.LEFT_OUT],
        }


@dataclass(frozen=True)
class PartCount:
    """How many institutions kept, changed and left out a part."""

    title: str
    title_language: str
    kept: int
    changed: int
    left_out: int

    @property
    def told(self) -> int:
        """How many told of it."""
        return self.kept + self.changed + self.left_out

    @property
    def not_kept(self) -> int:
        """How many changed it or left it out."""
        return self.changed + self.left_out

    @property
    def bar(self) -> dict[str, float]:
        """Where the three stretches of a bar that is 100 long begin and how long they are, kept first."""
        kept, changed = 100 * self.kept / self.told, 100 * self.changed / self.told
        return {
            "kept": round(kept, 1),
            "changed": round(changed, 1),
            "left_out_from": round(kept + changed, 1),
            "left_out": round(100 - kept - changed, 1),
        }


def as_shown(
    version: LocalVersion,
    parts: Iterable[LocalPart],
    materials: Iterable[LocalMaterial],
    *,
    wordings: Mapping[str, Wording],
    language: str,
) -> ShownVersion:
    """Return a version, saved or not, as a reader of `language` sees it, part by part in the practice's order."""
    then = wordings.get(version.language)
    now = wordings.get(language) or then
    order = list(now.by_key) if now else []
    shown = []
    for each in placed(parts, then.by_key if then else {}):
        key = each.part.key if each.part else ""
        present = now.by_key.get(key) if now else None
        told = each.told
        spoken_then = then.language if then else version.language
        entry = ShownPart(
            title=present.title if present else told.title,
            title_language=now.language if now and present else spoken_then,
            fate=told.fate,
            label=str(told.get_fate_display()),
            what=told.what if told.fate != Fate.KEPT else "",
            why=told.why if told.fate != Fate.KEPT else "",
            was=told.title if each.is_reworded else "",
            is_gone=present is None and bool(now),
        )
        shown.append((order.index(key) if key in order else len(order), entry))
    shown.sort(key=lambda pair: pair[0])
    return ShownVersion(
        pk=version.pk,
        adoption=version.adoption,
        language=version.language,
        summary=version.summary,
        contact=version.contact if version.contact_consent else "",
        parts=tuple(entry for _place, entry in shown),
        materials=tuple(materials),
        changed_at=version.changed_at,
    )


def part_counts(
    versions: Iterable[tuple[str, Sequence[LocalPart]]], *, wordings: Mapping[str, Wording], language: str
) -> list[PartCount]:
    """Return what became of each part that somebody told of, in the practice's order; nothing of fewer than three.

    `versions` are (language, answers). Answers about parts that the practice does not have any more are left out.
    """
    now = wordings.get(language)
    versions = list(versions)
    if now is None or len(versions) < FEWEST_COUNTED:
        return []
    counted: Counter[tuple[str, str]] = Counter()
    for spoken, answers in versions:
        then = wordings.get(spoken) or now
        counted.update((each.part.key, each.told.fate) for each in placed(answers, then.by_key) if each.part)
    counts = [
        PartCount(
            part.title,
            now.language,
            *(counted[part.key, fate] for fate in (Fate.KEPT, Fate.CHANGED, Fate.LEFT_OUT)),
        )
        for part in now.parts
    ]
    return [count for count in counts if count.told]


def most_changed(counts: Sequence[PartCount], *, most: int = 2) -> list[PartCount]:
    """Return the parts that most institutions changed or left out, those that at least two did."""
    changed = sorted(counts, key=lambda count: -count.not_kept)
    return [count for count in changed if count.not_kept > 1][:most]
