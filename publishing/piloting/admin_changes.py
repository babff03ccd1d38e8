"""Telling readers in the editor what was changed after pilots: writing it, letting it through, taking it back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages

from publishing.models import Pilot, Refinement
from publishing.piloting.admin_forms import ChangeForm
from publishing.piloting.admin_views import OfPractice
from publishing.piloting.refining import (
    call_refined,
    may_call_refined,
    remove_change,
    show_change,
    tell_change,
)


class OfChange(OfPractice):
    """A view about something that was told."""

    @cached_property
    def change(self) -> Refinement | None:
        """What the address names; None for something new. Raises Http404 for another practice's."""
        if "change_id" not in self.kwargs:
            return None
        told = Refinement.objects.filter(practice=self.practice.translation_key)
        return get_object_or_404(told, pk=self.kwargs["change_id"])


class ChangeView(OfChange, FormView):
    """Tell what was changed, or mend what was told."""

    template_name = "publishing/admin/pilots/form.html"

    def get_page_title(self) -> str:
        return _("Change what you told") if self.change else _("Tell what you changed")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not Pilot.objects.of(self.practice).exists():
            messages.warning(request, _("Begin a pilot first: what you tell rests on what was said in one."))
            return redirect(self.overview_url)
        return super().get(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> ChangeForm:
        sent = [self.request.POST] if self.request.method == "POST" else []
        return ChangeForm(self.practice, *sent, refinement=self.change)

    def form_valid(self, form: Any) -> HttpResponse:
        saved = tell_change(
            self.practice,
            told=form.told,
            pilots=list(form.cleaned_data["pilots"]),
            revision=form.revision,
            user=self.request.user,
            refinement=self.change,
        )
        if saved.shown_at:
            messages.success(self.request, _("Readers see on the practice's page what you changed."))
        else:
            messages.success(self.request, _("Saved. Readers see it when the network has let it through."))
        return redirect(self.overview_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_publish = self.practice.permissions_for_user(self.request.user).can_publish()
        seen = _("Readers see it at once.") if may_publish else _("The network reads it before readers do.")
        intro = _("Tell those who answered that it was worth it: what they said, and what you changed.")
        more = {"intro": f"{intro} {seen}", "submit": _("Save"), "back": self.overview_url}
        return super().get_context_data(**kwargs) | more


class ShowView(OfChange, View):
    """Let readers see what was told. For those who may publish the page."""

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        if not self.practice.permissions_for_user(request.user).can_publish():
            raise PermissionDenied
        if self.change:
            show_change(self.practice, self.change, user=request.user)
        messages.success(request, _("Readers see on the practice's page what was changed."))
        return redirect(self.overview_url)


class RemoveView(OfChange, TemplateView):
    """Ask whether to take back what was told, and do it."""

    template_name = "publishing/admin/pilots/confirm.html"

    def get_page_title(self) -> str:
        return _("Remove what you told")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question = _("Readers no longer see it. What was said in the pilots stays.")
        more = {"question": question, "submit": _("Remove"), "back": self.overview_url, "serious": True}
        return super().get_context_data(**kwargs) | more

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        if self.change:
            remove_change(self.practice, self.change, user=request.user)
        messages.success(request, _("What was told is removed."))
        return redirect(self.overview_url)


class RefinedView(OfPractice, View):
    """Save into the draft that the practice is refined."""

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        if may_call_refined(self.practice, request.user):
            call_refined(self.practice, user=request.user)
            messages.success(
                request,
                _("The draft says that the practice is refined. Readers see it once it is published."),
            )
        else:
            messages.warning(
                request, _("Nothing was changed: the practice is called refined already, or locked.")
            )
        return redirect("wagtailadmin_pages:edit", self.practice.pk)
