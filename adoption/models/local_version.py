"""A local version: what an institution kept, changed and left out of a practice, and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from adoption.models.adoption import Adoption


class LocalVersionQuerySet(models.QuerySet["LocalVersion"]):
    """Local versions by who may read them."""

    def readable(self) -> "LocalVersionQuerySet":
        """Return those that readers see: shown, not hidden, and of an institution that may be named; newest first."""
        shown = self.filter(is_shown=True, hidden_at__isnull=True, adoption__in=Adoption.objects.public())
        return shown.order_by("-changed_at", "-pk")


class LocalVersion(models.Model):
    """How an institution does a practice; shown under the practice as "this is how we do it"."""

    adoption = models.OneToOneField(Adoption, on_delete=models.CASCADE, related_name="local_version")
    summary = models.TextField(_("how you do it"), max_length=2000, blank=True)
    language = models.CharField(max_length=12)  # that it is written in
    # A contact that readers see. Consented to apart from the e-mail of the adoption, which they never see.
    contact = models.CharField(_("whom readers may contact"), max_length=200, blank=True)
    contact_consent = models.TextField(editable=False, blank=True)  # the words that were agreed to
    is_shown = models.BooleanField(_("shown to readers"), default=False)
    # Set when a coordinator of the practice takes it out of readers' sight, with a reason to the adopter.
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_why = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = LocalVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("local version")
        verbose_name_plural = _("local versions")

    def __str__(self) -> str:
        return str(self.adoption)


class LocalPart(models.Model):
    """What became of one core part of the practice."""

    class Fate(models.TextChoices):
        KEPT = "kept", _("kept")
        CHANGED = "changed", _("changed")
        LEFT_OUT = "left-out", _("left out")

    version = models.ForeignKey(LocalVersion, on_delete=models.CASCADE, related_name="parts")
    # The part's own key on the practice's page, the same in every language; see adoption.local.core_parts.
    key = models.CharField(max_length=64)
    title = models.CharField(max_length=500)  # as it read when it was answered
    fate = models.CharField(_("what you did with it"), max_length=8, choices=Fate)
    what = models.TextField(_("what you changed"), max_length=1000, blank=True)
    why = models.TextField(_("why"), max_length=1000, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("part of a local version")
        verbose_name_plural = _("parts of a local version")
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="each_part_once")]

    def __str__(self) -> str:
        return self.title


class LocalMaterial(models.Model):
    """A link to a material of the institution's own."""

    version = models.ForeignKey(LocalVersion, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(_("name"), max_length=200)
    url = models.URLField(_("address"), max_length=500)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("material of a local version")
        verbose_name_plural = _("materials of a local version")

    def __str__(self) -> str:
        return self.title
