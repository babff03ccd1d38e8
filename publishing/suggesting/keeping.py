"""How long suggestions are kept, and that what is forgotten is gone: rows, addresses, and files on the disk."""

import logging
import time
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from publishing.models import SuggestedFile, Suggestion
from publishing.suggesting.links import UNCONFIRMED_LASTS, UNFINISHED_LASTS

logger = logging.getLogger(__name__)
State = Suggestion.State
ADDRESS_LASTS = timedelta(days=365)
# A decision may be a mistake, and be seen as one in a month.
FILES_LAST = timedelta(days=30)
FOLDER = "suggestions"
STRAY_SECONDS = 24 * 3600


def forget_old(today: date) -> int:
    """Delete what is past its time on a day, and return how many suggestions and files lost something."""
    midnight = timezone.make_aware(datetime.combine(today, datetime.min.time()))
    late = Suggestion.objects.filter(state=State.OPEN, changed_at__lt=midnight - UNFINISHED_LASTS)
    unconfirmed = Suggestion.objects.filter(state=State.SENT, sent_at__lt=midnight - UNCONFIRMED_LASTS)
    with transaction.atomic():
        done = _delete(late) + _delete(unconfirmed)
        done += _delete_files(midnight)
        done += _forget_people(midnight)
    return done + _delete_strays()


def _delete(suggestions: QuerySet[Suggestion]) -> int:
    number = suggestions.count()
    suggestions.delete()
    return number


def _delete_files(midnight: datetime) -> int:
    """Delete the files of what was not taken in; those that an editor took into the portal are the portal's own."""
    declined = SuggestedFile.objects.filter(
        suggestion__state=State.DECLINED, suggestion__decided_at__lt=midnight - FILES_LAST
    )
    return declined.delete()[0]


def _forget_people(midnight: datetime) -> int:
    """Take the sender out of what was decided a year ago, files included; what was written stays without a person."""
    done = 0
    for suggestion in Suggestion.objects.filter(decided_at__lt=midnight - ADDRESS_LASTS).exclude(email=""):
        suggestion.files.all().delete()
        suggestion.email = ""
        suggestion.answers["who"] = {**suggestion.answers.get("who", {}), "email": ""}
        suggestion.save()
        done += 1
    return done


def _delete_strays() -> int:
    """Delete files that no row knows: a process may have ended between the file and its row."""
    folder = Path(settings.PRIVATE_ROOT) / FOLDER
    if not folder.is_dir():
        return 0
    known = set(SuggestedFile.objects.values_list("file", flat=True))
    done = 0
    for path in folder.rglob("*"):
        name = path.relative_to(settings.PRIVATE_ROOT).as_posix()
        if path.is_file() and name not in known and path.stat().st_mtime < time.time() - STRAY_SECONDS:
            path.unlink(missing_ok=True)
            done += 1
    if done:
        logger.info("Private files that belonged to no suggestion were deleted: %d", done)
    return done
