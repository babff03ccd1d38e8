"""Suggested institutions in the editor, for the network: the list, taking one in, saying which one it is, or not."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import BaseListingView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from adoption.joining.deciding import accept, decline, merge
from adoption.joining.institutions import same_as
from adoption.joining.seeing import is_network
from adoption.models import Adoption, SuggestedInstitution
from adoption.places import region_choices
from practices.localised import LocalisedNameFormField, languages
from practices.models import Organisation
from search.editing import Filters

State = SuggestedInstitution.State


class SuggestedFilters(Filters):
    """By state, those that wait unless another is asked for."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=State.choices,
        initial=State.WAITING.value,
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = SuggestedInstitution
        fields = ["state"]


class SuggestedList(BaseListingView):
    """The institutions that adopters named and the register lacks."""

    page_title = gettext_lazy("Suggested institutions")
    header_icon = "home"
    index_url_name = "suggested_institutions"
    index_results_url_name = "suggested_institutions_results"
    filterset_class = SuggestedFilters
    is_searchable = False
    paginate_by = 50
    model = SuggestedInstitution
    columns = [
        TitleColumn(
            "name",
            label=gettext_lazy("Name"),
            get_url=lambda each: reverse("suggested_institution", args=[each.pk]),
        ),
        Column("get_kind_display", label=gettext_lazy("Kind")),
        Column("municipality", label=gettext_lazy("Municipality")),
        Column("number", label=gettext_lazy("Adoptions")),
        Column("get_state_display", label=gettext_lazy("State")),
        DateColumn("suggested_at", label=gettext_lazy("Received")),
    ]

    def get_base_queryset(self) -> QuerySet[SuggestedInstitution]:
        if not is_network(self.request.user):
            raise PermissionDenied
        rows = SuggestedInstitution.objects.annotate(number=Count("adoptions"))
        return rows.order_by("-suggested_at", "pk")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


class AcceptForm(forms.Form):
    """What the register is to say of it."""

    names = LocalisedNameFormField(
        label=gettext_lazy("Name"), help_text=gettext_lazy("The name that readers see, in each language.")
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Organisation.Kind.choices)
    municipality = forms.CharField(label=gettext_lazy("Municipality"), max_length=100, required=False)
    region = forms.ChoiceField(
        label=gettext_lazy("Region"), choices=lambda: [("", "–"), *region_choices()], required=False
    )


class MergeForm(forms.Form):
    """Which one of the register it is."""

    organisation = forms.ChoiceField(label=gettext_lazy("Institution of the register"))

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alike = [(each.slug, each.name) for each in same_as(name) if not each.is_waiting]
        rest = [(each.slug, str(each)) for each in Organisation.objects.all()]
        field: Any = self.fields["organisation"]
        likely = [(_("Nearly the same name"), alike)] if alike else []
        field.choices = [("", "–"), *likely, (_("All"), sorted(rest, key=lambda pair: pair[1].casefold()))]


class DeclineForm(forms.Form):
    """Why it is not taken in."""

    words = forms.CharField(
        label=gettext_lazy("Why it is not taken in"),
        max_length=1000,
        help_text=gettext_lazy(
            "It goes by e-mail to those who named it, and their adoptions do not count until it is cleared up. An "
            "answer comes to your e-mail address."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SuggestedView(WagtailAdminTemplateMixin, View):
    """One suggested institution, and the three things that can be done about it."""

    template_name = "adoption/joining/admin/suggested.html"
    header_icon = "home"

    @cached_property
    def suggested(self) -> SuggestedInstitution:
        """The row of the address. Raises Http404."""
        return get_object_or_404(SuggestedInstitution, pk=self.kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keep those out who do not keep the register."""
        if not is_network(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return self.suggested.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("suggested_institutions"), "label": _("Suggested institutions")}
        return [*super().get_breadcrumbs_items(), above, {"url": "", "label": self.suggested.name}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it."""
        return self._page()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do one of the three."""
        if self.suggested.state != State.WAITING:
            messages.warning(request, _("It has been decided about already."))
            return redirect("suggested_institution", self.suggested.pk)
        do = {"accept": self._accept, "merge": self._merge, "decline": self._decline}
        deed = do.get(request.POST.get("do", ""))
        return deed() if deed else redirect("suggested_institution", self.suggested.pk)

    def _accept(self) -> HttpResponse:
        form = AcceptForm(self.request.POST)
        if not form.is_valid():
            return self._page(accept_form=form, status=422)
        made = accept(self.suggested, **form.cleaned_data)
        if made:
            messages.success(self.request, _("“%s” is in the register now, with its adoptions.") % made)
        return redirect("suggested_institutions")

    def _merge(self) -> HttpResponse:
        form = MergeForm(self.request.POST, name=self.suggested.name)
        if not form.is_valid():
            return self._page(merge_form=form, status=422)
        organisation = get_object_or_404(Organisation, slug=form.cleaned_data["organisation"])
        moved = merge(self.suggested, organisation)
        if moved:
            said = ngettext(
                "%(n)d adoption was moved to “%(name)s”.",
                "%(n)d adoptions were moved to “%(name)s”.",
                moved.moved,
            ) % {"n": moved.moved, "name": organisation}
            if moved.doubled:
                said += " " + _(
                    "Where both had one of the same practice, the earlier one was kept, and the contact of the other "
                    "is told."
                )
            messages.success(self.request, said)
        return redirect("suggested_institutions")

    def _decline(self) -> HttpResponse:
        form = DeclineForm(self.request.POST)
        if not form.is_valid():
            return self._page(decline_form=form, status=422)
        reply_to = str(getattr(self.request.user, "email", ""))
        if decline(self.suggested, form.cleaned_data["words"], reply_to=reply_to):
            messages.success(self.request, _("It was not taken in, and those who named it are told."))
        return redirect("suggested_institutions")

    def _page(self, *, status: int = 200, **forms_sent: Any) -> HttpResponse:
        row = self.suggested
        initial = {
            "names": dict.fromkeys(languages(), row.name),
            "kind": row.kind,
            "municipality": row.municipality,
            "region": row.region,
        }
        context = {
            **self.get_context_data(),
            "suggested": row,
            "waits": row.state == State.WAITING,
            "adoptions": Adoption.objects.filter(suggested=row),
            "alike": [each for each in same_as(row.name) if not each.is_waiting],
            "accept_form": AcceptForm(initial=initial),
            "merge_form": MergeForm(name=row.name),
            "decline_form": DeclineForm(),
            **forms_sent,
        }
        return self.render_to_response(context, status=status)
