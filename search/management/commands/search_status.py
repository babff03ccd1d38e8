"""Tells in what order search is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from search import index, waiting
from search.analysis import ANALYSERS, analyser_class
from search.engines import get_engine
from search.engines.base import FORMAT
from search.models import SynonymSet


class Command(BaseCommand):
    """`manage.py search_status`: engine, documents, what waits; exits with 1 when search is out of order."""

    help = "Print which engine there is and where, its documents by language, and what waits for it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line each; the ways to mend what is wrong come from the engine itself."""
        for language, _name in settings.LANGUAGES:
            kind = analyser_class(language)
            state = "available" if kind and kind.is_available() else "plain words only"
            source = f" ({kind.source()})" if kind and kind.is_available() else ""
            self.stdout.write(f"analysis {language}: {state}{source}")
            self.stdout.write(
                f"synonyms {language}: {SynonymSet.objects.filter(language=language).count()} sets"
            )
        waits = waiting.documents()
        self.stdout.write(f"waiting for the index: {len(waits)}")
        try:
            engine = get_engine()
            self.stdout.write(
                f"engine: {settings.SEARCH.get('ENGINE', 'tantivy')}, format {FORMAT}, {engine.place()}"
            )
            self.stdout.write(f"documents: {index.count()}")
            for language in dict.fromkeys((*dict(settings.LANGUAGES), *ANALYSERS)):
                if number := index.count(language):
                    self.stdout.write(f"documents {language}: {number}")
        except index.SearchUnavailable as error:
            raise CommandError(str(error)) from error
        if waits:
            self.stdout.write("What waits comes with the next change, or with: manage.py search_sync")
