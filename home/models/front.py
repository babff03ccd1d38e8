"""The front page."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail_localize.fields import TranslatableField

from practices.stand_ins import for_readers

NEWEST = 6


class HomePage(Page):
    """The front page: the search box first, then themes, the newest practices, news, and what this is."""

    promise = models.CharField(
        _("promise"), max_length=120, help_text=_("The largest words on the page: what a visitor finds here.")
    )
    lead = models.TextField(
        _("lead"), max_length=300, help_text=_("A plain sentence: what this is, and for whom.")
    )
    about = RichTextField(_("what this is"), features=["bold", "link", "ul"], blank=True)

    content_panels = [*Page.content_panels, *map(FieldPanel, ("promise", "lead", "about"))]

    template = "home/home_page.html"
    max_count_per_parent = 2
    parent_page_types = ["wagtailcore.Page"]
    page_description = _("The front page of the portal.")

    translatable_fields = [
        *map(
            TranslatableField,
            ("title", "slug", "seo_title", "search_description", "promise", "lead", "about"),
        )
    ]

    class Meta:
        verbose_name = _("front page")

    def route(self, request: Any, path_components: list[str]) -> Any:
        """Find the page that an address names by its whole path, instead of one query a part of it."""
        if path_components:
            url_path = f"{self.url_path}{'/'.join(path_components)}/"
            place = Page.objects.filter(url_path=url_path, path__startswith=self.path).first()
            page = for_readers(place)
            if page is not None:
                return page.route(request, [])
        return super().route(request, path_components)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.models.news import NewsPage
        from practices.models import PracticePage
        from practices.queries import themes_in

        practices = PracticePage.objects.readable(self.locale_id)
        counts = practices.tally("theme")
        return super().get_context(request, *args, **kwargs) | {
            "themes": themes_in(self.locale_id, counts),
            "newest": practices.for_cards().newest_first()[:NEWEST],
            "number_of_practices": counts.get("", 0),
            "news": NewsPage.objects.newest(self.locale_id)[:3],
        }
