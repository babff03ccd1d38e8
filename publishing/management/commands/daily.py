"""Does what is to be done once a day: publishes what is scheduled, reminds, forgets what is past its time."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from publishing.daily import run


class Command(BaseCommand):
    """`manage.py daily`: for a timer, once a day or oftener. A day that was missed is caught up."""

    help = "Publish what is scheduled, send reminders, delete what is past its time."

    def handle(self, *_args: Any, **_options: Any) -> None:
        call_command("publish_scheduled", stdout=self.stdout)
        call_command("prune_search_counts", stdout=self.stdout)
        done = run(timezone.localdate())
        for name, number in done.items():
            self.stdout.write(f"{name}: {'failed' if number is None else number}")
        if None in done.values():
            raise CommandError("Some jobs failed; the log tells why. They are tried again with the next run.")
