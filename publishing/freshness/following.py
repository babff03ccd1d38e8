"""What follows when a practice is published: it gets a day on which it is to be looked through again."""

from typing import Any

from django.utils import timezone
from wagtail.models import Revision
from wagtail.signals import page_published

from practices.models import PracticePage
from publishing.freshness.state import a_year_after


def connect() -> None:
    """Listen to publishing."""
    page_published.connect(_give_date, dispatch_uid="review date")


def _give_date(*, instance: Any, revision: Any = None, **_: Any) -> None:
    """Give a published practice without a review date that of its other languages, or a day a year from now.

    However it was published: by an editor, after its reviews, or by code. The version that went live is told too, so
    that nothing differs between the two; no version of its own is made for it.
    """
    if not isinstance(instance, PracticePage) or instance.alias_of_id:
        return
    if instance.review_date or instance.retired_reason:
        return
    others = PracticePage.objects.filter(translation_key=instance.translation_key, alias_of__isnull=True)
    known = others.exclude(review_date=None).order_by("-live", "locale").first()
    day = known.review_date if known and known.review_date else a_year_after(timezone.localdate())
    instance.review_date = day
    PracticePage.objects.filter(pk=instance.pk).update(review_date=day)
    if revision is not None:
        revision.content["review_date"] = day.isoformat()
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)
