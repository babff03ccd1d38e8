"""What teachers and students are asked of a pilot. An answer is kept under its question's key, so keys never change."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from publishing.models import PilotAnswer

Role = PilotAnswer.Role

# In words, from 1 to 5: a number alone says something else to each who reads it.
MUCH = (_("not at all"), _("a little"), _("somewhat"), _("quite a lot"), _("very much"))
EASE = (_("very hard"), _("hard"), _("in between"), _("easy"), _("very easy"))
LIKELY = (_("certainly not"), _("probably not"), _("maybe"), _("probably"), _("certainly"))
WELL = (_("not at all"), _("badly"), _("so-so"), _("well"), _("very well"))
TIME = (_("much less"), _("a little less"), _("about as promised"), _("a little more"), _("much more"))


@dataclass(frozen=True)
class Question:
    """A question that is answered on a scale of five, its words from 1 to 5."""

    key: str
    text: Any
    scale: tuple[Any, ...]

    @property
    def choices(self) -> list[tuple[str, Any]]:
        """Return the scale as a form's choices."""
        return [(str(number), label) for number, label in enumerate(self.scale, start=1)]


STUDENT = (
    Question("join", _("Was it easy to join in?"), EASE),
    Question("welcome", _("Did you feel welcome?"), MUCH),
    Question("influence", _("Could you have a say in what was done?"), MUCH),
    Question("use", _("Was it of use to you?"), MUCH),
    Question("again", _("Would you join in another time?"), LIKELY),
)
TEACHER = (
    Question("fit", _("Did it fit your group?"), WELL),
    Question("steps", _("How well could you follow the steps?"), WELL),
    Question("time", _("How much of your time did it take, compared with what the page promises?"), TIME),
    Question("again", _("Would you do it again?"), LIKELY),
)
SCALED: dict[str, tuple[Question, ...]] = {Role.STUDENT: STUDENT, Role.TEACHER: TEACHER}

# The open questions by field of PilotAnswer, in the words of each role.
OPEN: dict[str, dict[str, Any]] = {
    Role.STUDENT: {
        "worked": _("What was good?"),
        "to_change": _("What should be done in another way?"),
    },
    Role.TEACHER: {
        "worked": _("What worked?"),
        "to_change": _("What should be changed?"),
    },
}
