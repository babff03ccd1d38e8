"""The nouns of project teams' work, one a module."""

from publishing.models.care import Care, Reminder
from publishing.models.glossary import GlossaryTerm
from publishing.models.importing import ImportedPage, ImportRow, ImportRun
from publishing.models.machine import UncheckedTranslation
from publishing.models.mail_choices import MailChoices
from publishing.models.pilot import Pilot, PilotAnswer, Refinement
from publishing.models.review import NetworkReview, ProjectCheck, Review
from publishing.models.suggestion import SuggestedFile, Suggestion
from publishing.models.team import Invitation, Role, Team
from publishing.models.visits import VisitCount

__all__ = [
    "Care",
    "GlossaryTerm",
    "ImportRow",
    "ImportRun",
    "ImportedPage",
    "Invitation",
    "MailChoices",
    "NetworkReview",
    "Pilot",
    "PilotAnswer",
    "ProjectCheck",
    "Refinement",
    "Reminder",
    "Review",
    "Role",
    "SuggestedFile",
    "Suggestion",
    "Team",
    "UncheckedTranslation",
    "VisitCount",
]
