"""Made-up institutions and their adoptions, so that every view has something to show; marked, and removable as one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.db.models import ProtectedError

from adoption.institutions import imagining
from adoption.institutions.imagining import Asked, Life
from adoption.local.core_parts import parts_of
from adoption.models import (
    Adoption,
    DemoInstitution,
    FollowUp,
    LocalPart,
    LocalVersion,
    StateChange,
)
from adoption.places import region_of
from adoption.terms import next_terms
from practices.indexing import index_after_commit
from practices.models import Organisation, PracticePage

PREFIX = "demo-"


@dataclass(frozen=True)
class Removed:
    """How many rows went; `kept` are the names of institutions that something real refers to."""

    institutions: int
    adoptions: int
    kept: tuple[str, ...]


@transaction.atomic
def load(today: date) -> int:
    """Make the demonstration unless there is one, and return how many adoptions were made."""
    if Adoption.objects.filter(is_demo=True).exists():
        return 0
    pages = _pages()
    imagined = imagining.lives(list(pages), today)
    if not imagined:
        return 0
    rows = _institutions()
    taken = set(Adoption.objects.values_list("practice", "organisation"))  # what is real comes first
    pairs = [
        (_adoption(life, pages[life.practice], rows[life.institution], today), life)
        for life in imagined
        if (pages[life.practice].translation_key, rows[life.institution].pk) not in taken
    ]
    adoptions = [adoption for adoption, _life in pairs]
    Adoption.objects.bulk_create(adoptions)
    for adoption, life in pairs:
        adoption.created_at = adoption.changed_at = _noon(life.states[0][1])
    Adoption.objects.bulk_update(adoptions, ["created_at", "changed_at"])
    StateChange.objects.bulk_create(
        StateChange(adoption=adoption, state=state, on=day, source=StateChange.Source.DEMO)
        for adoption, life in pairs
        for state, day in life.states
    )
    FollowUp.objects.bulk_create(_follow_ups(pairs))
    _local_versions(pairs, pages)
    _index(adoptions)
    return len(adoptions)


@transaction.atomic
def remove() -> Removed:
    """Delete everything of the demonstration. What is real stays, and with it an institution that it refers to."""
    adoptions = Adoption.objects.filter(is_demo=True)
    _index(list(adoptions))
    gone = adoptions.count()
    adoptions.delete()  # and what hangs on them
    kept, institutions = [], 0
    for organisation in Organisation.objects.filter(demo_institution__isnull=False):
        try:
            with transaction.atomic():
                organisation.delete()
            institutions += 1
        except ProtectedError:
            kept.append(str(organisation))
    return Removed(institutions, gone, tuple(kept))


def _pages() -> dict[str, PracticePage]:
    """Return the live practices by key; of each, the page that it was written as."""
    live = PracticePage.objects.live().filter(alias_of=None, retired_reason="").order_by("-locale_id", "-pk")
    pages = live.prefetch_related("setting_links")
    return {page.key: page for page in pages if page.key}


def _institutions() -> dict[str, Organisation]:
    """Return the made-up institutions by their keys; those that are missing are made."""
    there = {each.slug: each for each in Organisation.objects.filter(slug__startswith=PREFIX)}
    rows, new = {}, []
    for key, told in imagining.institutions().items():
        region = region_of(told["region"])
        slug = f"{PREFIX}{key}"
        if slug not in there:
            row = Organisation(
                slug=slug,
                names=told["name"],
                name=told["name"]["fi"],
                kind=told["kind"],
                region=region.names["fi"] if region else "",
            )
            row.save()
            new.append(DemoInstitution(organisation=row))
            there[slug] = row
        rows[key] = there[slug]
    DemoInstitution.objects.bulk_create(new)
    return rows


def _adoption(life: Life, page: PracticePage, organisation: Organisation, today: date) -> Adoption:
    told = imagining.told()
    state, state_on = life.states[-1]
    stopped = state == Adoption.State.STOPPED
    begun = _noon(life.states[0][1])
    settings = [link.tag_id for link in page.setting_links.all()]
    greetings = told["greetings"][life.language]
    greeted = life.luck < 0.25 and begun + timedelta(days=3) < _noon(today)
    together = bool(life.told.get("together"))
    return Adoption(
        id=uuid5(NAMESPACE_URL, f"demo {page.translation_key} {organisation.slug}"),
        practice=page.translation_key,
        organisation=organisation,
        state=state,
        state_on=state_on,
        since=life.since,
        setting_id=settings[int(life.luck * len(settings))] if settings else None,
        students=life.students,
        reason=life.reason,
        reason_words=told["reason_words"][life.language][life.reason] if stopped and life.luck < 0.6 else "",
        language=life.language,
        is_public=life.is_public,
        is_contact_open=life.is_open,
        wants_company=together,
        start_term=next_terms(today)[1] if together else "",
        consent=told["consent"][life.language],
        consented_at=begun,
        confirmed_at=begun,
        greeting=greetings[int(life.luck * 1000) % len(greetings)] if greeted else "",
        greeted_at=begun + timedelta(days=3) if greeted else None,
        is_demo=True,
    )


def _follow_ups(pairs: Sequence[tuple[Adoption, Life]]) -> list[FollowUp]:
    made = []
    for adoption, life in pairs:
        last = max((each.month for each in life.asked if each.answered_on), default=0)
        made += [_follow_up(adoption, life, asked, is_last=asked.month == last) for asked in life.asked]
    return made


def _follow_up(adoption: Adoption, life: Life, asked: Asked, *, is_last: bool) -> FollowUp:
    told = imagining.told()
    values: dict[str, Any] = dict(asked.values)
    if "changed" in values:
        texts = told["changed"][life.language]
        values["changed"] = texts[int(values["changed"] * len(texts))]
    answered = _noon(asked.answered_on) if asked.answered_on else None
    if is_last and answered and (story := life.told.get("story") or life.told.get("unchecked_story")):
        values |= {"story": story, "story_consent": told["consent"][life.language]}
        if "story" in life.told:
            values["story_checked_at"] = answered + timedelta(hours=4)
    return FollowUp(adoption=adoption, month=asked.month, due_on=asked.due_on, answered_at=answered, **values)


def _local_versions(pairs: Sequence[tuple[Adoption, Life]], pages: Mapping[str, PracticePage]) -> None:
    for adoption, life in pairs:
        local = life.told.get("local")
        if not local:
            continue
        version = LocalVersion.objects.create(
            adoption=adoption, summary=local["summary"], language=life.language, is_shown=True
        )
        page = _in_language(pages[life.practice], life.language)
        steps = [part for part in parts_of(page) if part.key.startswith("step-")]
        LocalPart.objects.bulk_create(
            LocalPart(
                version=version,
                key=steps[part["step"] - 1].key,
                title=steps[part["step"] - 1].title,
                fate=part["fate"],
                what=part.get("what", ""),
                why=part.get("why", ""),
            )
            for part in local["parts"]
            if part["step"] <= len(steps)
        )


def _in_language(page: PracticePage, language: str) -> PracticePage:
    found = PracticePage.objects.filter(
        translation_key=page.translation_key, locale__language_code=language
    ).first()
    return found or page


def _index(adoptions: Sequence[Adoption]) -> None:
    """Let search know that practices are used by more or fewer."""
    keys = {adoption.practice for adoption in adoptions}
    index_after_commit(PracticePage.objects.filter(translation_key__in=keys).values_list("pk", flat=True))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=UTC)
