"""What a page's menu in the editor offers for its upkeep."""

from collections.abc import Iterator
from typing import Any

from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import BaseButton, Button
from wagtail.models import Page

from practices.models import PracticePage, ProjectPage
from publishing.freshness.facts import may_keep
from publishing.freshness.handover import may_hand_over


class CheckButton(BaseButton):
    """Marks a practice as checked at one click: a form of its own, since it changes something."""

    template_name = "publishing/admin/freshness/check_button.html"

    def __init__(self, page: Page, *, next_url: str, **kwargs: Any) -> None:
        super().__init__(_("Checked today"), **kwargs)
        self.page, self.next_url = page, next_url

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the context with a token for the form."""
        token = get_token(parent_context["request"]) if parent_context.get("request") else ""
        more = {"page": self.page, "next": self.next_url, "csrf_token": token}
        return super().get_context_data(parent_context) | more


def buttons_of(page: Any, user: Any, next_url: str | None) -> Iterator[Any]:
    """Yield the buttons of a page that the user may use."""
    if isinstance(page, ProjectPage) and may_hand_over(user, page):
        yield Button(
            _("Hand over practices"), reverse("handover", args=[page.pk]), icon_name="group", priority=82
        )
    if not isinstance(page, PracticePage) or page.alias_of_id or not may_keep(user, page):
        return
    if page.live and not page.retired_reason:
        yield CheckButton(page, next_url=next_url or "", priority=80)
    yield Button(_("Caretaker"), reverse("freshness_care", args=[page.pk]), icon_name="user", priority=82)
    label = _("Retired…") if page.retired_reason else _("Retire…")
    yield Button(label, reverse("retire", args=[page.pk]), icon_name="no-view", priority=84)
