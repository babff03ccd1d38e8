"""Takes away somebody's second factor from the shell, for when nobody is left who could do it in the editor."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from publishing.teams.second_factor import reset


class Command(BaseCommand):
    help = "Takes a user's authenticator app out of use; they set up a new one the next time they log in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *_args: Any, username: str, **_options: Any) -> None:
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(_("There is no user %s.") % username)
        done = reset(user)
        self.stdout.write(
            _("The app is out of use. They were told by e-mail.")
            if done
            else _("There was no app to take out of use.")
        )
