"""The frame as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The site's frame."""

    name = "home"
    verbose_name = _("Site")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hand the frame's pages to search, and empty the kept pages when content changes."""
        from home import page_cache, search, together  # noqa: F401 search registers its documents

        page_cache.connect()
        together.connect()
