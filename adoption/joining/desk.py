"""Adoptions in the editor: the list, one with what can be done, greeting, disputing, and who takes over."""

from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import BaseListingView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from adoption.joining.answers import answers_of
from adoption.joining.deciding import decide_take_over, dispute, greet, undo_dispute
from adoption.joining.seeing import practices_of, seen_by, sees_any
from adoption.joining.summary import summary_of
from adoption.models import Adoption, AdoptionRequest
from adoption.practice_pages import page_of
from practices.models import PracticePage

LONGEST_WORDS = 1000
TAKE_OVER = AdoptionRequest.Kind.TAKE_OVER


def _practice_choices(request: HttpRequest | None) -> list[tuple[str, str]]:
    if request is None:
        return []
    pages = practices_of(request.user).filter(locale__language_code=settings.LANGUAGE_CODE)
    told = pages.order_by("title").values_list("translation_key", "title")
    return [(str(key), title) for key, title in told]


class AdoptionFilters(WagtailFilterSet):
    """By state, by what waits, and by practice."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("How far"), choices=Adoption.State.choices, widget=forms.RadioSelect
    )
    waits = django_filters.ChoiceFilter(
        label=gettext_lazy("What waits"),
        choices=[
            ("greeting", gettext_lazy("not greeted yet")),
            ("take-over", gettext_lazy("somebody asks to take over")),
            ("institution", gettext_lazy("the institution is not in the register")),
            ("disputed", gettext_lazy("disputed")),
        ],
        method="that_wait",
        widget=forms.RadioSelect,
    )
    practice = django_filters.ChoiceFilter(label=gettext_lazy("Practice"), choices=[])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["practice"].extra["choices"] = _practice_choices(self.request)

    def that_wait(self, adoptions: Any, _name: str, value: str) -> Any:
        """Return those of which something is to be done."""
        if value == "greeting":
            return adoptions.filter(greeted_at=None, disputed_at=None)
        if value == "take-over":
            asked = AdoptionRequest.objects.filter(
                kind=TAKE_OVER, confirmed_at__isnull=False, link_number=None
            )
            return adoptions.filter(pk__in=asked.values("adoption"))
        if value == "institution":
            return adoptions.filter(suggested__isnull=False)
        return adoptions.filter(disputed_at__isnull=False)

    class Meta:
        model = Adoption
        fields = ["state"]


class AdoptionList(BaseListingView):
    """The adoptions, the newest first. Without any address."""

    page_title = gettext_lazy("Adoptions")
    header_icon = "site"
    index_url_name = "adoptions"
    index_results_url_name = "adoptions_results"
    filterset_class = AdoptionFilters
    is_searchable = False
    paginate_by = 50
    model = Adoption
    columns = [
        TitleColumn(
            "institution_name",
            label=gettext_lazy("Institution"),
            get_url=lambda adoption: reverse("adoption_desk", args=[adoption.pk]),
        ),
        Column("practice_title", label=gettext_lazy("Practice")),
        Column("get_state_display", label=gettext_lazy("How far")),
        DateColumn("since", label=gettext_lazy("Taken into use")),
        DateColumn("confirmed_at", label=gettext_lazy("Told")),
        DateColumn("disputed_at", label=gettext_lazy("Disputed")),
    ]

    def get_base_queryset(self) -> QuerySet[Adoption]:
        if not sees_any(self.request.user):
            raise PermissionDenied
        pages = PracticePage.objects.filter(translation_key=OuterRef("practice"))
        titles = pages.filter(locale__language_code=get_language() or settings.LANGUAGE_CODE).values("title")
        adoptions = seen_by(self.request.user).annotate(practice_title=Subquery(titles[:1]))
        return adoptions.select_related("organisation", "suggested").order_by("-confirmed_at", "pk")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


class OfAdoption(WagtailAdminTemplateMixin, View):
    """A page about one adoption that the user sees, and so may decide about."""

    header_icon = "site"

    @cached_property
    def adoption(self) -> Adoption:
        """The adoption of the address. Raises Http404, also for those whose business it is not."""
        related = ("organisation", "suggested", "setting")
        return get_object_or_404(seen_by(self.request.user).select_related(*related), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.adoption.institution_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("adoptions"), "label": _("Adoptions")},
            {
                "url": reverse("adoption_desk", args=[self.adoption.pk]),
                "label": self.adoption.institution_name,
            },
        ]

    def back(self) -> HttpResponse:
        """Lead to the adoption's page."""
        return redirect("adoption_desk", self.adoption.pk)


