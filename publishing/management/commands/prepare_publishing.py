"""Makes what publishing needs in the database: teams, the way from draft to live, and the glossary."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from practices.models import Project
from publishing.reviewing.making import ensure_workflow
from publishing.teams.making import ensure_team, fill_shared_collection
from publishing.translation.preparing import prepare_glossary


class Command(BaseCommand):
    help = "Makes teams and the workflow that are missing; what is there stays as it is."

    def handle(self, *_args: Any, **_options: Any) -> None:
        ensure_workflow()
        projects = Project.objects.filter(pages__isnull=False).distinct()
        for project in projects:
            ensure_team(project)
        fill_shared_collection()
        prepare_glossary()
        self.stdout.write(_("Teams: %d") % len(projects))
