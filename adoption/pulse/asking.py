"""Asking adopters what became of it, by mail: which follow-ups are due, and that each is asked once.

A mail is claimed in the database, then sent, then noted as sent. Whoever is stopped in between leaves a claim that is
taken up again an hour later: that doubles one mail at most, and loses none.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from adoption.models import Adoption, FollowUp, Sending
from adoption.practice_pages import pages_of
from adoption.pulse.mails import Item, mail_questions
from adoption.pulse.workdays import HELSINKI, end_of_week, is_office_hour, is_working

logger = logging.getLogger(__name__)
Kind = Sending.Kind
REMIND_AFTER, GIVE_UP_AFTER = timedelta(days=14), timedelta(days=60)
STALE = timedelta(hours=1)  # an older claim is of somebody who was stopped
MOST_ATTEMPTS = 5
MOST_FAILURES = (
    3  # one after the other: then the mail server is out of reach, and the rest waits for the next run
)


@dataclass(frozen=True)
class Letter:
    """One mail to one contact: all that is due in its week."""

    email: str
    language: str
    items: tuple[Item, ...]


def ask(today: date) -> int:
    """Send what is due on a day (Finland's), and return how many mails that were; outside office hours none."""
    if not is_working(today) or not is_office_hour(timezone.now()):
        return 0
    drop_overtaken(today)
    sent = failures = 0
    for letter in letters(today):
        if failures >= MOST_FAILURES or not is_office_hour(timezone.now()):
            break
        claims = _claim(letter)
        if not claims:
            continue
        done = _send(letter, claims)
        sent += done
        failures = 0 if done else failures + 1
    return sent


def waiting(today: date) -> int:
    """Return how many mails are due on a day, whatever the hour."""
    return len(letters(today))


def reachable() -> QuerySet[Adoption]:
    """Return the adoptions that are followed up by mail. Demonstration writes to nobody."""
    mailed = Adoption.objects.confirmed().running().filter(stopped_mails_at=None, bounced_at=None)
    return mailed.filter(is_demo=False).exclude(email="")


def drop_overtaken(today: date) -> int:
    """Delete follow-ups that nobody was asked and that a later one has overtaken, and return how many.

    After a long outage an adopter is asked how it is now, not how it was.
    """
    unasked = FollowUp.objects.filter(
        answered_at=None, sendings=None, due_on__lte=today, adoption__in=reachable()
    )
    return unasked.filter(Exists(_later(today))).delete()[0]


def letters(today: date) -> list[Letter]:
    """Return the mails that are due on a day. What a contact is to be asked later in the week comes along."""
    week = end_of_week(today)
    current = FollowUp.objects.filter(answered_at=None, adoption__in=reachable()).exclude(
        Exists(_later(week))
    )
    current = current.select_related("adoption__organisation", "adoption__suggested").order_by("due_on", "pk")
    due = [(each, Kind.QUESTION) for each in current.filter(_unsent(Kind.QUESTION), due_on__lte=week)]
    due += [(each, Kind.REMINDER) for each in current.filter(_unsent(Kind.REMINDER), Exists(_asked(today)))]
    by_contact: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in _titled(due):
        adoption = item.follow_up.adoption
        by_contact[adoption.email.casefold(), adoption.language].append(item)
    return [
        Letter(items[0].follow_up.adoption.email, language, tuple(items))
        for (_email, language), items in by_contact.items()
        if any(item.is_reminder or item.follow_up.due_on <= today for item in items)
    ]


def _later(until: date) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(
        adoption=OuterRef("adoption"), month__gt=OuterRef("month"), due_on__lte=until
    )


def _unsent(kind: str) -> Q:
    """Return the condition that nobody has sent a mail, nor is about to."""
    claims = Sending.objects.filter(follow_up=OuterRef("pk"), kind=kind)
    return Q(~Exists(claims)) | Q(Exists(claims.filter(_is_stale(timezone.now()))))


def _is_stale(now: datetime) -> Q:
    return Q(sent_at=None, claimed_at__lt=now - STALE, attempts__lt=MOST_ATTEMPTS)


def _asked(today: date) -> QuerySet[Sending]:
    """Return the questions that are long enough unanswered to remind of, and not too long."""
    after, until = (
        datetime.combine(today - past + timedelta(days=1), datetime.min.time(), HELSINKI)
        for past in (GIVE_UP_AFTER, REMIND_AFTER)
    )
    return Sending.objects.filter(
        follow_up=OuterRef("pk"), kind=Kind.QUESTION, sent_at__gte=after, sent_at__lt=until
    )


def _titled(due: Iterable[tuple[FollowUp, Kind]]) -> list[Item]:
    """Return what is due with the practices' names, in the adopter's language as far as there is one.

    A practice that is not online waits until it is again.
    """
    due = list(due)
    keys = {follow_up.adoption.practice for follow_up, _kind in due}
    pages = {code: pages_of(keys, language=code) if keys else {} for code, _name in settings.LANGUAGES}
    items = []
    for follow_up, kind in due:
        adoption = follow_up.adoption
        found = [pages.get(adoption.language, {}), *pages.values()]
        page = next((each[adoption.practice] for each in found if adoption.practice in each), None)
        if page is not None:
            items.append(Item(follow_up, kind, page.title))
    return items


@transaction.atomic
def _claim(letter: Letter) -> list[tuple[Item, Sending]]:
    """Return what of a letter is ours to send: another worker, an answer or a stop may have come first."""
    now = timezone.now()
    pks = [item.follow_up.pk for item in letter.items]
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("adoption")
    still = {
        row.pk
        for row in rows.filter(pk__in=pks, answered_at=None, adoption__in=reachable())
        if row.adoption.email.casefold() == letter.email.casefold()
    }
    ours = []
    for item in letter.items:
        if item.follow_up.pk not in still:
            continue
        sending, is_new = Sending.objects.get_or_create(
            follow_up=item.follow_up, kind=item.kind, defaults={"claimed_at": now}
        )
        stale = Sending.objects.filter(_is_stale(now), pk=sending.pk)
        if is_new or stale.update(claimed_at=now, attempts=F("attempts") + 1):
            ours.append((item, sending))
    return ours


def _send(letter: Letter, claims: list[tuple[Item, Sending]]) -> bool:
    """Send a letter and note it, and return whether it went out."""
    rows = Sending.objects.filter(pk__in=[sending.pk for _item, sending in claims])
    try:
        sent = mail_questions(letter.email, letter.language, [item for item, _sending in claims])
    except SMTPRecipientsRefused:
        logger.warning("The mail server refused the address of a follow-up; it is tried a few times")
        return False
    except OSError:
        logger.exception("A follow-up's mail could not be sent; it is tried again with the next run")
        rows.update(attempts=F("attempts") - 1)  # known not to have gone out, so it does not count
        return False
    except Exception:
        logger.exception("A follow-up's mail could not be made; it is tried a few times")
        return False
    if sent:
        rows.update(sent_at=timezone.now())
    return sent
