"""An institution's taking a practice into use, and every state that it has had."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practices.models import Organisation, Setting


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    """Adoptions by what may be said of them, and to whom."""

    def confirmed(self) -> "AdoptionQuerySet":
        """Return those whose address was confirmed and that the practice's team does not dispute: all that counts."""
        return self.filter(confirmed_at__isnull=False, disputed_at__isnull=True)

    def public(self) -> "AdoptionQuerySet":
        """Return those whose institution may be named to readers: it consented, and stands in the register."""
        return self.confirmed().filter(is_public=True, organisation__isnull=False)

    def of(self, page: Any) -> "AdoptionQuerySet":
        """Return those of a practice, given its page in any language."""
        return self.filter(practice=page.translation_key)

    def running(self) -> "AdoptionQuerySet":
        """Return those in which the practice is done now: being tried, in use or embedded."""
        return self.filter(state__in=Adoption.RUNNING)

    def in_use(self) -> "AdoptionQuerySet":
        """Return those whose practice is in use or embedded now: what readers are told as "in use"."""
        return self.filter(state__in=Adoption.IN_USE)


class Adoption(models.Model):
    """One institution's use of one practice, whichever language the practice was read in. Kept by the institution."""

    class State(models.TextChoices):
        CONSIDERING = "considering", _("we are considering it")
        TRYING = "trying", _("we are trying it out")
        IN_USE = "in-use", _("in use")
        EMBEDDED = "embedded", _("embedded in our everyday life")
        STOPPED = "stopped", _("stopped")

    class Reason(models.TextChoices):
        """Why a practice was stopped."""

        NO_TIME = "no-time", _("there was not enough time")
        STAFF_LEFT = "staff-left", _("the person who ran it left")
        FUNDING = "funding", _("the funding ended")
        NO_FIT = "no-fit", _("it did not fit our students or our institution")
        NO_EFFECT = "no-effect", _("we did not see it help")
        REPLACED = "replaced", _("something else took its place")
        NEED_ENDED = "need-ended", _("it was not needed any more")
        OTHER = "other", _("another reason")

    IN_USE = (State.IN_USE, State.EMBEDDED)
    RUNNING = (State.TRYING, *IN_USE)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    practice = models.UUIDField(_("practice"), db_index=True)  # the page's translation key: all languages
    # One of the two: a row of the register, or what waits to become one.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="adoptions"
    )
    suggested = models.ForeignKey(
        "adoption.SuggestedInstitution",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="adoptions",
    )
    state = models.CharField(_("state"), max_length=12, choices=State)
    state_on = models.DateField(_("state since"))
    since = models.DateField(_("in use since"), null=True, blank=True)  # null while it is being considered
    setting = models.ForeignKey(Setting, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    students = models.PositiveIntegerField(_("students reached"), null=True, blank=True)  # a year, roughly
    reason = models.CharField(_("reason for stopping"), max_length=12, choices=Reason, blank=True)
    reason_words = models.TextField(_("in your own words"), max_length=1000, blank=True)

    # Personal data, and what it may be used for. All of it goes when the adopter asks, or after its time.
    language = models.CharField(max_length=12, choices=settings.LANGUAGES)
    email = models.EmailField(_("contact person's e-mail"), blank=True)  # empty once forgotten
    is_public = models.BooleanField(_("the institution may be named"), default=False)
    is_contact_open = models.BooleanField(
        _("may be asked"), default=False
    )  # relayed; the address stays hidden
    wants_company = models.BooleanField(_("would like to start together with others"), default=False)
    start_term = models.CharField(_("starts in the term"), max_length=12, blank=True)  # see adoption.terms
    consent = models.TextField(editable=False)  # the words that were agreed to
    consented_at = models.DateTimeField(editable=False)

    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # Every link carries the number that was in force when it was made; a higher one closes the older links.
    link_number = models.PositiveIntegerField(default=1, editable=False)
    stopped_mails_at = models.DateTimeField(null=True, blank=True)  # the adopter wants no more reminders
    bounced_at = models.DateTimeField(null=True, blank=True)  # the address does not take mail any more
    greeting = models.TextField(_("the makers' greeting"), max_length=1000, blank=True)
    greeted_at = models.DateTimeField(null=True, blank=True)
    disputed_at = models.DateTimeField(null=True, blank=True)
    dispute = models.TextField(_("why it is disputed"), max_length=1000, blank=True)
    is_demo = models.BooleanField(default=False, db_index=True)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("adoption")
        verbose_name_plural = _("adoptions")
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "organisation"], name="one_adoption_per_organisation"
            ),
            models.UniqueConstraint(fields=["practice", "suggested"], name="one_adoption_per_suggestion"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) ^ Q(suggested__isnull=False),
                name="adopted_by_one_institution",
            ),
        ]
        indexes = [models.Index(fields=["state", "confirmed_at"], name="adoption_state")]

    def __str__(self) -> str:
        return f"{self.institution_name} – {self.practice}"

    @property
    def institution_name(self) -> str:
        """The institution's name in the active language."""
        return str(self.organisation or self.suggested or "")

    @property
    def institution_kind(self) -> str:
        """A value of Organisation.Kind."""
        institution: Any = self.organisation or self.suggested
        return str(institution.kind) if institution else ""

    @property
    def gets_mail(self) -> bool:
        """Whether reminders may be sent to the contact."""
        return bool(self.email and self.confirmed_at and not self.stopped_mails_at and not self.bounced_at)


class StateChange(models.Model):
    """A state that an adoption came into on a day. What rooting is reckoned from; never changed, only added to."""

    class Source(models.TextChoices):
        FORM = "form", _("the adopter's form")
        PULSE = "pulse", _("follow-up")
        DEMO = "demo", _("demonstration")

    changes_kept_pages = False

    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="changes")
    state = models.CharField(_("state"), max_length=12, choices=Adoption.State)
    on: date | Any = models.DateField(_("on"))
    source = models.CharField(max_length=8, choices=Source)
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")
        indexes = [models.Index(fields=["adoption", "on"], name="state_change_order")]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.on}"
