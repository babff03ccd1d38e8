"""Asks adopters what became of it; with a worker, also arranges for that to go on by itself."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from adoption.pulse.clock import ask_daily, keep_asking


class Command(BaseCommand):
    """`manage.py ask_follow_ups`: for a timer in office hours, or once after installing where a worker runs."""

    help = "Send the follow-ups' mails that are due: on Finnish working days between 8 and 16, else none."

    def handle(self, *_args: Any, **_options: Any) -> None:
        sent = ask_daily(timezone.localdate())
        self.stdout.write(f"mails sent: {sent}")
        if keep_asking():
            self.stdout.write("the worker asks in every office hour from now on")
