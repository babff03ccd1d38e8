"""A practice that somebody suggests from outside, and the files with it."""

from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils.translation import gettext_lazy as _

from practices.models import PracticePage, Project


class PrivateStorage(FileSystemStorage):
    """The folder of what only staff may open. It is looked up each time, and no address leads there."""

    @property
    def base_location(self) -> str:
        return str(settings.PRIVATE_ROOT)

    @property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())

    def url(self, name: str | None) -> str:
        """Raise ValueError: what is private has no address of its own."""
        raise ValueError("Private files have no address.")


def private_storage() -> PrivateStorage:
    """Return the folder of what only staff may open."""
    return PrivateStorage(file_permissions_mode=0o600, directory_permissions_mode=0o700)


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Suggestions, by intent."""

    def received(self) -> "SuggestionQuerySet":
        """Those whose sender has confirmed the address: staff sees these alone."""
        return self.exclude(state__in=(Suggestion.State.OPEN, Suggestion.State.SENT))

    def undecided(self) -> "SuggestionQuerySet":
        """Those that wait for an editor, or are being edited."""
        return self.filter(state__in=(Suggestion.State.WAITING, Suggestion.State.IN_WORK))


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
    wagtail_reference_index_ignore = True  # no use of a page that an editor should be told of

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

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at"]
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")

    def __str__(self) -> str:
        return self.title or str(_("Suggestion without a name"))


class SuggestedFile(models.Model):
    """A file that came with a suggestion, kept apart until an editor takes it in."""

    changes_kept_pages = False
    wagtail_reference_index_ignore = True

    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(_("file"), upload_to="suggestions/%Y/%m/", storage=private_storage)
    name = models.CharField(_("name"), max_length=150)
    size = models.PositiveIntegerField(_("size in bytes"))
    licence = models.CharField(_("licence"), max_length=80, blank=True)
    sent_at = models.DateTimeField(auto_now_add=True)
    # What an editor has made of it: a file or a picture of the portal.
    document = models.ForeignKey(
        "wagtaildocs.Document", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    image = models.ForeignKey(
        "practices.PortalImage", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("suggested file")
        verbose_name_plural = _("suggested files")

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        """The kind of file, as checked: the ending of its name."""
        return self.name.rpartition(".")[2]

    @property
    def is_taken_in(self) -> bool:
        """Whether an editor has taken it into the portal."""
        return bool(self.document_id or self.image_id)
