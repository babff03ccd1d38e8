"""Rooting in the editor: the same figures for the network's coordinators, with nothing held back but addresses."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from adoption.rooting import figures, pages
from adoption.rooting.filters import Filters, UnknownFilter, read
from adoption.rooting.views import context_of, file_of
from practices.models import CataloguePage

ROWS, COLUMNS = 300, 100


def may_see_everything(user: Any) -> bool:
    """Return whether a user coordinates the network: may publish the catalogue itself, not only a project's part."""
    catalogue = CataloguePage.objects.first()
    return bool(user.is_active and catalogue and catalogue.permissions_for_user(user).can_publish())


class RootingView(WagtailAdminTemplateMixin, TemplateView):
    """All figures, and the whole matrix of institutions and practices."""

    template_name = "adoption/rooting/admin.html"
    page_title = gettext_lazy("Rooting")
    header_icon = "site"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_see_everything(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        data = figures.read()
        choices = figures.choices_of(data)
        said = ""
        try:
            filters = read(self.request.GET, choices)
        except UnknownFilter as unknown:
            filters, said = Filters(), str(unknown)
        context = context_of(filters, choices, data, everything=True, rows=ROWS, columns=COLUMNS)
        more = {"said": said, "page_url": reverse("rooting_admin"), "chart_url": "rooting_admin_chart"}
        return super().get_context_data(**kwargs) | context | more


class ChartView(View):
    """A chart of all figures as a file."""

    def get(self, request: HttpRequest, name: str, kind: str) -> HttpResponse:
        """Answer with the file. Raises PermissionDenied, or Http404 where there is none."""
        if not may_see_everything(request.user):
            raise PermissionDenied
        if kind not in pages.kinds_of(name):
            raise Http404(_("There is no such chart."))
        data = figures.read()
        choices = figures.choices_of(data)
        try:
            filters = read(request.GET, choices)
        except UnknownFilter as unknown:
            raise Http404(str(unknown)) from unknown
        found = figures.figures_for(filters, data=data, everything=True)
        return file_of(name, kind, found, pages.chosen_words(choices, filters))
