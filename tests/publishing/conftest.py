"""What tests of several folders share: a project's team and the network, to which each test adds its own people."""

from collections.abc import Iterator
from typing import Any

import pytest

from publishing.roles import network
from tests.database import world
from tests.publishing.people import team_of_project


@pytest.fixture(scope="module")
def teams(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A project's team and the network, made once; modules whose tests commit leave it out."""
    with world(django_db_blocker):
        team_of_project()
        network()
        yield
