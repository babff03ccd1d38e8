"""The catalogue's index pages: all practices, all themes, all projects."""

from typing import Any

from django.db import models
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField


class IndexPage(Page):
    """A page that lists others: a title and a few words."""

    intro = models.TextField(_("introduction"), max_length=500, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["home.HomePage"]
    translatable_fields = [
        *map(TranslatableField, ("title", "slug", "seo_title", "search_description", "intro")),
        SynchronizedField("show_in_menus", overridable=False),
    ]

    class Meta:
        abstract = True


class CataloguePage(IndexPage):
    """Every practice, narrowed by plain links and a form; projects stand below it."""

    template = "practices/catalogue_page.html"
    max_count_per_parent = 1
    subpage_types = ["practices.ProjectPage"]
    page_description = _("The list of all practices.")

    class Meta:
        verbose_name = _("catalogue")

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> TemplateResponse:
        """Answer with the list; 404 with a message where the address asks for a term or page that is not there."""
        from practices.listing import listing_of

        listing = listing_of(self, request.GET)
        context = self.get_context(request, *args, **kwargs) | {"listing": listing}
        return TemplateResponse(request, self.get_template(request), context, status=listing.status)


class ThemeIndexPage(IndexPage):
    """Every theme with the number of its practices."""

    template = "practices/theme_index_page.html"
    max_count_per_parent = 1
    subpage_types = ["practices.ThemePage"]
    page_description = _("The list of all themes.")

    class Meta:
        verbose_name = _("list of themes")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from practices.queries import themes_in

        return super().get_context(request, *args, **kwargs) | {"themes": themes_in(self.locale_id)}


class ProjectIndexPage(IndexPage):
    """Every project with the number of its practices."""

    template = "practices/project_index_page.html"
    max_count_per_parent = 1
    subpage_types: list[str] = []
    page_description = _("The list of all projects.")

    class Meta:
        verbose_name = _("list of projects")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from practices.queries import projects_in

        return super().get_context(request, *args, **kwargs) | {"projects": projects_in(self.locale_id)}
