"""An institution's own page, opened by the adopter's link: what it uses, since when, and what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import slugify

from adoption.institutions import tables
from adoption.institutions.listing import Used, used_of
from adoption.joining.opening import by_link
from adoption.links import address, token_of
from adoption.models import Adoption, FollowUp
from adoption.practice_pages import pages_of
from adoption.pulse.links import follow_up_token
from practices.models import PracticePage


@dataclass(frozen=True)
class Mine:
    """An adoption of the contact person. `next` is the follow-up that is due, or the next that comes."""

    adoption: Adoption
    title: str
    url: str  # the adopter's page of this adoption
    next: FollowUp | None
    answer_url: str  # of a follow-up that waits for an answer
    last: FollowUp | None  # the latest answer


@dataclass(frozen=True)
class OwnPage:
    """Everything of an institution that its contact person sees."""

    name: str
    mine: Sequence[Mine]
    others: Sequence[Used]
    public_slug: str

    @property
    def due(self) -> list[Mine]:
        """What waits for an answer, the longest waiting first."""
        waiting = [each for each in self.mine if each.answer_url and each.next]
        return sorted(waiting, key=lambda each: each.next.due_on if each.next else date.max)


def own_page(adoption: Adoption, today: date) -> OwnPage:
    """Return the page of a link's institution: the adoptions with the same contact, and others that are public.

    Ten queries at most, whatever the number of adoptions.
    """
    of_institution = Adoption.objects.select_related("organisation", "suggested", "setting").filter(
        organisation=adoption.organisation_id, suggested=adoption.suggested_id
    )
    mine = [adoption]
    if adoption.email and adoption.confirmed_at:
        same = of_institution.filter(email__iexact=adoption.email, confirmed_at__isnull=False)
        mine = list(same.prefetch_related("follow_ups")) or mine
    own = {each.pk for each in mine}
    others = [each for each in of_institution.public() if each.pk not in own] if adoption.confirmed_at else []
    pages = pages_of(each.practice for each in (*mine, *others))
    found = [_mine(each, pages.get(each.practice), today) for each in mine]
    is_public = bool(others) or any(
        each.is_public and each.confirmed_at and not each.disputed_at and each.practice in pages
        for each in mine
    )
    organisation = adoption.organisation
    return OwnPage(
        name=adoption.institution_name,
        mine=sorted(found, key=lambda each: each.title.casefold()),
        others=used_of(others, pages) if others else [],
        public_slug=organisation.slug if organisation and is_public else "",
    )


def _mine(adoption: Adoption, page: PracticePage | None, today: date) -> Mine:
    follow_ups = sorted(adoption.follow_ups.all(), key=lambda each: each.due_on)
    open_ones = [each for each in follow_ups if each.answered_at is None]
    due = [each for each in open_ones if each.due_on <= today]
    coming = [each for each in open_ones if each.due_on > today]
    answered = [each for each in follow_ups if each.answered_at is not None]
    waiting = due[-1] if due else None
    if waiting is not None:
        waiting.adoption = adoption
    return Mine(
        adoption=adoption,
        title=page.title if page else str(adoption.practice),
        url=address("adoption", token_of(adoption)),
        next=waiting or (coming[0] if coming else None),
        answer_url=address("follow_up", follow_up_token(waiting)) if waiting else "",
        last=answered[-1] if answered else None,
    )


@by_link()
def institution_own(request: HttpRequest, adoption: Adoption, token: str) -> HttpResponse:
    """Show what the institution uses, since when and what is due."""
    today = timezone.localdate()
    context = {"own": own_page(adoption, today), "token": token, "adoption": adoption, "today": today}
    return TemplateResponse(request, "adoption/institutions/own.html", context)


@by_link()
def own_csv(request: HttpRequest, adoption: Adoption, token: str) -> HttpResponse:
    """Answer with the figures of the contact person's adoptions as CSV."""
    return _file(tables.as_csv(_rows(adoption)), tables.CSV, f"{_name(adoption)}.csv")


@by_link()
def own_xlsx(request: HttpRequest, adoption: Adoption, token: str) -> HttpResponse:
    """Answer with the figures of the contact person's adoptions as a workbook."""
    return _file(tables.as_xlsx(_rows(adoption)), tables.XLSX, f"{_name(adoption)}.xlsx")


def _rows(adoption: Adoption) -> list[list[object]]:
    own = own_page(adoption, timezone.localdate())
    return tables.rows_of((each.title, each.adoption, each.last) for each in own.mine)


def _name(adoption: Adoption) -> str:
    return slugify(adoption.institution_name) or "figures"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
