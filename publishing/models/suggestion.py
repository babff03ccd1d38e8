"""A practice that somebody suggests from outside, and the files with it."""

from uuid import uuid4

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils.translation import gettext_lazy as _

from practices.models import PracticePage, Project


def private_storage() -> FileSystemStorage:
    """Return the folder of what only staff may open; no address leads there."""
    return FileSystemStorage(location=settings.PRIVATE_ROOT, base_url=None)


class Suggestion(models.Model):
    """What a visitor has filled in so far. The signed link in the mail is the sender's only key to it."""

    class State(models.TextChoices):
        OPEN = "open", _("being written")
        SENT = "sent", _("sent, waits for confirmation of the e-mail address")
        WAITING = "waiting", _("waits for an editor")
        IN_WORK = "in_work", _("being edited")
        PUBLISHED = "published", _("published")
        DECLINED = "declined", _("not taken in")

    changes_kept_pages = False

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.OPEN)
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    email = models.EmailField(_("e-mail"), blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    project = models.ForeignKey(
        Project, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("project")
    )
    title = models.CharField(_("name"), max_length=255, blank=True)
    # {step: {field: text}} as the visitor wrote it.
    answers = models.JSONField(default=dict, blank=True)
    consent = models.TextField(blank=True, help_text=_("The text that the sender agreed to."))
    page = models.ForeignKey(
        PracticePage, on_delete=models.SET_NULL, null=True, blank=True, related_name="suggestions"
    )
    reply = models.TextField(_("reply to the sender"), max_length=2000, blank=True)
    begun_at = models.DateTimeField(_("begun"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        ordering = ["-changed_at"]
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")

    def __str__(self) -> str:
        return self.title or str(_("Suggestion without a name"))


class SuggestedFile(models.Model):
    """A file that came with a suggestion, kept apart until an editor takes it in."""

    changes_kept_pages = False

    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(_("file"), upload_to="suggestions/%Y/%m/", storage=private_storage)
    name = models.CharField(_("name"), max_length=150)
    size = models.PositiveIntegerField(_("size in bytes"))
    licence = models.CharField(_("licence"), max_length=80, blank=True)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("suggested file")
        verbose_name_plural = _("suggested files")

    def __str__(self) -> str:
        return self.name
