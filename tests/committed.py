"""A database in which tests really commit, for threads that must see each other's rows."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from practices.models import Wish
from search.models import SearchCount


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Let the test commit wishes and counts of searches, and delete those afterwards.

    Unlike `transaction=True` this does not empty the whole database, which takes seconds and the portal's frame.
    """
    with django_db_blocker.unblock():
        yield
        for model in (Wish, SearchCount):
            model.objects.all().delete()
        connection.close()
