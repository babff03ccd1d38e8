"""A practice's upkeep in the editor: checked, in whose care, retired; and a project's practices handed over."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from practices.models import PracticePage, ProjectPage
from publishing.freshness import handover, retiring
from publishing.freshness.care_forms import CareForm, HandoverForm, cared_for, save_all
from publishing.freshness.caring import cares_of, name_of, people_for
from publishing.freshness.checking import mark_checked
from publishing.freshness.facts import is_locked, may_keep, pages_of
from publishing.freshness.state import first_language_page, state_of
from publishing.roles import team_of

LOCKED = gettext_lazy(
    "A lock keeps you from changing the page just now: it is being reviewed, or is to be published at a set time."
)


def asked_practice(request: HttpRequest, page_id: int) -> PracticePage:
    """Return the practice of an address. Raises Http404, and PermissionDenied for those who do not edit it."""
    page = get_object_or_404(PracticePage.objects.select_related("locale"), pk=page_id)
    if page.alias_of_id:  # it mirrors a page, and that one is meant
        page = get_object_or_404(PracticePage.objects.select_related("locale"), pk=page.alias_of_id)
    if not may_keep(request.user, page):
        raise PermissionDenied
    return page


def back_to(request: HttpRequest, page: PracticePage) -> HttpResponse:
    """Lead to where the request came from, else to the page's editor."""
    following = get_valid_next_url_from_request(request)
    return redirect(following) if following else redirect("wagtailadmin_pages:edit", page.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask whether all of a practice holds, with one button; the button marks it as checked."""
    page = asked_practice(request, page_id)
    if request.method != "POST":
        context = {
            "page": page,
            "state": state_of(page, timezone.localdate()),
            "next": get_valid_next_url_from_request(request),
            "page_title": _("Does all of it hold?"),
            "header_icon": "check",
        }
        return render(request, "publishing/admin/freshness/check.html", context)
    if problem := _keeps_from_checking(request, page):
        messages.error(request, problem)
        return back_to(request, page)
    try:
        following = mark_checked(page, timezone.localdate(), user=request.user)
    except ValidationError as invalid:
        messages.error(request, _lacking(invalid))
        return back_to(request, page)
    said = _("“%(title)s” is marked as checked. It is to be looked through again by %(day)s.")
    messages.success(request, said % {"title": page.title, "day": date_format(following, "DATE_FORMAT")})
    return back_to(request, page)


def _keeps_from_checking(request: HttpRequest, page: PracticePage) -> str:
    if not any(each.live for each in pages_of(page)):
        return _("Readers do not see the practice yet, so there is nothing to check.")
    if page.retired_reason:
        return _("The practice is retired. Recommend it again first.")
    return str(LOCKED) if is_locked(request.user, page) else ""


def _lacking(invalid: ValidationError) -> str:
    said = _(
        "The published page lacks something that is asked for by now. Open it in the editor and publish it."
    )
    return " ".join([said, *invalid.messages])


@require_http_methods(["GET", "HEAD", "POST"])
def care(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say who looks after a practice."""
    page = asked_practice(request, page_id)
    pages = pages_of(page)
    cared = cared_for(pages, cares_of([page.translation_key]))
    people = _people(page)
    form = CareForm(request.POST or None, cared=cared, people=people)
    if request.method == "POST" and form.is_valid():
        if is_locked(request.user, page):
            form.add_error(None, LOCKED)
        elif _saved(form, [form], request.user, people) is not None:
            messages.success(request, _("Saved: who looks after “%s”.") % page.title)
            return back_to(request, page)
    context = {"page": page, "form": form, "page_title": _("Who looks after it"), "header_icon": "user"}
    status = 422 if form.errors else 200
    return render(request, "publishing/admin/freshness/care.html", context, status=status)


def _people(page: Any) -> dict[int, str]:
    return {user.pk: name_of(user) for user in people_for(team_of(page))}


def _saved(form: CareForm, forms: list[Any], user: Any, people: Mapping[int, str]) -> int | None:
    try:
        return save_all(forms, user=user, people=people)
    except ValidationError as invalid:
        form.add_error(None, _lacking(invalid))
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, page_id: int) -> HttpResponse:
    """Give every practice of a project a caretaker, or say that one is looked for; all in one form, saved at once."""
    asked = get_object_or_404(ProjectPage, pk=page_id)
    page = ProjectPage.objects.filter(translation_key=asked.translation_key, alias_of=None).order_by(
        "locale"
    )[0]
    if not handover.may_hand_over(request.user, page):
        raise PermissionDenied
    people = _people(page)
    data = request.POST if request.method == "POST" else None
    forms = [
        HandoverForm(data, cared=cared, people=people, prefix=f"p{cared.page.pk}")
        for cared in handover.practices_of_project(page)
    ]
    problem = ""
    valid = [form.is_valid() for form in forms]  # each is asked, so that each says what is wrong
    if data is not None and all(valid):
        changing = [form.cared for form in forms if form.after != form.cared.now]
        if locked := handover.locked_among(changing, request.user):
            problem = _("Nothing was saved. Locked just now: %s") % ", ".join(locked)
        elif (number := _saved(forms[0], forms, request.user, people) if forms else 0) is not None:
            said = ngettext("%d practice changed.", "%d practices changed.", number) % number
            messages.success(request, said)
            return redirect("handover", page.pk)
    context = {
        "page": page,
        "forms": forms,
        "problem": problem,
        "wrong": [form for form in forms if form.errors],
        "has_ended": handover.has_ended(page, timezone.localdate()),
        "lacking": sum(not form.cared.now.is_settled for form in forms),
        "page_title": _("Handing over"),
        "page_subtitle": page.title,
        "header_icon": "group",
    }
    status = 422 if problem or context["wrong"] else 200
    return render(request, "publishing/admin/freshness/handover.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, page_id: int) -> HttpResponse:
    """Retire a practice with a reason, and with what to use instead."""
    page = first_language_page(asked_practice(request, page_id))
    pages = pages_of(page)
    form = retiring.RetireForm(request.POST or None, pages=pages)
    if request.method == "POST" and form.is_valid():
        if is_locked(request.user, page):
            form.add_error(None, LOCKED)
        elif _retired(request, page, form):
            return redirect("wagtailadmin_pages:edit", page.pk)
    context = {
        "page": page,
        "form": form,
        "may_decide": retiring.may_decide(request.user, page),
        "page_title": _("Retire the practice"),
        "page_subtitle": page.title,
        "header_icon": "no-view",
    }
    status = 422 if form.errors else 200
    return render(request, "publishing/admin/freshness/retire.html", context, status=status)


def _retired(request: HttpRequest, page: PracticePage, form: retiring.RetireForm) -> bool:
    reasons, replacement = form.reasons(form.cleaned_data), form.cleaned_data["replaced_by"]
    try:
        is_seen = retiring.retire(page, reasons, replacement, user=request.user)
    except ValidationError as invalid:
        form.add_error(None, _lacking(invalid))
        return False
    said = (
        _("“%s” is retired. It stays at its address, with your reason.")
        if is_seen
        else _("“%s” was handed in to be reviewed. Readers see your reason when it is approved.")
    )
    messages.success(request, said % page.title)
    return True


@require_POST
def unretire(request: HttpRequest, page_id: int) -> HttpResponse:
    """Recommend a practice again; for those who may publish it."""
    page = asked_practice(request, page_id)
    if not retiring.may_decide(request.user, page):
        raise PermissionDenied
    try:
        retiring.unretire(page, user=request.user)
    except ValidationError as invalid:
        messages.error(request, _lacking(invalid))
    else:
        messages.success(request, _("“%s” is recommended again.") % page.title)
    return redirect("wagtailadmin_pages:edit", page.pk)
