"""What a file says: read once for search, with what an editor should know of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentText(models.Model):
    """The text of an uploaded document as it was when its file had this digest, or why there is none."""

    class Problem(models.TextChoices):
        NONE = "", _("none")
        DAMAGED = "damaged", _("the file is damaged")
        ENCRYPTED = "encrypted", _("the file is protected by a password")
        TOO_LARGE = "too-large", _("the file is too large to be read")
        NO_TEXT = "no-text", _("the file has no text, only pictures")

    # Only the search page shows it, which is never kept.
    changes_kept_pages = False

    document = models.OneToOneField(
        "wagtaildocs.Document", on_delete=models.CASCADE, related_name="read_text", verbose_name=_("document")
    )
    digest = models.CharField(max_length=64)
    text = models.TextField(blank=True)
    problem = models.CharField(_("problem"), max_length=20, choices=Problem, default=Problem.NONE, blank=True)
    read_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.document)
