"""Makes what publishing needs in the database: a team for every project, and the way from draft to live."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from practices.models import Project
from publishing.reviewing.making import ensure_workflow
from publishing.teams.making import ensure_team


class Command(BaseCommand):
    help = "Makes teams and the workflow that are missing; what is there stays as it is."

    def handle(self, *_args: Any, **_options: Any) -> None:
        ensure_workflow()
        projects = Project.objects.filter(pages__isnull=False).distinct()
        for project in projects:
            ensure_team(project)
        self.stdout.write(_("Teams: %d") % len(projects))
