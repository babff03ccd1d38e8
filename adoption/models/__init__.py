"""The rows of taking into use, one noun a module."""

from adoption.models.adoption import Adoption, AdoptionQuerySet, StateChange
from adoption.models.follow_up import FollowUp, Sending
from adoption.models.institution import DemoInstitution, SuggestedInstitution
from adoption.models.local_version import LocalMaterial, LocalPart, LocalVersion
from adoption.models.question import Question
from adoption.models.request import AdoptionRequest

__all__ = [
    "Adoption",
    "AdoptionQuerySet",
    "AdoptionRequest",
    "DemoInstitution",
    "FollowUp",
    "LocalMaterial",
    "LocalPart",
    "LocalVersion",
    "Question",
    "Sending",
    "StateChange",
    "SuggestedInstitution",
]
