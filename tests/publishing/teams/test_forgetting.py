"""Addresses of those who were invited are not kept for ever."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from publishing.models import Invitation
from publishing.teams.forgetting import forget_invitations
from tests.publishing.people import team_of_project

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("teams")]
LONG_AGO = timezone.now() - timedelta(days=190)


@pytest.mark.parametrize("over", ["accepted_at", "withdrawn_at", "expires_at"])
def test_what_is_over_for_half_a_year_is_forgotten(portal: Any, over: str) -> None:
    team = team_of_project()
    Invitation.objects.create(team=team, email="vanha@example.org", language="fi", **{over: LONG_AGO})
    Invitation.objects.create(
        team=team, email="uudempi@example.org", language="fi", **{over: timezone.now() - timedelta(days=100)}
    )
    Invitation.objects.create(team=team, email="avoin@example.org", language="fi")
    today = timezone.localdate()
    assert [forget_invitations(today) for _run in range(2)] == [1, 0]
    assert set(Invitation.objects.values_list("email", flat=True)) == {
        "uudempi@example.org",
        "avoin@example.org",
    }
