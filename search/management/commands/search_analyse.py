"""Shows what the analysis makes of words, one JSON object a line."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.analysis import get_analyser
from search.text import clean, surface_form


class Command(BaseCommand):
    """`manage.py search_analyse --language fi < words.txt`."""

    help = "Analyse words from standard input, one a line, and print one JSON object a line."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the language."""
        parser.add_argument("--language", required=True, help="language code, such as fi or sv")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print word, lemmas and parts of every non-empty line."""
        analyse = get_analyser(options["language"]).analyse
        for line in sys.stdin:
            text = clean(line)
            if not text:
                continue
            word = analyse(surface_form(text))
            made = {"word": text, "lemmas": word.lemmas, "parts": [*word.parts, *word.stems]}
            self.stdout.write(json.dumps(made, ensure_ascii=False))
