"""The catalogue's nouns, one a module."""

from practices.models.catalogue import CataloguePage, ProjectIndexPage, ThemeIndexPage
from practices.models.document_text import DocumentText
from practices.models.images import PortalImage, PortalRendition
from practices.models.loaded import LoadedFile
from practices.models.pin import Pin
from practices.models.practice import PracticePage
from practices.models.project import ProjectPage
from practices.models.terms import (
    Keyword,
    Organisation,
    Phase,
    PracticeKeyword,
    PracticeMaker,
    PracticePhase,
    PracticeProject,
    PracticeSetting,
    PracticeTargetGroup,
    PracticeTheme,
    Project,
    ProjectPartner,
    Setting,
    TargetGroup,
    Term,
    Theme,
)
from practices.models.theme import ThemePage
from practices.models.wish import Wish

__all__ = [
    "CataloguePage",
    "DocumentText",
    "Keyword",
    "LoadedFile",
    "Organisation",
    "Phase",
    "Pin",
    "PortalImage",
    "PortalRendition",
    "PracticeKeyword",
    "PracticeMaker",
    "PracticePage",
    "PracticePhase",
    "PracticeProject",
    "PracticeSetting",
    "PracticeTargetGroup",
    "PracticeTheme",
    "Project",
    "ProjectIndexPage",
    "ProjectPage",
    "ProjectPartner",
    "Setting",
    "TargetGroup",
    "Term",
    "Theme",
    "ThemeIndexPage",
    "ThemePage",
    "Wish",
]
