"""What the editor is given for this. Imported by `publishing.wagtail_hooks`."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from practices.models import PracticePage, ProjectPage
from publishing.freshness import views
from publishing.freshness.buttons import buttons_of
from publishing.freshness.caring import CARE
from publishing.freshness.checking import CHECKED
from publishing.freshness.handover import has_ended, lacking_in, may_hand_over
from publishing.freshness.listing import freshness_report
from publishing.freshness.retiring import PROPOSED, RETIRED, UNRETIRED
from publishing.roles import is_network


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Return the addresses of upkeep in the editor."""
    return [
        path("practices/<int:page_id>/check/", views.check, name="freshness_check"),
        path("practices/<int:page_id>/caretaker/", views.care, name="freshness_care"),
        path("practices/<int:page_id>/retire/", views.retire, name="retire"),
        path("practices/<int:page_id>/unretire/", views.unretire, name="unretire"),
        path("handover/<int:page_id>/", views.hand_over, name="handover"),
        path("reports/freshness/", freshness_report, name="freshness_report"),
    ]


@hooks.register("register_reports_menu_item")
def report_menu_item() -> MenuItem:
    """Return the list's entry of the menu."""
    return MenuItem(
        gettext_lazy("Freshness of practices"),
        reverse("freshness_report"),
        name="freshness",
        icon_name="calendar-check",
        order=910,
    )


@hooks.register("register_page_header_buttons")
def header_buttons(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterable[Any]:
    """Return what a page's header offers."""
    return buttons_of(page, user, next_url)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Name what the log tells of upkeep."""
    for action, label, message in (
        (CHECKED, gettext_lazy("Check"), gettext_lazy("Marked as checked: all of it holds")),
        (CARE, gettext_lazy("Give into care"), gettext_lazy("Changed who looks after it")),
        (RETIRED, gettext_lazy("Retire"), gettext_lazy("Retired")),
        (UNRETIRED, gettext_lazy("Recommend again"), gettext_lazy("Recommended again")),
        (PROPOSED, gettext_lazy("Propose to retire"), gettext_lazy("Proposed to be retired")),
    ):
        actions.register_action(action, label, message)


@hooks.register("before_edit_page")
def notice_of_ending(request: HttpRequest, page: Page) -> None:
    """Tell the editors of a project that ends which of its practices nobody looks after."""
    if request.method != "GET" or not isinstance(page, ProjectPage):
        return
    today = timezone.localdate()
    if page.ends and (number := lacking_in(page, today)):
        said = ngettext(
            "%d practice of the project has no caretaker yet.",
            "%d practices of the project have no caretaker yet.",
            number,
        )
        when = _("The project ended on %s.") if has_ended(page, today) else _("The project ends on %s.")
        text = f"{when % date_format(page.ends, 'DATE_FORMAT')} {said % number}"
        link = reverse("handover", args=[page.pk])
        may = may_hand_over(request.user, page)
        buttons = [messages.button(link, _("Hand over practices"))] if may else []
        messages.warning(request, text, buttons=buttons)


@hooks.register("after_publish_page")
def tell_review_date(request: HttpRequest, page: Page) -> None:
    """Tell the editor of a day that the practice was given because the form had none."""
    given = not request.POST.get("review_date")
    if given and isinstance(page, PracticePage) and page.review_date:
        said = _("The practice is to be looked through by %s. Change the day under Background if you like.")
        messages.info(request, said % date_format(page.review_date, "DATE_FORMAT"))


@hooks.register("before_delete_page")
def rather_retire(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Lead from deleting what readers know to retiring it; only the network may delete it after all."""
    published = _published(page)
    if not published:
        return None
    if is_network(request.user):
        if request.method == "GET":
            messages.warning(
                request, _("Readers know this page. Retired, it keeps its address and says why.")
            )
        return None
    messages.warning(request, _NOT_DELETED)
    first = next(iter(published))
    return (
        redirect("retire", first.pk)
        if isinstance(page, PracticePage)
        else redirect("wagtailadmin_explore", page.pk)
    )


@hooks.register("before_bulk_action")
def rather_retire_several(
    request: HttpRequest, action_type: str, objects: Any, action: Any
) -> HttpResponse | None:
    """Do the same where several pages are deleted together."""
    if action_type != "delete" or not objects or not all(isinstance(page, Page) for page in objects):
        return None
    if is_network(request.user) or not any(_published(page) for page in objects):
        return None
    messages.warning(request, _NOT_DELETED)
    return redirect(action.next_url)


_NOT_DELETED = gettext_lazy(
    "A practice that readers know is not deleted: retire it, with a reason and with what to use instead."
)


def _published(page: Page) -> list[PracticePage]:
    """Return the practices that readers would miss: the page itself or those below it, live in any language."""
    below = PracticePage.objects.descendant_of(page, inclusive=True)
    keys = below.values("translation_key")
    live = PracticePage.objects.filter(translation_key__in=keys, live=True, alias_of__isnull=True)
    return list(live.order_by("locale")[:1])
