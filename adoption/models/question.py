"""A question to an institution that uses a practice: relayed, so that neither side's address is shown by the portal."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from adoption.models.adoption import Adoption


class Question(models.Model):
    """What somebody asks an adopter, kept until it is relayed and for a short time after."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("question")
        TOGETHER = "together", _("starting together")

    changes_kept_pages = False

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.QUESTION)
    asker = models.CharField(_("who asks"), max_length=120)
    email = models.EmailField(_("e-mail"))
    words = models.TextField(_("question"), max_length=2000)
    language = models.CharField(max_length=12, choices=settings.LANGUAGES)
    consent = models.TextField(editable=False)
    asked_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    relayed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]
        verbose_name = _("question to an adopter")
        verbose_name_plural = _("questions to adopters")

    def __str__(self) -> str:
        return str(self.pk)
