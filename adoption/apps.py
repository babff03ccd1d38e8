"""Taking into use as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdoptionConfig(AppConfig):
    """Adoptions, local versions, follow-ups and what they tell of rooting."""

    name = "adoption"
    verbose_name = _("Taking into use")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show on practices what institutions do with them."""
        from adoption import page_parts

        page_parts.register()
