"""Practices that editors put first for a search."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PageChooserPanel

from search.query import query_key


class Pin(models.Model):
    """A practice that stands first when these words are searched for, in any of their forms and any order."""

    # The search page is never kept.
    changes_kept_pages = False

    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    words = models.CharField(
        _("search words"),
        max_length=120,
        help_text=_("As a reader types them. Inflected forms and other orders are recognised."),
    )
    key = models.CharField(max_length=400, editable=False, db_index=True)
    practice = models.ForeignKey(
        "practices.PracticePage", on_delete=models.CASCADE, related_name="pins", verbose_name=_("practice")
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=1, help_text=_("Smaller comes first where several practices are pinned.")
    )

    panels = [
        FieldPanel("language"),
        FieldPanel("words"),
        PageChooserPanel("practice", "practices.PracticePage"),
        FieldPanel("order"),
    ]

    class Meta:
        ordering = ["language", "words", "order"]
        constraints = [
            models.UniqueConstraint(fields=["language", "key", "practice"], name="pin_a_practice_once")
        ]
        verbose_name = _("pinned practice")
        verbose_name_plural = _("pinned practices")

    def __str__(self) -> str:
        return f"{self.words} → {self.practice}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Save, with the words in the form under which searches are compared."""
        self.key = query_key(self.words, language=self.language)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        """Refuse words that say nothing, and a practice that is pinned to them already."""
        key = query_key(self.words or "", language=self.language) if self.language else ""
        if self.language and not key:
            raise ValidationError({"words": _("Write at least one word that tells of the matter.")})
        same = Pin.objects.filter(language=self.language, key=key, practice_id=self.practice_id)
        if same.exclude(pk=self.pk).exists():
            raise ValidationError({"practice": _("The practice is pinned to these words already.")})
