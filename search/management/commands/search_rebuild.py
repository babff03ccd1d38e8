"""Builds the search index anew from everything the apps provide."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import index


class Command(BaseCommand):
    """`manage.py search_rebuild`: a new index beside the old one, then a swap."""

    help = "Build the search index anew; readers keep the old one until the new one is whole."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and say how many documents there are and how long it took."""
        started = time.monotonic()

        def progress(number: int) -> None:
            if options["verbosity"] > 1 or number % 20 == 0:
                self.stdout.write(f"{number} documents …")
                self.stdout.flush()

        try:
            count = index.rebuild(index.provided_documents(), progress=progress)
        except index.SearchUnavailable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Search index: {count} documents in {time.monotonic() - started:.1f} s.")
