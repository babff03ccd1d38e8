"""The two checks between a draft and readers, with the list that the network's review goes through."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Task, TaskState


class ProjectCheck(Task):
    """The team's coordinators look whether the page is what the project wants to say."""

    class Meta:
        verbose_name = _("project's check")
        verbose_name_plural = _("projects' checks")


class NetworkReview(AbstractGroupApprovalTask):
    """The network's coordinators look whether the page is safe, accessible, licensed, and tells of no person."""

    class Meta:
        verbose_name = _("network's review")
        verbose_name_plural = _("network's reviews")


class Review(models.Model):
    """One step of one page's way: until when it is to be done, and what was ticked when it was."""

    changes_kept_pages = False
    # In the order in which they are asked.
    CHECKS = ("is_safe", "is_accessible", "is_licensed", "has_no_personal_data", "has_languages_planned")

    task_state = models.OneToOneField(
        TaskState, on_delete=models.CASCADE, related_name="review", verbose_name=_("step")
    )
    due = models.DateField(_("due"))
    reminded_on = models.DateField(null=True, blank=True)
    is_safe = models.BooleanField(_("safe: nobody is harmed or put at risk by following it"), default=False)
    is_accessible = models.BooleanField(
        _("accessible: pictures have alt texts, videos captions, the language is plain"), default=False
    )
    is_licensed = models.BooleanField(
        _("licensed: pictures and files may be shared, and their licence is told"), default=False
    )
    has_no_personal_data = models.BooleanField(
        _("no personal data: nobody can be recognised who has not agreed to it"), default=False
    )
    has_languages_planned = models.BooleanField(
        _("both languages: translated, or it is agreed who translates and when"), default=False
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["due", "pk"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()

    @classmethod
    def check_labels(cls) -> list[tuple[str, Any]]:
        """Return the checklist as (field, label)."""
        return [(name, str(getattr(cls._meta.get_field(name), "verbose_name", name))) for name in cls.CHECKS]
