"""The mails of follow-ups: short, in the adopter's language, naming no person."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from adoption.links import whole_address
from adoption.models import Adoption, FollowUp, Sending
from adoption.practice_pages import page_of
from adoption.pulse.links import follow_up_token
from adoption.teams import team_of
from practices.mailing import send_mail, send_now

Answer = FollowUp.Answer


@dataclass(frozen=True)
class Item:
    """What a mail asks: a follow-up, whether for the first time, and the practice's name in the mail's language."""

    follow_up: FollowUp
    kind: str  # a value of Sending.Kind
    title: str

    @property
    def is_reminder(self) -> bool:
        """Whether it was asked before."""
        return self.kind == Sending.Kind.REMINDER


@dataclass(frozen=True)
class Question:
    """An item as the mail shows it."""

    title: str
    adoption: Adoption
    months: int
    in_use_url: str
    changed_url: str
    stopped_url: str


def mail_questions(email: str, language: str, items: Sequence[Item]) -> bool:
    """Send one mail with all of `items`, and return whether the mail server took it. Raises OSError if it did not."""
    questions = [_question(item, language) for item in items]
    context = {
        "questions": questions,
        "first": questions[0],
        "number": len(questions),
        "is_reminder": all(item.is_reminder for item in items),
    }
    stop_url = whole_address("follow_up_stop", follow_up_token(items[0].follow_up), language=language)
    return send_now(
        "adoption/mail/pulse_question.txt", email, language=language, context=context, stop_url=stop_url
    )


def tell_of_bounce(adoption: Adoption) -> int:
    """Tell the practice's team that an institution's contact cannot be reached any more; return how many were told."""
    return _tell_team(adoption, "adoption/mail/pulse_bounced.txt")


def tell_of_story(follow_up: FollowUp) -> int:
    """Tell the practice's team that a story or photo waits to be looked at; return how many were told."""
    return _tell_team(follow_up.adoption, "adoption/mail/pulse_story.txt")


def _tell_team(adoption: Adoption, template: str) -> int:
    told = 0
    key = adoption.practice
    page = page_of(key, language=settings.LANGUAGE_CODE) or page_of(key, language=adoption.language)
    for each in team_of(page) if page else ():
        theirs = page_of(key, language=each.language) or page
        adopt_url = whole_address("adopt", page.key, language=each.language) if page else ""
        context = {"adoption": adoption, "title": theirs.title if theirs else "", "adopt_url": adopt_url}
        send_mail(template, each.email, language=each.language, context=context)
        told += 1
    return told


def _question(item: Item, language: str) -> Question:
    url = whole_address("follow_up", follow_up_token(item.follow_up), language=language)
    return Question(
        item.title,
        item.follow_up.adoption,
        item.follow_up.month,
        *(f"{url}?answer={answer}" for answer in (Answer.IN_USE, Answer.CHANGED, Answer.STOPPED)),
    )
