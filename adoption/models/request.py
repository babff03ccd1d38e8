"""What somebody asked for by a form and has not confirmed yet: no adoption is made or changed before that."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from adoption.models.adoption import Adoption
from adoption.models.institution import SuggestedInstitution
from practices.models import Organisation


class AdoptionRequest(models.Model):
    """A form that was sent, with the address that has to confirm it. It goes after its time (see joining.keeping)."""

    class Kind(models.TextChoices):
        JOIN = "join", _("taking into use")
        ADDRESS = "address", _("a new address")
        HAND_OVER = "hand-over", _("a new contact person")
        TAKE_OVER = "take-over", _("taking over from a contact who has left")

    changes_kept_pages = False

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.JOIN)
    # Of what is asked for, by whom: the same form sent ten times at once is one row.
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    practice = models.UUIDField(_("practice"))
    # The institution: of the register, waiting to come there, or named here for the first time.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    suggested = models.ForeignKey(
        SuggestedInstitution, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    named: Any = models.JSONField(default=dict, blank=True)  # name, kind, municipality, region
    answers: Any = models.JSONField(default=dict, blank=True)  # see joining.answers
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(max_length=12, choices=settings.LANGUAGES)
    # What is to be changed; of a new one, what came of it, so that a link that is opened again leads there.
    adoption = models.ForeignKey(
        Adoption, on_delete=models.CASCADE, null=True, blank=True, related_name="requests"
    )
    link_number = models.PositiveIntegerField(null=True, blank=True, editable=False)
    asked_at = models.DateTimeField(auto_now_add=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]
        verbose_name = _("request of an adopter")
        verbose_name_plural = _("requests of adopters")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def institution_name(self) -> str:
        """The institution's name in the active language."""
        if self.adoption is not None and self.kind != self.Kind.JOIN:
            return self.adoption.institution_name
        return str(self.organisation or self.suggested or self.named.get("name", ""))
