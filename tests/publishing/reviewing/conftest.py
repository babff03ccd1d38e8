"""What the tests of reviews share: a project's team and the network, to which each test adds its own people."""

from collections.abc import Iterator
from typing import Any

import pytest

from publishing.roles import network
from tests.database import world
from tests.publishing.people import team_of_project


@pytest.fixture(scope="module", autouse=True)
def _teams(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with world(django_db_blocker):
        team_of_project()
        network()
        yield
