"""Pilots of a practice: a code to answer under, anonymous answers, and what the makers changed because of them."""

import secrets
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

# Without letters and digits that look alike on a printed sheet.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 6


def new_code() -> str:
    """Return a random code: 31^6, some 890 million of them."""
    return "".join(secrets.choice(CODE_LETTERS) for _n in range(CODE_LENGTH))


class PilotQuerySet(models.QuerySet["Pilot"]):
    """Pilots by practice and by day."""

    def of(self, page: Any) -> "PilotQuerySet":
        """Return the pilots of a practice, given its page in any language."""
        return self.filter(practice=page.translation_key)

    def counted(self) -> Any:
        """Return the pilots, each with `students`, `teachers` and `total`: how many have answered."""
        roles = PilotAnswer.Role
        return self.annotate(
            students=Count("answers", filter=Q(answers__role=roles.STUDENT)),
            teachers=Count("answers", filter=Q(answers__role=roles.TEACHER)),
            total=Count("answers"),
        )

    def ended_by(self, day: date) -> "PilotQuerySet":
        """Return the pilots that nobody could answer to after `day`."""
        return self.annotate(ended_on=Coalesce("closed_on", F("closes_on"))).filter(ended_on__lte=day)


class Pilot(models.Model):
    """One trial of a practice somewhere. Whoever has the code may answer, without telling who they are."""

    changes_kept_pages = False

    practice = models.UUIDField(_("practice"), db_index=True)  # the page's translation key: all languages
    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True, default=new_code)
    name = models.CharField(
        _("where and when"), max_length=120, help_text=_("Only you see this: “Dormitory, spring 2027”.")
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    begun_at = models.DateTimeField(auto_now_add=True)
    closes_on = models.DateField(_("open until"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)  # by hand, before its time
    # What the makers have been told of by mail: when last, and how many answers there were then.
    mailed_on = models.DateField(null=True, blank=True, editable=False)
    mailed_answers = models.PositiveIntegerField(default=0, editable=False)

    objects = PilotQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-pk"]
        verbose_name = _("pilot")
        verbose_name_plural = _("pilots")

    def __str__(self) -> str:
        return self.name

    def is_open(self, today: date) -> bool:
        """Return whether one may answer on a day."""
        return self.closed_on is None and self.closes_on >= today


class PilotAnswer(models.Model):
    """What one person said. Nothing tells who: not even the time of day is kept."""

    class Role(models.TextChoices):
        TEACHER = "teacher", _("teacher or other staff")
        STUDENT = "student", _("student")

    changes_kept_pages = False

    pilot = models.ForeignKey(Pilot, on_delete=models.CASCADE, related_name="answers")
    role = models.CharField(_("role"), max_length=8, choices=Role)
    language = models.CharField(max_length=12, choices=settings.LANGUAGES)
    day = models.DateField(auto_now_add=True)
    # {question: 1–5}; the questions of each role are in publishing.piloting.questions
    ratings = models.JSONField(default=dict)
    worked = models.TextField(_("what worked"), max_length=1500, blank=True)
    to_change = models.TextField(_("what to change"), max_length=1500, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("answer from a pilot")
        verbose_name_plural = _("answers from pilots")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()


class Refinement(models.Model):
    """The makers' answer to feedback: what they changed because of it, in which version. Readers see it."""

    practice = models.UUIDField(_("practice"), db_index=True)
    pilots = models.ManyToManyField(Pilot, related_name="refinements", verbose_name=_("pilots"))
    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # {language: text}
    told: Any = models.JSONField(_("what you changed"), default=dict)
    answers = models.PositiveIntegerField(_("answers that it rests on"), default=0)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    told_at = models.DateTimeField(_("told"), auto_now_add=True)
    # Since when readers see it. What someone tells who may not publish the page waits for someone who may.
    shown_at = models.DateTimeField(_("shown"), null=True, blank=True)

    class Meta:
        ordering = ["-told_at", "-pk"]
        verbose_name = _("change after feedback")
        verbose_name_plural = _("changes after feedback")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()
