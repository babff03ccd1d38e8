"""A theme: what it is about, what is known of it, and its practices."""

from typing import Any

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from practices import blocks as practice_blocks
from practices.models import terms


class ThemePage(Page):
    """The page of a theme: an introduction, figures with their tables, and every practice of the theme."""

    theme = models.ForeignKey(
        terms.Theme,
        verbose_name=_("theme"),
        on_delete=models.PROTECT,
        related_name="pages",
        help_text=_("The term that practices are tagged with."),
    )
    lead = models.TextField(_("lead"), max_length=400, help_text=_("One or two sentences."))
    body = StreamField(
        practice_blocks.BodyBlock(required=False), verbose_name=_("text and figures"), blank=True
    )
    sources = StreamField(practice_blocks.SourcesBlock(required=False), verbose_name=_("sources"), blank=True)

    content_panels = [*Page.content_panels, *map(FieldPanel, ("theme", "lead", "body", "sources"))]

    template = "practices/theme_page.html"
    parent_page_types = ["practices.ThemeIndexPage"]
    subpage_types: list[str] = []
    page_description = _("A theme with its practices and figures.")
    search_fields = [*Page.search_fields, index.SearchField("lead")]

    translatable_fields = [
        *map(
            TranslatableField, ("title", "slug", "seo_title", "search_description", "lead", "body", "sources")
        ),
        SynchronizedField("theme", overridable=False),
    ]

    class Meta:
        verbose_name = _("theme page")
        verbose_name_plural = _("theme pages")

    @cached_property
    def practices(self) -> Any:
        """Practices of the theme in the page's language."""
        from practices.models.practice import PracticePage

        return (
            PracticePage.objects.readable(self.locale_id)
            .matching("theme", [self.theme.slug])
            .for_cards()
            .order_by("title")
        )
