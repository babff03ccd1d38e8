"""What a team sees in the editor beyond its own project: published pages as everybody does, nothing that waits.

Wagtail's own permissions decide who may change what, and its lists show what one may explore. This closes what they
leave open: titles of others' drafts in choosers and by number in an address, and names of people who work elsewhere.
What remains is told in docs/teams.md.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.admin.views.reports.locked_pages import LockedPagesReportFilterSet
from wagtail.admin.views.reports.workflows import WorkflowReportFilterSet
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from publishing.roles import is_network, network, teams_of

# Pages that a view shows by number, without asking who may see them: by its name, how the numbers are told.
_BY_NUMBER: dict[str, Callable[[HttpRequest, dict[str, Any]], Iterable[Any]]] = {
    "wagtailadmin_explore": lambda request, kwargs: [kwargs["parent_page_id"]],
    "wagtailadmin_explore_results": lambda request, kwargs: [kwargs["parent_page_id"]],
    "wagtailadmin_choose_page_child": lambda request, kwargs: [kwargs["parent_page_id"]],
    "wagtailadmin_choose_page_chosen_multiple": lambda request, kwargs: request.GET.getlist("id"),
    "wagtail_bulk_action": lambda request, kwargs: request.GET.getlist("id"),
}
# Reports that look across every project, whoever asks.
_OF_ALL = ("wagtailadmin_reports:page_types_usage", "wagtailadmin_reports:page_types_usage_results")


def sees_all(user: Any) -> bool:
    """Return whether a user works on the whole site: the network, superusers, and who has the pages above projects."""
    if is_network(user):
        return True
    permissions = page_permission_policy.get_cached_permissions_for_user(user)
    return any(permission.page.depth <= 2 for permission in permissions)


def visible_to(user: Any, pages: QuerySet[Page]) -> QuerySet[Page]:
    """Return those of `pages` that a user may see in the editor: published ones, and those that they may explore."""
    if sees_all(user):
        return pages
    own = page_permission_policy.explorable_instances(user)
    return pages.filter(Q(live=True) | Q(pk__in=own.values_list("pk", flat=True)))


def colleagues(request: HttpRequest | None) -> QuerySet[Any]:
    """Return the people whose names a user may see in the editor's filters: their teams, and the network."""
    people = get_user_model().objects.order_by("username")
    if request is None or sees_all(request.user):
        return people
    teams = teams_of(request.user)
    groups = [pk for team in teams for pk in (team.members_id, team.coordinators_id)] + [network().pk]
    return people.filter(Q(groups__in=groups) | Q(pk=request.user.pk)).distinct()


class OwnProjectsMiddleware:
    """Answers as Wagtail does to the forbidden, where its view would show what another project has not published."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Look at what the view would show, before it does."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if (name not in _BY_NUMBER and name not in _OF_ALL) or not request.user.is_authenticated:
            return None
        if sees_all(request.user) or (name in _BY_NUMBER and _may_see(request, name, kwargs)):
            return None
        try:
            response: HttpResponse = permission_denied(request)
        except PermissionDenied:
            return HttpResponse(status=403)
        return response


def _may_see(request: HttpRequest, name: str, kwargs: dict[str, Any]) -> bool:
    if name == "wagtail_bulk_action" and kwargs["model_name"] != "page":
        return True
    numbers = {int(number) for number in _BY_NUMBER[name](request, kwargs) if str(number).isdecimal()}
    asked = Page.objects.filter(pk__in=numbers)
    if name.startswith("wagtailadmin_choose"):
        return asked.count() == visible_to(request.user, asked).count()
    # Here even a published page would show what it is to be called next.
    own = page_permission_policy.explorable_instances(request.user).values_list("pk", flat=True)
    return not asked.exclude(pk__in=own).exists()


def narrow_filters() -> None:
    """Offer colleagues alone in the filters of lists and reports; Wagtail offers whoever has done something."""
    for filters, names in (
        (PageFilterSet, ("owner", "edited_by")),  # those of other lists of pages are the same objects
        (WorkflowReportFilterSet, ("requested_by",)),
        (LockedPagesReportFilterSet, ("locked_by",)),
    ):
        for name in names:
            filters.base_filters[name].queryset = colleagues
