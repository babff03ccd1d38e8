"""Finds where the search index and the site differ, and mends it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import index
from search.drift import Drift, drift_of, mend
from search.engines import get_engine

_MOST_NAMED = 20


class Command(BaseCommand):
    """`manage.py search_sync`: for a timer, or after search was out of order."""

    help = "Find where the search index differs from the site, mend it, and print what was done."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the choice to look only."""
        parser.add_argument(
            "--check", action="store_true", help="only tell; exit with 1 where there is a difference"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, mend and tell; with --check, tell alone."""
        try:
            engine = get_engine()
            drift = drift_of(engine, index.provided_documents())
            self._tell(drift)
            if options["check"] and not drift.is_none:
                raise CommandError(
                    "The search index differs from the site. Run: manage.py search_sync", returncode=1
                )
            if not options["check"]:
                mend(engine, drift, index.provided_documents())
                self.stdout.write("The search index is in step with the site.")
        except index.SearchUnavailable as error:
            raise CommandError(str(error)) from error

    def _tell(self, drift: Drift) -> None:
        for what, ids in (("missing", drift.missing), ("changed", drift.changed), ("gone", drift.gone)):
            named = ", ".join(ids[:_MOST_NAMED]) + (" …" if len(ids) > _MOST_NAMED else "")
            self.stdout.write(f"{what}: {len(ids)}{f' ({named})' if ids else ''}")
