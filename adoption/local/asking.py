"""Questions to institutions that use a practice: asked, confirmed by the asker, sent on once, turned off."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from adoption.local.mails import mail_confirmation, mail_question
from adoption.models import Adoption, Question
from adoption.states import locked
from adoption.terms import next_terms
from practices.limits import DAY

Kind = Question.Kind
MOST_A_DAY = 10  # questions to one institution
MOST_MAILS_A_DAY = 6  # to one address that nobody has confirmed, whoever asks for it
# A mail that is on its way is not sent a second time, however often the form is.
BETWEEN_MAILS_SECONDS = 600


@dataclass(frozen=True)
class Asked:
    """What somebody asks, and the words that it agreed to."""

    kind: str
    asker: str
    email: str
    words: str
    language: str
    consent: str


def is_open(adoption: Adoption, kind: str) -> bool:
    """Return whether an institution may be asked: it is named, agreed to it, and its mail goes through."""
    counts = adoption.confirmed_at is not None and adoption.disputed_at is None
    if not (counts and adoption.is_public and adoption.organisation_id and adoption.gets_mail):
        return False
    if kind == Kind.TOGETHER:
        return starts_with_others(adoption)
    return adoption.is_contact_open


def starts_with_others(adoption: Adoption) -> bool:
    """Return whether an institution looks for others to start with, in this term or a coming one."""
    coming = adoption.start_term in next_terms(timezone.localdate())
    return adoption.wants_company and coming and adoption.state != Adoption.State.STOPPED


def may_write_to(email: str) -> bool:
    """Count a mail to an address that may be a stranger's, and return whether it is within bounds."""
    key = f"asking:{salted_hmac('adoption.local', email.casefold(), algorithm='sha256').hexdigest()}"
    cache.add(key, 0, DAY)
    try:
        return cache.incr(key) <= MOST_MAILS_A_DAY
    except ValueError:  # its time ended between the two
        return True


@transaction.atomic
def ask(adoption: Adoption, asked: Asked) -> str:
    """Keep a question and ask its sender to confirm it; return what came of it: "sent", "again", "often".

    The same question of the same sender is kept once, and confirmed once.
    """
    adoption = locked(adoption)
    same = adoption.questions.filter(
        kind=asked.kind, asker=asked.asker, email__iexact=asked.email, words=asked.words
    ).first()
    if same is not None and same.relayed_at:
        return "again"
    if same is not None and cache.get(_mailed(same)):
        return "sent"
    if not may_write_to(asked.email):
        return "often"
    question = same or Question.objects.create(
        adoption=adoption,
        kind=asked.kind,
        asker=asked.asker,
        email=asked.email,
        words=asked.words,
        language=asked.language,
        consent=asked.consent,
    )
    cache.set(_mailed(question), True, BETWEEN_MAILS_SECONDS)
    mail_confirmation(question)
    return "sent"


@transaction.atomic
def relay(question: Question) -> str:
    """Send a confirmed question on, once; return "relayed", "again", or why not: "closed", "many".

    Raises DoesNotExist where the question or the adoption was deleted meanwhile.
    """
    adoption = locked(question.adoption)
    question = Question.objects.select_for_update().get(pk=question.pk)
    now = timezone.now()
    if question.relayed_at:
        return "again"
    if not is_open(adoption, question.kind):
        return "closed"
    if adoption.questions.filter(relayed_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        return "many"
    question.confirmed_at = question.relayed_at = now
    question.save()
    mail_question(adoption, question)
    return "relayed"


@transaction.atomic
def turn_off(adoption: Adoption, kind: str) -> None:
    """Let no more questions of a kind through. Raises DoesNotExist for a deleted adoption."""
    adoption = locked(adoption)
    if kind == Kind.TOGETHER:
        adoption.wants_company = False
    else:
        adoption.is_contact_open = False
    adoption.save()


def _mailed(question: Question) -> str:
    return f"question-mailed:{question.pk}"
