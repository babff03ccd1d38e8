"""What the editor is given for this. Imported by `publishing.wagtail_hooks`."""

import json
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from publishing.models import NetworkReview, ProjectCheck, Review
from publishing.reviewing.deciding import LACKING
from publishing.reviewing.forms import form_for
from publishing.reviewing.mails import edit_address, step_name
from publishing.reviewing.report import ReviewsList
from publishing.reviewing.views import SAID, review


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Return the addresses of the list and of a step."""
    return [
        path("reviews/", ReviewsList.as_view(), name="reviews"),
        path("reviews/results/", ReviewsList.as_view(results_only=True), name="reviews_results"),
        path("reviews/<int:number>/", review, name="review"),
    ]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """Return the list's entry of the menu; everybody sees there what concerns their pages."""
    return MenuItem(
        gettext_lazy("Reviews"), reverse("reviews"), name="reviews", icon_name="clipboard-list", order=160
    )


@hooks.register("insert_global_admin_js")
def names_of_windows() -> str:
    """Give Wagtail's windows, in which steps are decided, the names that it leaves out."""
    return format_html('<script src="{}"></script>', static("publishing/admin/window-names.js"))


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def say_what_happens_next(request: HttpRequest, page: Page) -> None:
    """Tell whoever has just handed a page in who looks at it next, and until when."""
    if not request.POST.get("action-submit"):
        return
    state = page.current_workflow_task_state
    review_kept = getattr(state, "review", None)
    if review_kept is not None:
        messages.info(
            request,
            _("Next: %(step)s, by %(day)s. You get an e-mail when it is decided.")
            % {"step": step_name(state.task), "day": date_format(review_kept.due)},
        )


@hooks.register("before_edit_page")
def refuse_what_lacks(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse a decision from the editor without what its window asks for: the editor itself passes it on unread.

    A draft that is saved by itself while a decision is on its way carries it too; it must not be taken twice.
    """
    task = page.current_workflow_task if request.POST.get("action-workflow-action") else None
    if not isinstance(task, ProjectCheck | NetworkReview):
        return None
    if not request.accepts("text/html"):
        return HttpResponse(status=409)
    try:
        sent = json.loads(request.POST.get("workflow-action-extra-data", "{}"))
    except ValueError:
        sent = {}
    form = form_for(task, request.POST.get("workflow-action-name", ""))(
        sent if isinstance(sent, dict) else {}
    )
    if form.is_valid():
        return None
    messages.error(request, str(SAID[LACKING]))
    return redirect(edit_address(page))


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Let the page's history say what happened in a review besides Wagtail's own steps."""
    actions.register_action(
        "publishing.check_skipped",
        gettext_lazy("Review: project's check not needed"),
        gettext_lazy("Project's check not needed: a coordinator of the project handed the page in"),
    )

    @actions.register_action("publishing.checked")
    class Checked(LogFormatter):
        label = gettext_lazy("Review: checklist")

        def format_message(self, log_entry: Any) -> str:
            """Say what was ticked."""
            labels = dict(Review.check_labels())
            ticked = [labels.get(name, name).partition(":")[0] for name in log_entry.data.get("checks", [])]
            return _("Ticked: %(checks)s") % {"checks": ", ".join(ticked)}

    @actions.register_action("publishing.due_changed")
    class DueChanged(LogFormatter):
        label = gettext_lazy("Review: due date")

        def format_message(self, log_entry: Any) -> str:
            """Say from when to when."""
            days = {name: _day(log_entry.data.get(name, "")) for name in ("before", "due")}
            return _("Due date changed from %(before)s to %(due)s") % days


def _day(text: str) -> str:
    """Return a day of the log in the language in force."""
    return date_format(date.fromisoformat(text)) if text else ""
