"""Pilots in the editor: those of a practice with what was said, one of them, its sheet, and the answers as files."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from practices.models import PracticePage
from publishing.models import Pilot, Refinement
from publishing.piloting import exporting
from publishing.piloting.admin_forms import BeginForm, TimeForm
from publishing.piloting.beginning import begin, close, reopen
from publishing.piloting.refining import may_call_refined
from publishing.piloting.sheet import public_url, sheets
from publishing.piloting.summary import answers_to, summarise

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class OfPractice(WagtailAdminTemplateMixin):
    """A view about a practice that the user may edit; an alias has the pilots of its source."""

    request: HttpRequest
    kwargs: dict[str, Any]
    header_icon = "clipboard-list"
    with_overview = True  # in the way back, above this view

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.practice.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def practice(self) -> PracticePage:
        page = get_object_or_404(PracticePage.objects.select_related("locale"), pk=self.kwargs["page_id"])
        return page.alias_of.specific if page.alias_of_id else page

    @cached_property
    def pilot(self) -> Any:
        """The pilot that the address names. Raises Http404 for another practice's."""
        return get_object_or_404(Pilot.objects.of(self.practice).counted(), pk=self.kwargs["pilot_id"])

    @property
    def overview_url(self) -> str:
        return reverse("pilots", args=(self.practice.pk,))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailadmin_pages:edit", args=(self.practice.pk,))
        items = [*self.breadcrumbs_items, {"url": edit, "label": self.practice.get_admin_display_title()}]
        if self.with_overview:
            items.append({"url": self.overview_url, "label": _("Pilots")})
        return [*items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"practice": self.practice, "today": timezone.localdate()}


class PilotsView(OfPractice, TemplateView):
    """Every pilot of a practice, what was said in all of them, and what was changed because of it."""

    template_name = "publishing/admin/pilots/overview.html"
    with_overview = False

    def get_page_title(self) -> str:
        return _("Pilots")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pilots = list(Pilot.objects.of(self.practice).counted())
        for pilot in pilots:
            pilot.open_now = pilot.is_open(timezone.localdate())
        changes = Refinement.objects.filter(practice=self.practice.translation_key)
        more = {
            "pilots": pilots,
            "parts": summarise(answers_to(pilots)),
            "changes": changes.prefetch_related("pilots"),
            "may_publish": self.practice.permissions_for_user(self.request.user).can_publish(),
            "may_call_refined": may_call_refined(self.practice, self.request.user),
        }
        return super().get_context_data(**kwargs) | more


class PilotView(OfPractice, TemplateView):
    """One pilot: its code, its time, and what was said in it."""

    template_name = "publishing/admin/pilots/pilot.html"

    def get_page_title(self) -> str:
        return str(self.pilot.name)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = {
            "pilot": self.pilot,
            "open_now": self.pilot.is_open(timezone.localdate()),
            "parts": summarise(answers_to([self.pilot])),
            "public_url": public_url(self.pilot, self.practice.locale.language_code),
        }
        return super().get_context_data(**kwargs) | more


class BeginView(OfPractice, FormView):
    """Begin a pilot."""

    template_name = "publishing/admin/pilots/form.html"
    form_class = BeginForm

    def get_page_title(self) -> str:
        return _("Begin a pilot")

    def form_valid(self, form: Any) -> HttpResponse:
        pilot = begin(self.practice, user=self.request.user, **form.cleaned_data)
        messages.success(
            self.request,
            _("The pilot is open. Its code is %s: print the sheet or send the link.") % pilot.code,
        )
        return redirect("pilot", self.practice.pk, pilot.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "intro": _(
                "You get a code and a link. Whoever has them can answer, without telling who they are."
            ),
            "submit": _("Begin a pilot"),
            "back": self.overview_url,
        }


class CloseView(OfPractice, TemplateView):
    """Ask whether a pilot is to be closed, and close it."""

    template_name = "publishing/admin/pilots/confirm.html"

    def get_page_title(self) -> str:
        return _("Close the pilot")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "question": _("After this nobody can answer with the code %s. You can open the pilot again.")
            % self.pilot.code,
            "submit": _("Close the pilot"),
            "back": reverse("pilot", args=(self.practice.pk, self.pilot.pk)),
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        if close(self.practice, self.pilot, user=request.user):
            messages.success(request, _("The pilot is closed."))
        else:
            messages.warning(request, _("The pilot was closed already."))
        return redirect("pilot", self.practice.pk, self.pilot.pk)


class ReopenView(OfPractice, FormView):
    """Open a pilot again, or for longer."""

    template_name = "publishing/admin/pilots/form.html"
    form_class = TimeForm

    def get_page_title(self) -> str:
        return (
            _("Open the pilot for longer")
            if self.pilot.is_open(timezone.localdate())
            else _("Open the pilot again")
        )

    def form_valid(self, form: Any) -> HttpResponse:
        reopen(self.practice, self.pilot, user=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("The pilot is open."))
        return redirect("pilot", self.practice.pk, self.pilot.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "intro": _("The code stays the same: %s.") % self.pilot.code,
            "submit": _("Open the pilot"),
            "back": reverse("pilot", args=(self.practice.pk, self.pilot.pk)),
        }


class SheetView(OfPractice, View):
    """The sheet to print, in every language of the practice."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        context = {
            "pilot": self.pilot,
            "practice": self.practice,
            "sheets": sheets(self.practice, self.pilot),
            "back": reverse("pilot", args=(self.practice.pk, self.pilot.pk)),
        }
        return TemplateResponse(request, "publishing/admin/pilots/sheet.html", context)


class ExportView(OfPractice, View):
    """The answers as a file: figures and words in one XLSX, or either of them as CSV."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        pilots = Pilot.objects.of(self.practice)
        name = f"{slugify(self.practice.title)[:60] or 'praxis'}-{timezone.localdate():%Y-%m-%d}"
        match self.kwargs["what"]:
            case "answers.xlsx":
                tables: Any = {
                    _("Figures"): exporting.figures_table(pilots),
                    _("Words"): exporting.words_table(pilots),
                }
                return _file(exporting.as_xlsx(tables), XLSX, f"{name}.xlsx")
            case "figures.csv":
                table = exporting.figures_table(pilots)
            case "words.csv":
                table = exporting.words_table(pilots)
            case _:
                raise Http404
        return _file(exporting.as_csv(table), "text/csv; charset=utf-8", f"{name}-{self.kwargs['what']}")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
