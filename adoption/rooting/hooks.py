"""What Wagtail's editor is given: the page of rooting for coordinators."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from adoption.rooting import admin_views as views


class CoordinatorsItem(MenuItem):
    """An item of the menu that only the network's coordinators have."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the user may see the page that it leads to."""
        return views.may_see_everything(request.user)


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Return the addresses of rooting in the editor."""
    return [
        path("rooting/", views.RootingView.as_view(), name="rooting_admin"),
        path("rooting/<slug:name>.<slug:kind>", views.ChartView.as_view(), name="rooting_admin_chart"),
    ]


@hooks.register("register_reports_menu_item")
def menu_item() -> MenuItem:
    """Give the reports' menu the way to rooting."""
    return CoordinatorsItem(_("Rooting"), reverse("rooting_admin"), icon_name="site", order=650)
