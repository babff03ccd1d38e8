"""Makes the made-up institutions and their adoptions, for showing what the portal can do."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from adoption.institutions import demo


class Command(BaseCommand):
    """`load_demo_adoptions`: what is there already is kept as it is."""

    help = (
        "Make demonstration institutions and their adoptions over the last three years, unless there are any."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        made = demo.load(timezone.localdate())
        said = _("Demonstration adoptions made: %d") % made if made else _("No demonstration adoptions made.")
        self.stdout.write(said)
