"""The way from draft to live: one workflow on the catalogue, of the project's check and the network's review."""

from typing import Any

from django.db import transaction
from wagtail.models import Workflow, WorkflowPage, WorkflowTask

from practices.models import CataloguePage
from publishing.models import NetworkReview, ProjectCheck
from publishing.roles import network

# Names are stored, so they stand in every language at once.
WORKFLOW = "Julkaiseminen · Publicering"
PROJECT_CHECK = "Hankkeen tarkistus · Projektets kontroll"
NETWORK_REVIEW = "Verkoston katselmus · Nätverkets granskning"


@transaction.atomic
def ensure_workflow() -> Workflow:
    """Return the workflow of the catalogue, made unless it is there; an editor's changes to it are kept."""
    workflow, made = Workflow.objects.get_or_create(name=WORKFLOW)
    if made:
        _add_task(workflow, ProjectCheck.objects.get_or_create(name=PROJECT_CHECK)[0], 0)
        review, _new = NetworkReview.objects.get_or_create(name=NETWORK_REVIEW)
        review.groups.add(network())
        _add_task(workflow, review, 1)
    for page in CataloguePage.objects.all():
        WorkflowPage.objects.get_or_create(page=page, defaults={"workflow": workflow})
    return workflow


def _add_task(workflow: Workflow, task: Any, order: int) -> None:
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
