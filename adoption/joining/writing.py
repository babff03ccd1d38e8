"""Taking a practice into use: looking for the institution, and the form."""

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from adoption.joining import institutions
from adoption.joining.asking import Kind, TooOften, Wish, ask
from adoption.joining.confirming import adoption_by
from adoption.joining.forms import AdoptForm, MailForm, NewInstitutionForm
from adoption.joining.institutions import Chosen, chosen_by
from adoption.joining.mails import may_write_to, tell_adopter
from adoption.joining.opening import LARGEST_BODY, MOST_SENT, deed_of, lead_to, page
from adoption.joining.spelling import LONGEST, key_of
from adoption.links import UNCONFIRMED_LASTS
from adoption.models import Adoption
from practices import limits
from practices.link_views import public
from practices.models import PracticePage
from practices.public_forms import refusal_of
from practices.stand_ins import practice_by
from search.text import clean

logger = logging.getLogger(__name__)


@public
def adopt(request: HttpRequest, key: str) -> HttpResponse:
    """Look for the institution, show the form of the chosen one, or take what the form sent."""
    practice = practice_by(key)
    if request.GET.get("said") == "sent" and request.method != "POST":
        return page(request, "sent", {"practice": practice, "days": UNCONFIRMED_LASTS.days})
    value = request.POST.get("by", "") if _readable(request) else ""
    value = value or request.GET.get("by", "")
    if value:
        chosen = chosen_by(value)
        if chosen is None:
            return _look(request, practice, said="gone")
        if existing := named_adoption(chosen, practice):
            return _taken(request, practice, chosen, existing)
        return _telling(request, practice, chosen)
    if request.method == "POST" or "new" in request.GET:
        return _telling(request, practice, Chosen())
    return _look(request, practice)


def named_adoption(by: Chosen, practice: PracticePage) -> Adoption | None:
    """Return the institution's adoption where readers are told of it anyway; of others only the institution hears."""
    existing = adoption_by(by, practice.translation_key)
    shown = existing and Adoption.objects.public().filter(pk=existing.pk).exists()
    return existing if shown else None


def _readable(request: HttpRequest) -> bool:
    return request.method == "POST" and refusal_of(request, largest=LARGEST_BODY) is None


def _look(request: HttpRequest, practice: PracticePage, *, said: str = "") -> HttpResponse:
    typed = clean(request.GET.get("institution", ""))
    if len(typed) > LONGEST:
        typed, said = "", "private"
    found = institutions.found_for(typed) if typed else []
    context = {
        "practice": practice,
        "typed": typed,
        "found": found,
        "short": bool(typed) and len(typed) < institutions.SHORTEST,
    }
    return page(request, "look", context, said=said, status=404 if said == "gone" else 200)


def _telling(request: HttpRequest, practice: PracticePage, chosen: Chosen) -> HttpResponse:
    """Show the form of an institution, or take it."""
    is_new = not chosen.value
    form_class = NewInstitutionForm if is_new else AdoptForm
    if request.method != "POST":
        name = clean(request.GET.get("institution", ""))[:LONGEST]
        asked = key_of(name) if request.GET.get("new") == "another" else ""
        return _telling_page(request, practice, chosen, form_class(initial={"name": name, "asked": asked}))
    if refusal := refusal_of(request, largest=LARGEST_BODY):
        return _telling_page(request, practice, chosen, form_class(), said=refusal[0], status=refusal[1])
    form = form_class(request.POST)
    if not form.is_valid():
        return _telling_page(request, practice, chosen, form, status=422)
    if isinstance(form, NewInstitutionForm):
        chosen = (chosen_by(form.chosen) if form.chosen else None) or Chosen(named=form.named)
        if existing := named_adoption(chosen, practice):
            return _taken(request, practice, chosen, existing, first=True)
    if not limits.may(request, "adoption sent", most=MOST_SENT):
        return _telling_page(request, practice, chosen, form, said="often", status=429)
    wish = Wish(
        kind=Kind.JOIN,
        practice=practice.translation_key,
        email=form.cleaned_data["email"],
        language=get_language() or "",
        by=chosen,
        answers=form.answers(consent=form.agreed()),
    )
    said = asked_for(wish)
    if said != "sent":
        return _telling_page(
            request, practice, chosen, form, said=said, status=429 if said == "often_mail" else 503
        )
    return lead_to("adopt", practice.key, said="sent")


def asked_for(wish: Wish) -> str:
    """Ask for something, and return the word of SAID that tells what came of it: "sent" where all went well."""
    try:
        ask(wish)
    except TooOften:
        return "often_mail"
    except DatabaseError:
        logger.exception("A request of an adopter could not be kept; its sender was told")
        return "later"
    return "sent"


def _telling_page(
    request: HttpRequest,
    practice: PracticePage,
    chosen: Chosen,
    form: AdoptForm,
    *,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "practice": practice,
        "chosen": chosen,
        "form": form,
        "is_new": isinstance(form, NewInstitutionForm),
        "days": UNCONFIRMED_LASTS.days,
    }
    return page(request, "adopt", context, said=said, status=status)


def _taken(
    request: HttpRequest, practice: PracticePage, chosen: Chosen, existing: Adoption, *, first: bool = False
) -> HttpResponse:
    """Tell that the institution has it already; send its contact the link, or ask for the place of who has left."""
    context = {"practice": practice, "chosen": chosen, "existing": existing, "form": MailForm()}
    if request.method != "POST" or first or "do" not in request.POST:
        return page(request, "taken", context)
    if request.POST["do"] == "remind":
        _form, refused = deed_of(request)
        said, status = refused or remind(existing)
        return page(request, "taken", context, said=said, status=status)
    form, refused = deed_of(request, MailForm)
    context["form"] = form
    if refused:
        return page(request, "taken", context, said=refused[0], status=refused[1])
    if not limits.may(request, "adoption sent", most=MOST_SENT):
        return page(request, "taken", context, said="often", status=429)
    email, language = form.cleaned_data["email"], get_language() or ""
    wish = Wish(
        kind=Kind.TAKE_OVER,
        practice=existing.practice,
        email=email,
        language=language,
        adoption=existing,
    )
    said = asked_for(wish)
    status = {"sent": 200, "often_mail": 429}.get(said, 503)
    return page(request, "taken", context, said=said, status=status)


def remind(existing: Adoption) -> tuple[str, int]:
    """Send the contact of an adoption its link; return (word of SAID, status)."""
    if not existing.email:
        return "no_contact", 200
    if not may_write_to(existing.email):
        return "often_mail", 429
    tell_adopter(existing, "link")
    return "mailed", 200


@require_safe
def institution_search(request: HttpRequest) -> JsonResponse:
    """Answer with the institutions of the register that fit `?q=`, for a field's list."""
    typed = clean(request.GET.get("q", ""))[:LONGEST]
    found = [
        {"slug": each.slug, "name": each.name, "kind": str(each.kind), "municipality": each.municipality}
        for each in institutions.suggestions_for(typed)
    ]
    response = JsonResponse({"query": typed, "institutions": found})
    patch_cache_control(response, public=True, max_age=60)
    return response
