"""The pulse: what is asked of an adopter 3, 6, 12 and 24 months after it took a practice into use."""

from typing import Any

from django.db import models
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from adoption.models.adoption import Adoption
from practices.models import PortalImage

MONTHS = (3, 6, 12, 24)


class FollowUp(models.Model):
    """One question time of one adoption, and its answer."""

    class Answer(models.TextChoices):
        IN_USE = "in-use", _("in use")
        CHANGED = "changed", _("in use, changed")
        STOPPED = "stopped", _("stopped")

    # What a practice can be embedded in, by field.
    EMBEDDING = (
        "in_strategy",
        "in_annual_clock",
        "in_curriculum",
        "in_quality_system",
        "in_job_descriptions",
    )

    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="follow_ups")
    month = models.PositiveSmallIntegerField(_("months after"))  # one of MONTHS
    due_on = models.DateField(_("due"))
    answer = models.CharField(_("answer"), max_length=8, choices=Answer, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    # All of the rest is optional: null, or empty, is "not told".
    in_strategy = models.BooleanField(_("in the strategy"), null=True)
    in_annual_clock = models.BooleanField(_("in the annual clock"), null=True)
    in_curriculum = models.BooleanField(_("in the curriculum"), null=True)
    in_quality_system = models.BooleanField(_("in the quality system"), null=True)
    in_job_descriptions = models.BooleanField(_("in job descriptions"), null=True)
    students = models.PositiveIntegerField(_("students reached"), null=True, blank=True)
    hours = models.DecimalField(  # of staff, a month
        _("hours that it really takes"), max_digits=6, decimal_places=1, null=True, blank=True
    )
    changed = models.TextField(_("what you changed"), max_length=2000, blank=True)
    story = models.TextField(_("story"), max_length=3000, blank=True)
    story_consent = models.TextField(editable=False, blank=True)  # the words that were agreed to
    # Stories and photos are shown once a coordinator has looked at them.
    story_checked_at = models.DateTimeField(null=True, blank=True)
    story_hidden_at = models.DateTimeField(null=True, blank=True)  # looked at, and kept from readers
    photo = models.ForeignKey(PortalImage, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    photo_alt = models.CharField(_("what the photo shows"), max_length=200, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [models.UniqueConstraint(fields=["adoption", "month"], name="one_follow_up_a_month")]
        indexes = [models.Index(fields=["due_on", "answered_at"], name="follow_up_due")]

    def __str__(self) -> str:
        return f"{self.adoption_id} {self.month}"


@receiver(post_delete, sender=FollowUp)
def delete_photo(instance: FollowUp, **_kwargs: Any) -> None:
    """Let the photo go with its follow-up: an adopter who deletes everything means that too."""
    PortalImage.objects.filter(pk=instance.photo_id).delete()


class Sending(models.Model):
    """A mail of a follow-up, claimed before it is sent: a worker that dies in between doubles one at most."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("question")
        REMINDER = "reminder", _("reminder")

    changes_kept_pages = False

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="sendings")
    kind = models.CharField(max_length=8, choices=Kind)
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["claimed_at"]
        verbose_name = _("sent mail")
        verbose_name_plural = _("sent mails")
        constraints = [models.UniqueConstraint(fields=["follow_up", "kind"], name="each_mail_once")]

    def __str__(self) -> str:
        return f"{self.follow_up_id} {self.kind}"
