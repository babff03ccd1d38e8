"""Notes contacts whose address does not take mail any more."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from adoption.pulse.bounces import LARGEST, take_report


class Command(BaseCommand):
    """`manage.py note_bounces [FILE …]`: reads one report from standard input, or one from each file."""

    help = "Read delivery reports (RFC 3464) of mails that came back, and stop writing to addresses that are gone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", help="a report each; none: standard input")

    def handle(self, *_args: Any, **options: Any) -> None:
        noted = 0
        for name in options["files"]:
            try:
                with Path(name).open("rb") as file:
                    noted += take_report(file.read(LARGEST))
            except OSError as problem:
                raise CommandError(f"{name} cannot be read: {problem.strerror}") from problem
        if not options["files"]:
            noted = take_report(sys.stdin.buffer.read(LARGEST))
        self.stdout.write(f"contacts that are gone: {noted}")
