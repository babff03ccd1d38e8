"""What Wagtail's editor is given: the adoptions of a user's practices, and the institutions that wait."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem

from adoption.joining import desk, register_desk
from adoption.joining.seeing import is_network, sees_any
from adoption.menu import HOOK
from adoption.models import SuggestedInstitution


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Return the addresses of adoptions in the editor."""
    adoptions, suggested = desk.AdoptionList, register_desk.SuggestedList
    return [
        path("adoptions/", adoptions.as_view(), name="adoptions"),
        path("adoptions/results/", adoptions.as_view(results_only=True), name="adoptions_results"),
        path("adoptions/<uuid:pk>/", desk.AdoptionView.as_view(), name="adoption_desk"),
        path("adoptions/<uuid:pk>/greet/", desk.WriteView.as_view(), name="adoption_greet"),
        path("adoptions/<uuid:pk>/dispute/", desk.WriteView.as_view(disputes=True), name="adoption_dispute"),
        path("suggested-institutions/", suggested.as_view(), name="suggested_institutions"),
        path(
            "suggested-institutions/results/",
            suggested.as_view(results_only=True),
            name="suggested_institutions_results",
        ),
        path(
            "suggested-institutions/<int:pk>/",
            register_desk.SuggestedView.as_view(),
            name="suggested_institution",
        ),
    ]


class AdoptionsMenuItem(MenuItem):
    """The list of adoptions, for those who have practices."""

    def is_shown(self, request: HttpRequest) -> bool:
        return sees_any(request.user)


class SuggestedMenuItem(MenuItem):
    """The institutions that wait, for the network."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_network(request.user)


@hooks.register(HOOK)
def adoptions_item() -> MenuItem:
    """Return the entry of the adoptions in the menu."""
    return AdoptionsMenuItem(
        gettext_lazy("Adoptions"), reverse("adoptions"), name="adoptions", icon_name="site", order=330
    )


@hooks.register(HOOK)
def suggested_item() -> MenuItem:
    """Return the entry of the suggested institutions in the menu."""
    return SuggestedMenuItem(
        gettext_lazy("Suggested institutions"),
        reverse("suggested_institutions"),
        name="suggested-institutions",
        icon_name="home",
        order=331,
    )


class WaitingInstitutions(SummaryItem):
    """On the editor's first page: how many institutions wait."""

    order = 420
    template_name = "adoption/joining/admin/summary.html"

    def is_shown(self) -> bool:
        return is_network(self.request.user)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the number and where the list is."""
        waiting = SuggestedInstitution.objects.filter(state=SuggestedInstitution.State.WAITING).count()
        return {"waiting": waiting, "url": reverse("suggested_institutions")}


@hooks.register("construct_homepage_summary_items")
def waiting_institutions(request: HttpRequest, items: list[Any]) -> None:
    """Show on the first page how many institutions wait."""
    items.append(WaitingInstitutions(request))
