"""Who looks after a practice, and which reminders have gone out."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Care(models.Model):
    """The user who keeps a practice true. What readers see of it is the page's own `caretaker`: a role, no person."""

    changes_kept_pages = False

    practice = models.UUIDField(_("practice"), unique=True)  # the page's translation key
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="cares",
        verbose_name=_("reminded"),
    )

    class Meta:
        verbose_name = _("care")
        verbose_name_plural = _("cares")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()


class Reminder(models.Model):
    """A reminder that was sent; each is sent once."""

    class Stage(models.TextChoices):
        BEFORE = "before", _("a month before")
        DUE = "due", _("on the day")
        AFTER = "after", _("a month after")
        ENDING = "ending", _("three months before the project ends")
        LAST = "last", _("a month before the project ends")

    changes_kept_pages = False

    # A practice's translation key, or a project page's for ENDING and LAST.
    subject = models.UUIDField()
    day = models.DateField()  # the review date, or the project's last day
    stage = models.CharField(max_length=8, choices=Stage)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "day", "stage"], name="a_reminder_once")]
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")

    def __str__(self) -> str:
        return f"{self.stage} {self.day}"
