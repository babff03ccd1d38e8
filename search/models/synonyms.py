"""Words that search takes for each other, kept by editors."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from search.text import clean, words

MAX_WORDS_IN_A_SET = 30


class SynonymSet(models.Model):
    """Words and phrases of one language, one a line, that find each other; in force from the next search on."""

    class Kind(models.TextChoices):
        SAME = "same", _("mean the same")
        RELATED = "related", _("are close to each other")

    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    kind = models.CharField(
        _("how near"),
        max_length=10,
        choices=Kind,
        default=Kind.SAME,
        help_text=_("Words that are only close to each other count less, so exact hits stay first."),
    )
    words = models.TextField(
        _("words"),
        help_text=_("One word or phrase a line, in its dictionary form. Every line finds the others."),
    )
    note = models.CharField(
        _("note"), max_length=255, blank=True, help_text=_("For other editors: why these belong together.")
    )

    panels = [FieldPanel("language"), FieldPanel("words"), FieldPanel("kind"), FieldPanel("note")]

    class Meta:
        ordering = ["language", "words"]
        verbose_name = _("set of synonyms")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        return " · ".join(self.entries())

    def entries(self) -> list[str]:
        """Return the words and phrases, each once."""
        return list(dict.fromkeys(line for line in map(clean, str(self.words).splitlines()) if line))

    def clean(self) -> None:
        """Refuse a set that could not do anything, or that would slow searching down."""
        entries = self.entries()
        wordless = [entry for entry in entries if not any(True for _word in words(entry))]
        if wordless:
            raise ValidationError({"words": _("There is no word on the line “%s”.") % wordless[0]})
        if len(entries) < 2:
            raise ValidationError(
                {"words": _("Write at least two words or phrases, each on a line of its own.")}
            )
        if len(entries) > MAX_WORDS_IN_A_SET:
            raise ValidationError(
                {"words": _("A set has at most %d lines. Make two sets of it.") % MAX_WORDS_IN_A_SET}
            )
        self.words = "\n".join(entries)
