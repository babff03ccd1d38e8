"""Reminding those whose turn it is of steps that are overdue: the day after, and then once a week."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from publishing.models import Review
from publishing.notices import tell
from publishing.reviewing.mails import step_name
from publishing.reviewing.people import asked_about

AGAIN_AFTER = timedelta(days=7)


@transaction.atomic
def remind(today: date) -> int:
    """Send each user one mail of all that is overdue and theirs to decide; return how many. A second run sends none."""
    overdue = Review.objects.overdue(today).with_pages()
    late = list(overdue.filter(Q(reminded_on=None) | Q(reminded_on__lte=today - AGAIN_AFTER)))
    theirs: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for review in late:
        state = review.task_state
        page = state.workflow_state.content_object
        for user in asked_about(state.task, page) if page is not None else ():
            theirs[user].append(
                {
                    "title": page.draft_title or page.title,
                    "step": step_name(state.task),
                    "due": review.due,
                    "url": settings.SITE_URL + reverse("review", args=[review.pk]),
                }
            )
    Review.objects.filter(pk__in=[review.pk for review in late]).update(reminded_on=today)
    return sum(
        tell([user], "reviews", "publishing/mail/reviews_overdue.txt", {"steps": steps})
        for user, steps in theirs.items()
    )
