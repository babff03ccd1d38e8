"""What the editor is given for writing. Imported by `publishing.wagtail_hooks`."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from practices.models import PracticePage, ProjectPage
from practices.wagtail_hooks import PracticeListing
from publishing.writing import live, starting
from publishing.writing.editing import ChooseProject, GuardedPages, PracticePages
from publishing.writing.prompts import FilledInForm, names_with_prompts, refusal

# Whichever way a practice's form is sent, prompts go no further than the draft.
PracticePage.base_form_class = FilledInForm
PracticeListing.choose_parent_view_class = ChooseProject
AFTER_PRACTICES = 10  # takes the place of what `practices.wagtail_hooks` has registered for every page


@hooks.register("register_admin_viewset", order=AFTER_PRACTICES)
def guarded_pages() -> list[Any]:
    """Return the views of every page type, and of practices."""
    return [GuardedPages(), PracticePages()]


@hooks.register("insert_global_admin_js")
def one_save_at_a_time() -> str:
    """Let what a button sends wait for what the editor is just saving by itself."""
    return format_html('<script type="module" src="{}"></script>', static("publishing/admin/in-turn.js"))


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Return the addresses that writing has in the editor."""
    return [
        path("practices/start/<int:parent_id>/", starting.start, name="start_practice"),
        path("practices/writing/<int:page_id>/", live.writing_of_practice, name="writing_of_practice"),
        path(
            "practices/writing/new/<int:parent_id>/",
            live.writing_of_new_practice,
            name="writing_of_new_practice",
        ),
    ]


@hooks.register("register_page_header_buttons")
def start_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Offer a new practice from a project's page."""
    may = page.permissions_for_user(user).can_add_subpage()
    if issubclass(page.specific_class or Page, ProjectPage) and may and not page.alias_of_id:
        url = reverse("start_practice", args=(page.pk,))
        yield Button(_("Start a practice"), url, icon_name="clipboard-list", priority=5)


@hooks.register("before_bulk_action")
def publish_no_prompts(
    request: HttpRequest, action_type: str, objects: Any, action: Any
) -> HttpResponse | None:
    """Refuse to publish practices together where a draft still has prompts in it: no form is asked there."""
    if action_type != "publish":
        return None
    told = [
        f"{page.title}: {refusal(name)}"
        for page in _published_with(objects, action)
        for name in names_with_prompts(_values(page.get_latest_revision_as_object()))[:1]
    ]
    if not told:
        return None
    messages.error(request, " ".join(told))
    return redirect(action.next_url or reverse("wagtailadmin_home"))


def _published_with(objects: Any, action: Any) -> Any:
    """Return the practices among pages that are to be published together, and among the drafts below them if asked."""
    chosen = Q(pk__in=[page.pk for page in objects])
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        for page in objects:
            chosen |= Q(path__startswith=page.path, live=False)
    return PracticePage.objects.filter(chosen)


def _values(page: PracticePage) -> dict[str, Any]:
    return {field.name: getattr(page, field.name) for field in page._meta.fields if not field.is_relation}
