"""An import of many practices: the file, what the check said, how far it is, and what undoing needs to know."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models.suggestion import private_storage


class ImportRun(models.Model):
    """One file on its way from an upload to drafts."""

    class State(models.TextChoices):
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed; nothing was saved")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")

    class Wanted(models.TextChoices):
        ALL = "all", _("all rows or none")
        VALID = "valid", _("valid rows only")

    class WhenThere(models.TextChoices):
        SKIP = "skip", _("leave those that are there as they are")
        UPDATE = "update", _("write over those that are there, as drafts")

    changes_kept_pages = False

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CHECKING)
    file = models.FileField(upload_to="imports/%Y/%m/", storage=private_storage)
    name = models.CharField(_("file name"), max_length=150)
    # The project page that rows without a project of their own go under.
    project = models.ForeignKey(
        "practices.Project", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    wanted = models.CharField(max_length=6, choices=Wanted, default=Wanted.ALL)
    when_there = models.CharField(max_length=8, choices=WhenThere, default=WhenThere.SKIP)
    # What the check said: {"rows": [{row, title, outcome, problems: [...], warnings: [...], …}], "problems": […]}
    findings = models.JSONField(default=dict, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    begun_at = models.DateTimeField(_("begun"), auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        ordering = ["-begun_at"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.name


class ImportedPage(models.Model):
    """A page that an import made or changed: what undoing needs to know."""

    changes_kept_pages = False

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="pages")
    row = models.PositiveIntegerField()
    # Numbers and not foreign keys: the page may be deleted, and the run still tells what it did.
    page = models.BigIntegerField()
    is_new = models.BooleanField()
    revision_before = models.BigIntegerField(null=True, blank=True)
    revision_made = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["row"]
        verbose_name = _("imported page")
        verbose_name_plural = _("imported pages")

    def __str__(self) -> str:
        return f"{self.row}"
