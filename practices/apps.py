"""The catalogue as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticesConfig(AppConfig):
    """The catalogue of practices."""

    name = "practices"
    verbose_name = _("Practices")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the life of pages and files to the search index and to translations."""
        from practices import indexing
        from practices.reading import following as files
        from practices.translating import following

        indexing.connect()
        files.connect()
        following.connect()
