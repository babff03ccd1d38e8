"""The readers' pages of a practice: how institutions do it, and who starts when."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from adoption.local.asking import Kind, is_open
from adoption.local.company import terms_of
from adoption.local.core_parts import Wording, wordings_of
from adoption.local.forms import is_mail
from adoption.local.versions import FEWEST_COUNTED, PartCount, ShownVersion, as_shown, part_counts
from adoption.models import Adoption, LocalPart, LocalVersion
from practices.paging import page_number
from practices.stand_ins import practice_by

PER_PAGE = 20


@dataclass(frozen=True)
class Entry:
    """A version in the list, and what a reader can do with it."""

    shown: ShownVersion
    may_be_asked: bool
    contact_is_mail: bool


@dataclass(frozen=True)
class Listing:
    """A page of the list."""

    page: PaginatorPage
    entries: list[Entry]
    no_such_page: bool

    @property
    def pages(self) -> list[tuple[int | None, str]]:
        """Return (number, address) of the pages to link; a number of None stands for a gap."""
        numbers = self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1)
        return [(n, f"?page={n}") if isinstance(n, int) else (None, "") for n in numbers]

    @property
    def previous_url(self) -> str:
        """Address of the page before this one, or nothing."""
        return f"?page={self.page.previous_page_number()}" if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        """Address of the page after this one, or nothing."""
        return f"?page={self.page.next_page_number()}" if self.page.has_next() else ""


def answers_by_version(practice: Any) -> list[tuple[str, list[LocalPart]]]:
    """Return (language, answers) of every version that readers see of a practice, two queries."""
    versions = LocalVersion.objects.readable().filter(adoption__practice=practice)
    return [(version.language, list(version.parts.all())) for version in versions.prefetch_related("parts")]


@csrf_exempt  # nothing is written: so that other methods are refused as such, not for a missing token
@require_safe
def local_versions(request: HttpRequest, key: str) -> HttpResponse:
    """Show how institutions do a practice, the newest first, and which parts they usually change."""
    practice = practice_by(key)
    wordings = wordings_of(practice.translation_key)
    readable = LocalVersion.objects.readable().filter(adoption__practice=practice.translation_key)
    paginator = Paginator(
        readable.select_related("adoption__organisation").prefetch_related("parts", "materials"), PER_PAGE
    )
    number, status = page_number(request.GET.get("page"), paginator.num_pages)
    shown = paginator.page(number)
    entries = [_entry(version, wordings) for version in shown.object_list]
    total = paginator.count
    counts: list[PartCount] = []
    if total >= FEWEST_COUNTED:
        everybody = answers_by_version(practice.translation_key)
        counts = part_counts(everybody, wordings=wordings, language=get_language() or "")
    context = {
        "practice": practice,
        "listing": Listing(shown, entries, no_such_page=status == 404),
        "total": total,
        "fewest": FEWEST_COUNTED,
        "counts": counts,
        "any_demo": any(entry.shown.adoption.is_demo for entry in entries),
    }
    return TemplateResponse(request, "adoption/local/versions.html", context, status=status)


def _entry(version: LocalVersion, wordings: dict[str, Wording]) -> Entry:
    shown = as_shown(
        version,
        version.parts.all(),
        version.materials.all(),
        wordings=wordings,
        language=get_language() or "",
    )
    adoption: Adoption = version.adoption
    return Entry(shown, is_open(adoption, Kind.QUESTION), is_mail(shown.contact))


@csrf_exempt
@require_safe
def together(request: HttpRequest, key: str) -> HttpResponse:
    """Show the institutions that start a practice in this term or a coming one and would like company."""
    practice = practice_by(key)
    terms = terms_of(practice.translation_key)
    entries = [
        (term, [(adoption, is_open(adoption, Kind.TOGETHER)) for adoption in term.adoptions])
        for term in terms
    ]
    context = {
        "practice": practice,
        "terms": entries,
        "any_demo": any(adoption.is_demo for term in terms for adoption in term.adoptions),
    }
    return TemplateResponse(request, "adoption/local/together.html", context)
