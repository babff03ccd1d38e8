"""Takes the made-up institutions and everything of theirs out of the portal."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from adoption.institutions import demo


class Command(BaseCommand):
    """`remove_demo_adoptions`: what real institutions gave stays as it is."""

    help = "Remove every demonstration institution with its adoptions; nothing that is real."

    def handle(self, *_args: Any, **_options: Any) -> None:
        removed = demo.remove()
        self.stdout.write(
            _("Removed: %(institutions)d demonstration institutions, %(adoptions)d adoptions")
            % {"institutions": removed.institutions, "adoptions": removed.adoptions}
        )
        for name in removed.kept:
            self.stdout.write(_("Kept, because something real refers to it: %s") % name)