class AdoptionView(OfAdoption):
    """One adoption: what was told, its history, and what can be done; by POST, what needs no words."""

    template_name = "adoption/joining/admin/adoption.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        adoption = self.adoption
        asked = _asking_to_take_over(adoption)
        return {
            **super().get_context_data(**kwargs),
            "adoption": adoption,
            "practice": page_of(adoption.practice),
            "told": summary_of(answers_of(adoption)),
            "changes": adoption.changes.all(),
            "follow_ups": adoption.follow_ups.all(),
            "take_over": asked.first(),
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it."""
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Undo a dispute, or decide about who takes over."""
        do = request.POST.get("do", "")
        if do == "undo" and undo_dispute(self.adoption):
            messages.success(request, _("The adoption counts again, and its adopter is told."))
        asked = _asking_to_take_over(self.adoption).filter(pk=_uuid(request.POST.get("request", ""))).first()
        if do in ("let", "refuse") and asked and decide_take_over(asked, lets=do == "let"):
            said = (
                _("There is a new contact person, who got the link.")
                if do == "let"
                else _("The contact person stays, and who asked is told.")
            )
            messages.success(request, said)
        return self.back()


def _asking_to_take_over(adoption: Adoption) -> QuerySet[AdoptionRequest]:
    waiting = AdoptionRequest.objects.filter(confirmed_at__isnull=False, link_number=None)
    return waiting.filter(kind=TAKE_OVER, adoption=adoption)


def _uuid(text: str) -> Any:
    try:
        return UUID(text)
    except ValueError:
        return None


class WordsForm(forms.Form):
    """Words to the adopter."""

    words = forms.CharField(
        label=gettext_lazy("Your words to the adopter"),
        max_length=LONGEST_WORDS,
        help_text=gettext_lazy(
            "They go by e-mail through the portal and stand on the adopter's own page; readers do not see them. "
            "An answer comes to your e-mail address, which the adopter sees."
        ),
        error_messages={"required": gettext_lazy("Write something to the adopter.")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class WriteView(OfAdoption):
    """Words to the adopter, and what they do: greet, or dispute."""

    template_name = "adoption/joining/admin/write.html"
    disputes = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead back where nothing is left to dispute."""
        if self.disputes and self.adoption.disputed_at:
            messages.warning(request, _("The adoption is disputed already."))
            return self.back()
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Dispute the adoption") if self.disputes else _("Greet the adopter")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the words."""
        return self._form_page(WordsForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send them."""
        form = WordsForm(request.POST)
        if not form.is_valid():
            return self._form_page(form, status=422)
        words, reply_to = form.cleaned_data["words"], str(getattr(request.user, "email", ""))
        if self.disputes:
            dispute(self.adoption, words, reply_to=reply_to)
            messages.success(request, _("The adoption is out of sight, and its adopter is asked."))
        else:
            greet(self.adoption, words, reply_to=reply_to)
            messages.success(request, _("Your greeting is on its way."))
        return self.back()

    def _form_page(self, form: WordsForm, *, status: int = 200) -> HttpResponse:
        context = {
            **self.get_context_data(),
            "form": form,
            "disputes": self.disputes,
            "adoption": self.adoption,
            "practice": page_of(self.adoption.practice),
        }
        return self.render_to_response(context, status=status)
