"""Ordinary pages: what this is, accessibility, privacy, how to take part."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from practices.blocks import BodyBlock


class ContentPage(Page):
    """An ordinary page of text and pictures."""

    lead = models.TextField(_("lead"), max_length=400, blank=True, help_text=_("One or two sentences."))
    body = StreamField(BodyBlock(), verbose_name=_("content"))

    content_panels = [*Page.content_panels, *map(FieldPanel, ("lead", "body"))]

    template = "home/content_page.html"
    parent_page_types = ["home.HomePage", "home.ContentPage"]
    page_description = _("A page of text and pictures.")
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    translatable_fields = [
        *map(TranslatableField, ("title", "slug", "seo_title", "search_description", "lead", "body")),
        SynchronizedField("show_in_menus", overridable=False),
    ]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
