"""The page of one step in the editor: what waits, why a decision was not taken, deciding, and the due date."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.models import Page

from publishing.models import Review
from publishing.reviewing import deciding
from publishing.reviewing.due import change_due
from publishing.reviewing.forms import DueForm
from publishing.reviewing.mails import name_of, step_name
from publishing.reviewing.report import state_of, visible_to

# Why nothing was decided.
SAID = {
    deciding.DECIDED: gettext_lazy("Nothing was changed: this step had been decided already."),
    deciding.CHANGED: gettext_lazy(
        "Nothing was decided: the page was changed after you opened it. Look at it again, and decide then."
    ),
    deciding.LACKING: gettext_lazy(
        "Nothing was decided: approving takes all five ticks, and asking for changes takes a comment."
    ),
    deciding.INCOMPLETE: gettext_lazy(
        "Nothing was decided: the page lacks something that every page has. It is listed below. "
        "Fill it in, or ask for changes."
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, number: int) -> HttpResponse:
    """Show a step to those whom its page concerns; save its due date for those who decide."""
    step = get_object_or_404(visible_to(request.user).with_pages().distinct(), pk=number)
    page = step.task_state.workflow_state.content_object
    actions = step.task_state.task.specific.get_actions(page, request.user) if step.is_waiting else []
    form = DueForm(request.POST if request.method == "POST" else None, initial={"due": step.due})
    if request.method == "POST":
        if not actions:
            raise PermissionDenied
        if form.is_valid():
            change_due(step, form.cleaned_data["due"], user=request.user)
            day = date_format(form.cleaned_data["due"])
            messages.success(
                request, _("To be decided by %(day)s. The change is in the page's history.") % {"day": day}
            )
            return redirect("review", number)
    return TemplateResponse(
        request, "publishing/admin/review.html", _context(request, step, page, actions, form)
    )


def _context(
    request: HttpRequest, step: Review, page: Page, actions: list[Any], form: DueForm
) -> dict[str, Any]:
    state = step.task_state
    title = page.draft_title or page.title
    said = request.GET.get("said", "")
    return {
        "review": step,
        "page": page,
        "title": title,
        "header_title": f"{title}: {step_name(state.task)}",
        "step": step_name(state.task),
        "state": state_of(step),
        "sender": name_of(state.workflow_state.requested_by),
        "decided_by": name_of(state.finished_by),
        "actions": actions,
        "form": form,
        "said": SAID.get(said),
        "lacks": _in_words(page) if said == deciding.INCOMPLETE else [],
        "may_edit": page.permissions_for_user(request.user).can_edit(),
        "breadcrumbs_items": [
            {"url": reverse("reviews"), "label": _("Reviews")},
            {"url": "", "label": title, "sublabel": step_name(state.task)},
        ],
    }


def _in_words(page: Page) -> list[str]:
    """Return what a page lacks, each with the name of its field."""
    fields = page.specific_class._meta
    return [
        f"{str(fields.get_field(name).verbose_name).capitalize()}: {' '.join(map(str, texts))}"
        if name in {field.name for field in fields.get_fields()}
        else " ".join(map(str, texts))
        for name, texts in deciding.what_lacks(page).items()
    ]
