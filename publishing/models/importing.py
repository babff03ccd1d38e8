"""An import of many practices: the file, its rows as checked, how far it is, and what undoing needs to know."""

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
    wagtail_reference_index_ignore = True  # being named in an import is no use of a term

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
    # Of columns and headings that name none.
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    wanted = models.CharField(max_length=6, choices=Wanted, default=Wanted.ALL)
    when_there = models.CharField(max_length=8, choices=WhenThere, default=WhenThere.SKIP)
    # Of the file: {"warnings": [{"column", "reason"}]}. Of the run: {"keywords": [numbers], "again": [row numbers]}.
    findings = models.JSONField(default=dict, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    begun_at = models.DateTimeField(_("begun"), auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    # When all rows had been written; a run without it that is being undone has failed.
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        ordering = ["-begun_at"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """A practice in the file: what it says, and what the check found."""

    class Outcome(models.TextChoices):
        NEW = "new", _("new")
        THERE = "there", _("there already")
        ERROR = "error", _("error")

    class Result(models.TextChoices):
        MADE = "made", _("made as a draft")
        UPDATED = "updated", _("changed as a draft")
        UNCHANGED = "unchanged", _("unchanged")

    changes_kept_pages = False
    wagtail_reference_index_ignore = True  # being named in an import is no use of a term

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))  # as the spreadsheet numbers it
    title = models.CharField(_("name"), max_length=255, blank=True)
    outcome = models.CharField(_("outcome"), max_length=6, choices=Outcome)
    # [{"column": heading, "reason": text}]
    problems = models.JSONField(default=list, blank=True)
    warnings = models.JSONField(default=list, blank=True)
    # {column code: text}, "" left out
    cells = models.JSONField(default=dict, blank=True)
    project = models.ForeignKey(
        "practices.Project", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    practice = models.UUIDField(
        null=True, blank=True
    )  # translation key of the practice that is there already
    result = models.CharField(_("result"), max_length=9, choices=Result, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="a_row_once")]
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class ImportedPage(models.Model):
    """A page that an import made or changed: what undoing needs to know."""

    changes_kept_pages = False
    wagtail_reference_index_ignore = True  # being named in an import is no use of a term

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="pages")
    row = models.PositiveIntegerField()
    # Numbers and not foreign keys: the page may be deleted, and the run still tells what it did.
    page = models.BigIntegerField()
    is_new = models.BooleanField()
    was_alias = models.BooleanField(
        default=False
    )  # a translation begun where the source was shown until then
    revision_before = models.BigIntegerField(null=True, blank=True)
    revision_made = models.BigIntegerField(null=True, blank=True)
    kept = models.BooleanField(default=False)  # undoing left it: somebody has worked on it since

    class Meta:
        ordering = ["row", "pk"]
        verbose_name = _("imported page")
        verbose_name_plural = _("imported pages")

    def __str__(self) -> str:
        return f"{self.row}"
