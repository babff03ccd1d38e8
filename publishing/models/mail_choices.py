"""Which mails somebody wants. Wagtail's own profile has the switches for submitted, approved and rejected pages."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MailChoices(models.Model):
    """The portal's own mails that a user may turn off, all on until then."""

    changes_kept_pages = False
    KINDS = ("reviews", "freshness", "feedback", "suggestions")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_choices"
    )
    reviews = models.BooleanField(_("Reviews that are due"), default=True)
    freshness = models.BooleanField(_("Practices to be looked through again"), default=True)
    feedback = models.BooleanField(_("Feedback from pilots"), default=True)
    suggestions = models.BooleanField(_("Suggestions from outside"), default=True)

    class Meta:
        verbose_name = _("choice of mails")
        verbose_name_plural = _("choices of mails")

    def __str__(self) -> str:
        return str(self.user)

    @classmethod
    def wants(cls, user: object, kind: str) -> bool:
        """Return whether a user wants the mails of a kind (one of KINDS)."""
        choices = cls.objects.filter(user=user).first()
        return bool(getattr(choices or cls(), kind))
