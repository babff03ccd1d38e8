"""A page's way from draft to live, as people go it in the editor."""

import json
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from wagtail.models import Page, TaskState

from practices.models import PracticePage
from publishing.models import Review
from publishing.reviewing.waiting import submit
from tests.factories import practice_page, project_page
from tests.practices.editor_forms import create, practice_form
from tests.publishing.people import Person

TICKS = dict.fromkeys(Review.CHECKS, "on")
AS_SCRIPT = {"x-requested-with": "XMLHttpRequest"}


def hand_in(person: Person, title: str = "Kaverikahvit", *, slug: str = "hanke") -> PracticePage:
    """Return a new practice that a person has handed in; `hand_in_with_editor` takes three times as long."""
    page = practice_page(title, parent=project_page(slug), live=False, owner=person.user)
    page.save_revision(user=person.user)
    submit(page, person.user)
    return PracticePage.objects.get(pk=page.pk)


def hand_in_with_editor(
    person: Person, title: str = "Kaverikahvit", *, language: str = "fi", slug: str = "hanke"
) -> PracticePage:
    """Return a new practice that a person has written in the editor and handed in."""
    parent = project_page(slug, language=language)
    name = title.lower().replace(" ", "-")
    answer = create(person.client, parent, practice_form(title=title, slug=name), action="submit")
    assert answer.status_code == 302, answer.context["form"].errors
    return PracticePage.objects.get(locale__language_code=language, slug=name)


def state_of(page: Any) -> TaskState:
    """Return the step that a page waits for."""
    return Page.objects.get(pk=page.pk).current_workflow_state.current_task_state


def decide(
    person: Person, page: Any, action: str, *, state: TaskState | None = None, **sent: Any
) -> HttpResponse:
    """Send the window of a decision, as the buttons of lists do."""
    number = (state or state_of(page)).pk
    address = reverse("wagtailadmin_pages:workflow_action", args=(page.pk, action, number))
    return person.client.post(address, sent, headers=AS_SCRIPT)


def decide_in_editor(
    person: Person, page: Any, action: str, *, sent: Any, accept: str = "text/html", **changes: Any
) -> HttpResponse:
    """Send the whole editor with a decision, as the editor's script does once its window is confirmed."""
    page = PracticePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    form = practice_form(**{"title": page.title, "slug": page.slug, **changes})
    form |= {
        "steps-0-id": page.steps[0].id,
        "action-workflow-action": "true",
        "workflow-action-name": action,
        "workflow-action-extra-data": sent if isinstance(sent, str) else json.dumps(sent),
    }
    return person.client.post(
        reverse("wagtailadmin_pages:edit", args=(page.pk,)), form, headers={"accept": accept}
    )


def step_of(page: Any) -> str:
    """Return the class of the step that a page waits for; nothing where it waits for none."""
    task = Page.objects.get(pk=page.pk).current_workflow_task
    return type(task).__name__ if task else ""


def said(answer: HttpResponse) -> list[str]:
    """Return the messages that the editor shows next."""
    return [str(message) for message in answer.wsgi_request._messages]
