"""Wishes in the editor: the list of those that wait, the form, and letting several in or out at once."""

from typing import Any

import django_filters
from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from practices.models import Wish
from search.editing import LanguageFilters

State = Wish.State


class WishFilters(LanguageFilters):
    """By state, those that wait unless another is asked for, and by language."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=State.choices,
        initial=State.NEW.value,
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Wish
        fields = ["state"]


class WishListView(IndexView):
    """The list, with what is done most about a wish in every row's menu."""

    def get_list_more_buttons(self, instance: Wish) -> list[Any]:
        """Put the changes of state before the usual buttons."""
        buttons = super().get_list_more_buttons(instance)
        if self.user_has_permission("change"):
            actions = [a for a in (ShowWishes, HideWishes) if instance.state in a.from_states]
            buttons += [
                Button(
                    action.display_name,
                    url=action.address(instance, then=self.index_url),
                    icon_name=action.icon,
                    priority=place,
                )
                for place, action in enumerate(actions)
            ]
        return buttons


class Wishes(SnippetViewSet):
    """The wishes in the editor."""

    model = Wish
    icon = "comment"
    menu_label = gettext_lazy("Wishes")
    list_display = (
        "need",
        "state",
        "language",
        "seconds",
        DateColumn("left_at", label=gettext_lazy("Received")),
    )
    list_per_page = 50
    search_fields = ("need", "situation")
    filterset_class = WishFilters
    index_view_class = WishListView
    copy_view_enabled = False
    add_to_admin_menu = False


class _ChangeOfState(SnippetBulkAction):
    """Gives the chosen wishes another state, after a page that asks whether that is meant."""

    models = [Wish]
    template_name = "practices/admin/wishes_confirm.html"
    to_state: str
    from_states: tuple[str, ...]
    icon: str
    question: Any

    @classmethod
    def address(cls, wish: Wish, *, then: str) -> str:
        """Return where the change of one wish is asked about; `then` is where it leads on to."""
        base = reverse(
            "wagtail_bulk_action", args=(wish._meta.app_label, wish._meta.model_name, cls.action_type)
        )
        return f"{base}?id={wish.pk}&next={then}"

    def check_perm(self, snippet: Wish) -> bool:
        """Whoever may change wishes may do this to those that are in a state for it."""
        may = self.permission_policy.user_has_permission(self.request.user, "change")
        return bool(may) and snippet.state in self.from_states

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the page asks."""
        return {**super().get_context_data(**kwargs), "question": self.question, "action": self.display_name}

    @classmethod
    def execute_action(cls, objects: list[Wish], **_kwargs: Any) -> tuple[int, int]:
        """Return (number changed, 0). A wish whose need another unanswered one has already stays as it is."""
        changed = 0
        for wish in objects:
            try:
                with transaction.atomic():
                    changed += Wish.objects.filter(pk=wish.pk, state__in=cls.from_states).update(
                        state=cls.to_state
                    )
            except IntegrityError:
                continue
        return changed, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Say how many were changed, and why others were not."""
        said = ngettext("%d wish changed.", "%d wishes changed.", num_parent_objects) % num_parent_objects
        if len(self.actionable_objects) == num_parent_objects:
            return said
        rest = _("There is an open wish for the same already, so the rest stay as they are.")
        return f"{said} {rest}"


class ShowWishes(_ChangeOfState):
    """Lets wishes in."""

    display_name = gettext_lazy("Show publicly")
    action_type = "show_wishes"
    aria_label = gettext_lazy("Show the chosen wishes publicly")
    question = gettext_lazy("Show these publicly? Read first that they tell of no person.")
    to_state, from_states, icon = State.PUBLIC, (State.NEW, State.HIDDEN), "view"
    action_priority = 10


class HideWishes(_ChangeOfState):
    """Keeps wishes out, or takes them away from the page."""

    display_name = gettext_lazy("Do not show")
    action_type = "hide_wishes"
    aria_label = gettext_lazy("Do not show the chosen wishes")
    question = gettext_lazy("Leave these unshown? They stay here in the editor.")
    to_state, from_states, icon = State.HIDDEN, (State.NEW, State.PUBLIC, State.ANSWERED), "no-view"
    action_priority = 20


class WaitingWishes(SummaryItem):
    """On the editor's first page: how many wishes wait to be read."""

    order = 400
    template_name = "practices/admin/wishes_summary.html"

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.may_see = request.user.has_perm("practices.change_wish")

    def is_shown(self) -> bool:
        return self.may_see

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the number and where the list is."""
        waiting = Wish.objects.filter(state=State.NEW).count()
        return {"waiting": waiting, "url": reverse(Wishes().get_url_name("list"))}
