"""The field's words in every language, as the network has agreed on them."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from practices.localised import LocalisedNameField, in_language, languages
from publishing.wordlists import LocalisedWordsField


class GlossaryTerm(models.Model):
    """A word with its counterpart in every language, shown while translating and checked in translations."""

    changes_kept_pages = False

    names = LocalisedNameField(verbose_name=_("term"), help_text=_("In its dictionary form."))
    # {language: [word, …]}
    accepted = LocalisedWordsField(
        _("also good"), help_text=_("Words that may stand in its place, a comma between them.")
    )
    avoid = LocalisedWordsField(
        _("words to avoid"),
        help_text=_("Words that translators are tempted by but that mean something else here."),
    )
    note = models.CharField(
        _("note"), max_length=300, blank=True, help_text=_("When to use which, in a sentence.")
    )

    panels = [*map(FieldPanel, ("names", "accepted", "avoid", "note"))]

    class Meta:
        verbose_name = _("term of the glossary")
        verbose_name_plural = _("glossary")

    def __str__(self) -> str:
        return in_language(self.names)

    def names_text(self) -> str:
        """Return the names in all languages, for lists in the editor."""
        return " · ".join(self.names.get(code, "") for code in languages())

    def avoid_text(self) -> str:
        """Return the words to avoid in all languages, for lists in the editor."""
        return ", ".join(word for code in languages() for word in self._words(self.avoid, code))

    def words_for(self, language: str) -> list[str]:
        """Return the words that say this in a language, the agreed one first; none where it has none."""
        return [
            word for word in (self.names.get(language, ""), *self._words(self.accepted, language)) if word
        ]

    def avoided_in(self, language: str) -> list[str]:
        """Return the words to avoid in a language."""
        return self._words(self.avoid, language)

    @staticmethod
    def _words(given: Any, language: str) -> list[str]:
        return list(given.get(language, [])) if isinstance(given, dict) else []
