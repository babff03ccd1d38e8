"""News: what a project or the portal tells while it happens."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, PageManager, PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from practices.blocks import BodyBlock
from practices.paging import page_number
from practices.querysets import readable_in, with_places

PER_PAGE = 12


class NewsQuerySet(PageQuerySet):
    """News items."""

    def newest(self, locale: Locale | int) -> "NewsQuerySet":
        """Items that readers of the language of `locale` may read, the newest first."""
        found = with_places(readable_in(self, locale)).select_related("locale", "alias_of__locale")
        return found.order_by("-date", "-pk")


class NewsPage(Page):
    """One piece of news."""

    date = models.DateField(_("date"), default=timezone.localdate)
    lead = models.TextField(
        _("lead"), max_length=400, help_text=_("One or two sentences, shown in the list too.")
    )
    body = StreamField(BodyBlock(required=False), verbose_name=_("content"), blank=True)

    objects = PageManager.from_queryset(NewsQuerySet)()

    content_panels = [*Page.content_panels, *map(FieldPanel, ("date", "lead", "body"))]

    template = "home/news_page.html"
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types: list[str] = []
    page_description = _("One piece of news.")
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    translatable_fields = [
        *map(TranslatableField, ("title", "slug", "seo_title", "search_description", "lead", "body")),
        SynchronizedField("date", overridable=False),
    ]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")


class NewsIndexPage(Page):
    """The list of news."""

    intro = models.TextField(_("introduction"), max_length=500, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]

    template = "home/news_index_page.html"
    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]
    page_description = _("The list of news.")

    translatable_fields = [
        *map(TranslatableField, ("title", "slug", "seo_title", "search_description", "intro")),
        SynchronizedField("show_in_menus", overridable=False),
    ]

    class Meta:
        verbose_name = _("list of news")

    def serve(self, request: Any, *args: Any, **kwargs: Any) -> TemplateResponse:
        """Answer with a page of the list; 404 with a message where there is no such page."""
        paginator = Paginator(NewsPage.objects.newest(self.locale_id), PER_PAGE)
        number, status = page_number(request.GET.get("page"), paginator.num_pages)
        context = self.get_context(request, *args, **kwargs) | {
            "news": paginator.page(number),
            "no_such_page": status == 404,
        }
        return TemplateResponse(request, self.get_template(request), context, status=status)
