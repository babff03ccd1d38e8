"""What readers looked for and did not find."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Prefetch, Q, Value, When
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel

from practices.models.practice import PracticePage
from practices.querysets import visible
from search.query import query_key

LONGEST_KEY = 400


class WishQuerySet(models.QuerySet["Wish"]):
    """Wishes, by intent."""

    def unanswered(self) -> "WishQuerySet":
        """Those that are public or wait for an editor; of each need there is one in a language."""
        return self.filter(state__in=Wish.UNANSWERED)

    def public(self) -> "WishQuerySet":
        """Those that readers may second."""
        return self.filter(state=Wish.State.PUBLIC)

    def shown(self, language: str) -> "WishQuerySet":
        """What readers of a language see: those to second, the most seconded first, then the answered ones.

        `answer` is there only while its practice may be read.
        """
        answered = When(state=Wish.State.ANSWERED, then=Value(1))
        practices = visible(PracticePage.objects.live()).select_related("locale")
        return (
            self.filter(language=language, state__in=(Wish.State.PUBLIC, Wish.State.ANSWERED))
            .order_by(Case(answered, default=Value(0)), "-seconds", "-left_at", "-pk")
            .prefetch_related(Prefetch("answer", queryset=practices))
        )

    def second(self) -> int:
        """Count one more who needs the same, on each of these; return how many they are."""
        return self.update(seconds=F("seconds") + 1)


class Wish(models.Model):
    """A need that nothing answered yet: left by a visitor, let in by an editor, seconded by others, answered.

    It says nothing of who left it. `key` makes the same need in other words' forms and order the same wish.
    """

    class State(models.TextChoices):
        NEW = "new", _("waits for an editor")
        PUBLIC = "public", _("public")
        ANSWERED = "answered", _("answered")
        HIDDEN = "hidden", _("not shown")

    UNANSWERED = (State.NEW, State.PUBLIC)
    # The page of wishes is made for every visitor anew.
    changes_kept_pages = False

    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    need = models.CharField(
        _("need"),
        max_length=160,
        help_text=_("Readers see it once the wish is public. Take out what tells of a person."),
    )
    key = models.CharField(max_length=LONGEST_KEY, editable=False)
    situation = models.TextField(_("situation"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    seconds = models.PositiveIntegerField(_("others who need the same"), default=0)
    answer = models.ForeignKey(
        "practices.PracticePage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("practice that answers"),
        help_text=_("With a practice the wish becomes answered."),
    )
    reply = models.TextField(_("editors' reply"), max_length=1000, blank=True)
    left_at = models.DateTimeField(_("received"), auto_now_add=True)

    objects = WishQuerySet.as_manager()

    panels = [
        FieldPanel("state"),
        MultiFieldPanel(
            [FieldPanel("need"), FieldPanel("situation"), FieldPanel("language")], heading=_("Wish")
        ),
        MultiFieldPanel(
            [PageChooserPanel("answer", "practices.PracticePage"), FieldPanel("reply")], heading=_("Answer")
        ),
        FieldPanel("seconds", read_only=True),
        FieldPanel("left_at", read_only=True),
    ]

    class Meta:
        ordering = ["-seconds", "-left_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "key"],
                condition=Q(state__in=["new", "public"]),
                name="one_unanswered_wish_a_need",
            )
        ]
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")

    def __str__(self) -> str:
        """Return its number alone: the editor's log keeps this for good, also what is later taken out of the need."""
        return capfirst(f"{self._meta.verbose_name} {self.pk or ''}".strip())

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the need in the form under which wishes are compared."""
        self.key = need_key(self.need, language=self.language)
        super().save(*args, **kwargs)

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer to show. Expects `answer` to be there only while it may be read."""
        return self.state == self.State.ANSWERED and bool(self.answer or self.reply)

    def clean(self) -> None:
        """Mark as answered what has a practice; refuse an answer that says nothing, and a second wish for the same."""
        if self.answer_id and self.state in self.UNANSWERED:
            self.state = self.State.ANSWERED
        if self.state == self.State.ANSWERED and not (self.answer_id or self.reply):
            raise ValidationError({"state": _("Choose the practice that answers, or write a reply.")})
        key = need_key(self.need or "", language=self.language)
        if not key:
            raise ValidationError({"need": _("Write at least one word that tells of the matter.")})
        same = Wish.objects.unanswered().filter(language=self.language, key=key).exclude(pk=self.pk)
        if self.state in self.UNANSWERED and (other := same.first()):
            raise ValidationError({"need": _("There is already a wish for the same (number %d).") % other.pk})


def need_key(need: str, *, language: str) -> str:
    """Return the form under which needs are the same, "" where a text has no word (see `query_key`)."""
    return query_key(need, language=language)[:LONGEST_KEY] if language else ""
