"""Project teams' work as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    """Suggesting, importing, reviewing, translating, refining, keeping true."""

    name = "publishing"
    verbose_name = _("Publishing")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect what follows from the life of pages, teams and reviews."""
        from publishing import page_parts
        from publishing.freshness import following as freshness
        from publishing.reviewing import following as reviews
        from publishing.suggesting import following as suggestions
        from publishing.teams import following as teams
        from publishing.translation import following as translations

        page_parts.register()
        freshness.connect()
        reviews.connect()
        suggestions.connect()
        teams.connect()
        translations.connect()
