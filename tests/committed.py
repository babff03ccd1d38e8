"""A database in which tests really commit, for threads that must see each other's rows."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from wagtail.models import Page

from practices.models import Wish
from search.models import SearchCount


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Let the test commit wishes and counts of searches, and delete those afterwards.

    Unlike `transaction=True` this does not empty the whole database, which takes seconds and the portal's frame.
    """
    with django_db_blocker.unblock():
        # pytest-django makes a test database only where some collected test asks for one in the ordinary way.
        assert "test" in str(connection.settings_dict["NAME"]), (
            "collect a test that uses `db` along with this one"
        )
        pages = set(Page.objects.values_list("path", flat=True))
        yield
        for model in (Wish, SearchCount):
            model.objects.all().delete()
        left = set(Page.objects.values_list("path", flat=True)) - pages
        connection.close()
        assert not left, "pages that the test committed are there for every test after it"
