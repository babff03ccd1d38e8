"""What the panel for writing is told while one types: the form as it stands, looked at as publishing would."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from practices.editing import UNREADABLE
from practices.models import PracticePage, ProjectPage
from publishing.writing.checks import advice_on
from publishing.writing.completeness import completeness_of_form
from publishing.writing.fields import all_links
from publishing.writing.panel import PLAIN, content_language, results
from publishing.writing.plain_language import findings

LARGEST_FORM = 1024 * 1024  # bytes; the longest practice of the demo content sends about a tenth


@require_POST
def writing_of_practice(request: HttpRequest, page_id: int) -> HttpResponse:
    """Tell how far the form of a practice that is there is. Nothing is saved."""
    page = get_object_or_404(PracticePage.objects.prefetch_related(*all_links()), pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    # The row will do, and costs a third of the draft: the form has every field that is looked at.
    return _answer(request, page, page.get_parent())


@require_POST
def writing_of_new_practice(request: HttpRequest, parent_id: int) -> HttpResponse:
    """Tell how far the form of a new practice below a project is. Nothing is saved."""
    parent = get_object_or_404(ProjectPage, pk=parent_id)
    if not parent.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    return _answer(request, PracticePage(locale=parent.locale), parent)


def _answer(request: HttpRequest, page: PracticePage, parent: Any) -> HttpResponse:
    if int(request.headers.get("Content-Length") or 0) > LARGEST_FORM:
        return JsonResponse({"error": _("The form is too large to be looked at while you type.")}, status=413)
    try:
        return JsonResponse(_looked_at(request, page, parent))
    except UNREADABLE:
        return JsonResponse({"error": _("The form could not be read.")}, status=400)


def _looked_at(request: HttpRequest, page: PracticePage, parent: Any) -> dict[str, Any]:
    form_class = PracticePage.get_edit_handler().get_form_class()
    form = form_class(request.POST, instance=page, parent_page=parent, for_user=request.user)
    form.is_valid()  # as for publishing: nothing is put off
    text = form.cleaned_data.get(PLAIN) or ""
    context = results(
        completeness_of_form(form), advice_on(form.instance), findings(text, content_language(page, parent))
    )
    shown = context["completeness"]
    return {
        "results": render_to_string("publishing/admin/writing/results.html", context, request),
        "plain": render_to_string("publishing/admin/writing/findings.html", context, request),
        "strip": render_to_string("publishing/admin/writing/strip.html", context, request),
        "missing": len(shown.missing),
        "done": shown.done,
        "needed": shown.needed,
    }
