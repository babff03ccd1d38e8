"""What is forgotten when, and that it is gone from the disk."""

import os
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from publishing.models import Suggestion
from publishing.suggesting.keeping import forget_old
from tests.publishing.suggesting.suggesting import EMAIL, confirmed, sent, with_file, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
State = Suggestion.State


@pytest.fixture
def forget(django_capture_on_commit_callbacks: Any) -> Callable[[int], int]:
    """Return a function that forgets what is old so many days from now."""

    def done(days: int) -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return forget_old(timezone.localdate() + timedelta(days=days))

    return done


def on_disk() -> list[Path]:
    return [path for path in Path(settings.PRIVATE_ROOT).rglob("*") if path.is_file()]


@pytest.mark.parametrize(("make", "days"), [(written, 60), (sent, 14)])
def test_what_is_not_finished_or_confirmed_goes_with_its_files(
    forget: Callable[[int], int], make: Callable[..., Suggestion], days: int
) -> None:
    if make is sent:
        sent(files=1)
    else:
        with_file(written())
    assert forget(days) == 0
    assert Suggestion.objects.exists()
    assert on_disk()
    assert forget(days + 1) == 1
    assert not Suggestion.objects.exists()
    assert not on_disk()
    assert forget(days + 1) == 0


@pytest.mark.parametrize("state", [State.PUBLISHED, State.DECLINED])
def test_the_address_goes_a_year_after_the_decision(forget: Callable[[int], int], state: str) -> None:
    suggestion = confirmed()
    Suggestion.objects.filter(pk=suggestion.pk).update(state=state, decided_at=timezone.now())
    assert forget(365) == 0
    assert forget(366) == 1
    suggestion.refresh_from_db()
    assert EMAIL not in str(vars(suggestion))
    assert suggestion.answers["what"]["title"]
    assert forget(400) == 0


@pytest.mark.second_database
def test_the_files_of_what_was_not_taken_in_go_after_a_month(forget: Callable[[int], int]) -> None:
    suggestion = confirmed(files=2)
    Suggestion.objects.filter(pk=suggestion.pk).update(state=State.DECLINED, decided_at=timezone.now())
    assert forget(30) == 0
    assert len(on_disk()) == 2
    assert forget(31) == 2
    assert not on_disk()
    assert Suggestion.objects.exists()


def test_what_waits_or_is_edited_is_kept(forget: Callable[[int], int]) -> None:
    confirmed(files=1)
    assert forget(1000) == 0
    assert len(on_disk()) == 1


def test_files_that_no_row_knows_are_deleted_a_day_later(forget: Callable[[int], int]) -> None:
    kept = with_file(written())
    stray = Path(kept.file.path).with_name("stray.pdf")
    stray.write_bytes(b"x")
    os.utime(stray, (time.time() - 3600,) * 2)
    assert forget(0) == 0
    assert stray.exists()
    os.utime(stray, (time.time() - 25 * 3600,) * 2)
    assert forget(0) == 1
    assert on_disk() == [Path(kept.file.path)]


def test_a_portal_without_suggestions_has_nothing_to_forget() -> None:
    assert forget_old(date(2026, 11, 25)) == 0
