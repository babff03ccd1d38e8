"""Brings the database up to date, fills an empty portal with demo content, tells how to log in."""

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from home.loading import frame_exists, load_frame
from home.pictures import make_renditions
from practices import indexing
from practices.loading import BadFiles
from practices.models import PracticePage
from search import index
from search.synonyms import seed

CATALOGUE = settings.BASE_DIR / "practices" / "demo"
EDITOR = "toimitus"


class Command(BaseCommand):
    """`setup_demo`: what is there already is kept as it is, edits included."""

    help = (
        "Make front page, index pages, practices, pictures and the demo editor, as far as they are missing."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        call_command("migrate", verbosity=0)  # here, not by itself: a process less to start and wait for
        try:
            if not frame_exists():
                self.stdout.write(_("Making the front page, index pages and news …"))
                load_frame()
        except BadFiles as bad:
            raise CommandError(str(bad)) from None
        if not PracticePage.objects.exists():
            self.stdout.write(_("Loading practices, projects and themes …"))
            self._content()
        call_command("prepare_publishing", stdout=self.stdout)
        if made := seed():
            self.stdout.write(_("Sets of synonyms made: %d") % made)
        self._pictures()
        self._index()
        self._editor()

    def _content(self) -> None:
        """Load the practices and what made-up institutions do with them, then index both at once."""
        call_command("load_practices", CATALOGUE, no_index=True, stdout=self.stdout, stderr=self.stderr)
        with indexing.paused():
            call_command("load_demo_adoptions", stdout=self.stdout)
        call_command("search_rebuild", stdout=self.stdout, stderr=self.stderr)

    def _pictures(self) -> None:
        made = make_renditions(progress=self._told)
        if made:
            self.stdout.write(_("Pictures made: %d") % made)

    def _told(self, done: int, total: int) -> None:
        if done % 25 == 0 or done == total:
            self.stdout.write(_("  pictures: %(done)d/%(total)d") % {"done": done, "total": total})

    def _index(self) -> None:
        """Build the search index where there is none, as after its files were deleted."""
        try:
            if index.count():
                return
        except index.SearchUnavailable:
            pass
        self.stdout.write(_("Building the search index …"))
        call_command("search_rebuild", stdout=self.stdout, stderr=self.stderr)

    def _editor(self) -> None:
        """Make the demo editor with a password of this installation's own, and print it until somebody changes it."""
        kept = Path(settings.VAR_DIR) / "demo-editor-password"
        user, made = get_user_model().objects.get_or_create(
            username=EDITOR,
            defaults={"is_staff": True, "is_superuser": True, "email": "toimitus@example.org"},
        )
        if made:
            password = secrets.token_urlsafe(12)
            user.set_password(password)
            user.save()
            kept.touch(mode=0o600)
            kept.write_text(password, encoding="ascii")
        password = kept.read_text(encoding="ascii") if kept.exists() else ""
        if password and user.check_password(password):
            self.stdout.write(
                _("Editor: /admin/   user: %(user)s   password: %(password)s")
                % {"user": EDITOR, "password": password}
            )
        else:
            self.stdout.write(_("Editor: /admin/   user: %s   password: the one you chose") % EDITOR)
        if settings.SECOND_FACTOR:
            self.stdout.write(
                _("An authenticator app is asked for too; with SECOND_FACTOR=0 a password is enough.")
            )
