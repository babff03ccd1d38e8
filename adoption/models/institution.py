"""Institutions that adopters name: one that the register lacks waits for a coordinator of the network."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practices.models import Organisation


class SuggestedInstitution(models.Model):
    """An institution that somebody named and the register of organisations does not have (yet)."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("in the register")
        DECLINED = "declined", _("not taken in")

    changes_kept_pages = False

    name = models.CharField(_("name"), max_length=200)
    # What `adoption.joining.spelling` makes of the name: four spellings of one name have one key.
    key = models.CharField(max_length=200, db_index=True, editable=False)
    kind = models.CharField(_("kind"), max_length=30, choices=Organisation.Kind)
    municipality = models.CharField(_("municipality"), max_length=100, blank=True)
    region = models.CharField(_("region"), max_length=40, blank=True)  # a code of adoption.places
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    # The row of the register that it became, or turned out to be.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    suggested_at = models.DateTimeField(_("suggested"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        ordering = ["suggested_at"]
        verbose_name = _("suggested institution")
        verbose_name_plural = _("suggested institutions")
        constraints = [
            # Of one name that several give at the same time one row waits.
            models.UniqueConstraint(
                fields=["key", "municipality"], condition=Q(state="waiting"), name="one_waiting_suggestion"
            )
        ]

    def __str__(self) -> str:
        return self.name


class DemoInstitution(models.Model):
    """Marks an organisation as made up for demonstration; it goes with the demonstration."""

    organisation: Any = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="demo_institution"
    )

    class Meta:
        verbose_name = _("demonstration institution")
        verbose_name_plural = _("demonstration institutions")

    def __str__(self) -> str:
        return str(self.organisation)
