"""How often something was searched for: numbers a day, and nothing of who searched."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchCount(models.Model):
    """Searches for one term in one language on one day.

    `hits` is the number of hits at the last of them. Nothing ties a search to a visitor or to another search.
    """

    day = models.DateField(_("day"))
    language = models.CharField(_("language"), max_length=12)
    term = models.CharField(_("term"), max_length=80)
    searches = models.PositiveIntegerField(_("searches"), default=0)
    without_hits = models.PositiveIntegerField(_("without hits"), default=0)
    hits = models.PositiveIntegerField(_("hits"), default=0)

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["day", "language", "term"], name="search_count_a_day_and_term")
        ]
        indexes = [models.Index(fields=["language", "term"])]
        verbose_name = _("count of searches")
        verbose_name_plural = _("counts of searches")

    def __str__(self) -> str:
        return f"{self.term} ({self.language}, {self.day}): {self.searches}"
