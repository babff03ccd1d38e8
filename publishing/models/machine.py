"""Which published pages have texts that a machine made and nobody has checked: readers are told so."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class UncheckedTranslation(models.Model):
    """A published page with such texts, for as long as one of them stands on it unapproved.

    The records of strings cannot tell: they follow drafts, and readers see what was published.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))
    # [[path, text], …] as they stand on the published page
    texts = models.JSONField(default=list)

    class Meta:
        verbose_name = _("unchecked machine translation")
        verbose_name_plural = _("unchecked machine translations")

    def __str__(self) -> str:
        return str(self.page)
