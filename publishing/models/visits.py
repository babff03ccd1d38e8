"""How often practices are read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitCount(models.Model):
    """Visits of a practice on a day in a language. A number alone: nothing of who read."""

    changes_kept_pages = False

    practice = models.UUIDField(_("practice"))  # the page's translation key
    language = models.CharField(_("language"), max_length=12)
    day = models.DateField(_("day"))
    visits = models.PositiveIntegerField(_("visits"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "language", "day"], name="one_count_of_visits_a_day")
        ]
        indexes = [models.Index(fields=["day"])]
        verbose_name = _("count of visits")
        verbose_name_plural = _("counts of visits")

    def __str__(self) -> str:
        return f"{self.day}: {self.visits}"
