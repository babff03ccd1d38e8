"""Deletes counts of searches that are past their time."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from search.counting import prune


class Command(BaseCommand):
    """`manage.py prune_search_counts`: for a daily timer; counting does the same once a day by itself."""

    help = "Delete counts of searches older than thirteen months, and lone searches older than three."

    def handle(self, *args: Any, **options: Any) -> None:
        """Prune and say how many rows are gone."""
        self.stdout.write(f"Counts of searches deleted: {prune()}")
