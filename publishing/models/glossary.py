"""The field's words in every language, as the network has agreed on them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from practices.localised import LocalisedNameField, in_language


class GlossaryTerm(models.Model):
    """A word with its counterpart in every language, shown while translating and checked in translations."""

    changes_kept_pages = False

    names = LocalisedNameField(verbose_name=_("term"), help_text=_("In its dictionary form."))
    # {language: [word, …]}
    avoid = models.JSONField(_("words to avoid"), default=dict, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    panels = [FieldPanel("names"), FieldPanel("note")]

    class Meta:
        verbose_name = _("term of the glossary")
        verbose_name_plural = _("glossary")

    def __str__(self) -> str:
        return in_language(self.names)
