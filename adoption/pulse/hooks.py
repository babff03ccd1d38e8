"""What Wagtail's editor is given: the stories that wait to be looked at."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from adoption.menu import HOOK
from adoption.pulse import desk


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Return the addresses of stories in the editor."""
    return [
        path("stories/", desk.StoriesView.as_view(), name="stories"),
        path("stories/<int:pk>/", desk.DecideView.as_view(), name="story_decide"),
    ]


class StoriesMenuItem(MenuItem):
    """The list of stories, for those who edit practices."""

    def is_shown(self, request: HttpRequest) -> bool:
        return desk.sees_any(request.user)


@hooks.register(HOOK)
def menu_item() -> MenuItem:
    """Return the entry of the menu."""
    return StoriesMenuItem(
        _("Stories from institutions"), reverse("stories"), name="stories", icon_name="pick", order=330
    )
