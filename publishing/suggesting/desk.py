"""Suggestions in the editor: who sees which, the list, one with its files, and what is done about it."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import BaseListingView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from practices.models import ProjectPage
from practices.translating.access import may_edit
from publishing.models import SuggestedFile, Suggestion
from publishing.models.suggestion import SuggestionQuerySet
from publishing.roles import is_network, may_coordinate, team_of, teams_of
from publishing.suggesting import steps
from publishing.suggesting.following import decline
from publishing.suggesting.mails import tell_sender
from publishing.suggesting.own import as_attachment
from publishing.suggesting.taking import take_in

State = Suggestion.State
LONGEST_REPLY = 2000


def seen_by(user: Any) -> SuggestionQuerySet:
    """Return the suggestions that a user sees: the network all, a team those for its project or below its page."""
    received = Suggestion.objects.received().select_related("project", "page__locale")
    if is_network(user):
        return received
    projects = [team.project_id for team in teams_of(user)]
    paths = ProjectPage.objects.filter(project__in=projects).values_list("path", flat=True)
    below = Q(pk__in=[])
    for path in paths:
        below |= Q(page__path__startswith=path)
    return received.filter(Q(project__in=projects) | below)


def sees_any(user: Any) -> bool:
    """Return whether suggestions are a user's business at all."""
    return is_network(user) or teams_of(user).exists()


def may_decide(user: Any, suggestion: Suggestion) -> bool:
    """Return whether a user may write to the sender and turn the suggestion down: who coordinates where it stands."""
    team = team_of(suggestion.page) if suggestion.page else None
    return may_coordinate(user, team) if team else is_network(user)


class SuggestionFilters(WagtailFilterSet):
    """By state and language."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[choice for choice in State.choices if choice[0] not in (State.OPEN, State.SENT)],
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Suggestion
        fields = ["state"]


class SuggestionList(BaseListingView):
    """The suggestions, those that wait first."""

    page_title = gettext_lazy("Suggestions from outside")
    header_icon = "mail"
    index_url_name = "suggestions"
    index_results_url_name = "suggestions_results"
    filterset_class = SuggestionFilters
    is_searchable = False
    paginate_by = 50
    model = Suggestion
    columns = [
        TitleColumn(
            "title", label=gettext_lazy("Name"), get_url=lambda s: reverse("suggestion_desk", args=[s.pk])
        ),
        Column("get_state_display", label=gettext_lazy("State")),
        Column("get_language_display", label=gettext_lazy("Language")),
        Column("organisation", label=gettext_lazy("Organisation")),
        Column("project", label=gettext_lazy("Project")),
        DateColumn("confirmed_at", label=gettext_lazy("Received")),
    ]

    def get_base_queryset(self) -> SuggestionQuerySet:
        if not sees_any(self.request.user):
            raise PermissionDenied
        return seen_by(self.request.user).order_by("-confirmed_at", "pk")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


class OfSuggestion(WagtailAdminTemplateMixin, View):
    """A page about one suggestion that the user sees."""

    header_icon = "mail"

    @cached_property
    def suggestion(self) -> Suggestion:
        """The suggestion of the address. Raises Http404, also for those whose business it is not."""
        return get_object_or_404(seen_by(self.request.user), pk=self.kwargs["pk"])

    @cached_property
    def decides(self) -> bool:
        """Whether the user may decide about it."""
        return may_decide(self.request.user, self.suggestion)

    @property
    def decides_now(self) -> bool:
        """Whether there is something to decide."""
        return self.decides and self.suggestion.state in (State.WAITING, State.IN_WORK)

    def get_page_title(self) -> str:
        return str(self.suggestion)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("suggestions"), "label": _("Suggestions from outside")},
            {"url": reverse("suggestion_desk", args=[self.suggestion.pk]), "label": str(self.suggestion)},
        ]

    def back(self) -> HttpResponse:
        """Lead to the suggestion's page."""
        return redirect("suggestion_desk", self.suggestion.pk)


class SuggestionView(OfSuggestion):
    """One suggestion: what was written, the files, and what can be done."""

    template_name = "publishing/admin/suggestion.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.suggestion.page.specific if self.suggestion.page else None
        edits = page is not None and may_edit(self.request.user, page)
        return {
            **super().get_context_data(**kwargs),
            "suggestion": self.suggestion,
            "answered": steps.shown(self.suggestion),
            "files": self.suggestion.files.select_related("document", "image"),
            "page": page,
            "sees_page": page is not None and page.permissions_for_user(self.request.user).can_edit(),
            "edits": edits,
            "decides": self.decides,
            "decides_now": self.decides_now,
            "to_translate": page is not None and page.locale.language_code != self.suggestion.language,
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it."""
        return self.render_to_response(self.get_context_data())


class FileView(OfSuggestion):
    """A file to be saved; by POST, taken into the portal."""

    @cached_property
    def file(self) -> SuggestedFile:
        """The file of the address."""
        return get_object_or_404(self.suggestion.files, pk=self.kwargs["number"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with the file."""
        return as_attachment(self.file)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the file into the team's collection, and put it into the draft."""
        page = self.suggestion.page
        if page is None:
            raise Http404
        if not may_edit(request.user, page.specific):
            raise PermissionDenied
        said = take_in(self.file, user=request.user)
        (messages.success if said else messages.warning)(
            request, said or _("The file has been taken in already.")
        )
        return self.back()


class WordsForm(forms.Form):
    """Words to the sender."""

    reply = forms.CharField(
        label=gettext_lazy("Your words to the sender"),
        max_length=LONGEST_REPLY,
        help_text=gettext_lazy(
            "They go by e-mail, in the language that you write in, and stand on the sender's page."
        ),
        error_messages={"required": gettext_lazy("Write something to the sender.")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class WriteView(OfSuggestion):
    """Words to the sender, and what they do to the suggestion: nothing, or turn it down."""

    template_name = "publishing/admin/suggestion_write.html"
    declines = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keep those out who may not decide; where nothing is left to do, lead back."""
        if not self.decides:
            raise PermissionDenied
        if self.declines and not self.decides_now:
            messages.warning(request, _("The suggestion has been decided already."))
            return self.back()
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Do not take in") if self.declines else _("Write to the sender")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the words."""
        return self._form_page(WordsForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send them."""
        form = WordsForm(request.POST)
        if not form.is_valid():
            return self._form_page(form, status=422)
        reply = form.cleaned_data["reply"]
        if self.declines:
            if decline(self.suggestion, reply):
                self._cancel_workflow()
            messages.success(request, _("The suggestion was not taken in, and the sender is told."))
        else:
            Suggestion.objects.filter(pk=self.suggestion.pk).update(reply=reply)
            self.suggestion.reply = reply
            answers_to = str(getattr(request.user, "email", ""))
            tell_sender(
                self.suggestion, "reply", reply_to=answers_to, reply=reply, answerable=bool(answers_to)
            )
            messages.success(request, _("Your words are on their way to the sender."))
        return self.back()

    def _form_page(self, form: WordsForm, *, status: int = 200) -> HttpResponse:
        context = {
            **self.get_context_data(),
            "form": form,
            "declines": self.declines,
            "suggestion": self.suggestion,
        }
        return self.render_to_response(context, status=status)

    def _cancel_workflow(self) -> None:
        """Take the draft out of the queue. It stays below the project until somebody deletes it."""
        page = self.suggestion.page
        state = page.specific.current_workflow_state if page else None
        if state is not None:
            state.cancel(user=self.request.user)
