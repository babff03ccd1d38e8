"""Who is asked to decide a step, and who may: by the page's place in the tree, in a constant number of queries."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from wagtail.models import AbstractGroupApprovalTask, Task, TaskState

from practices.models import ProjectPage
from publishing.models import ProjectCheck
from publishing.roles import NETWORK, is_network, team_of

_KEPT_AS = "_reach_in_reviews"


@dataclass(frozen=True)
class Reach:
    """Whose pages a user may decide about. Pages are known by their path: a team's begin with its project page's."""

    is_network: bool
    own: tuple[str, ...]
    # Projects that have a coordinator; known for the network alone, which is asked about the rest.
    others: tuple[str, ...]

    def may_decide(self, page: Any) -> bool:
        """Return whether the user may decide about a page in the project's check."""
        return self.is_network or page.path.startswith(self.own)

    def is_asked(self, page: Any) -> bool:
        """Return whether it is the user's turn to decide about a page in the project's check."""
        own = page.path.startswith(self.own)
        return own or (self.is_network and not page.path.startswith(self.others))


def reach_of(user: Any) -> Reach:
    """Return a user's reach; it is kept on the user's object, so for one request."""
    kept = getattr(user, _KEPT_AS, None)
    if kept is None:
        kept = _find(user)
        setattr(user, _KEPT_AS, kept)
    return kept


def _find(user: Any) -> Reach:
    if not user.is_active:
        return Reach(False, (), ())
    pages = ProjectPage.objects.values_list("path", flat=True)
    in_network = is_network(user)
    own = pages.filter(project__team__coordinators__in=user.groups.all())
    others = pages.filter(project__team__coordinators__user__is_active=True).distinct()
    return Reach(in_network, tuple(own), tuple(others) if in_network else ())


def asked_in_checks(task: ProjectCheck, user: Any) -> list[int]:
    """Return the numbers of the task states in which a user is asked to check a page for its project."""
    reach = reach_of(user)
    if not (reach.is_network or reach.own):
        return []
    waiting = task.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
    states = waiting.select_related("workflow_state").prefetch_related("workflow_state__content_object")
    pages = [(state.pk, state.workflow_state.content_object) for state in states]
    return [number for number, page in pages if hasattr(page, "path") and reach.is_asked(page)]


def asked_about(task: Task, page: Any) -> list[Any]:
    """Return the users whose turn it is to decide a step of a page."""
    step = task.specific
    users = get_user_model().objects.filter(is_active=True).order_by("pk")
    if isinstance(step, AbstractGroupApprovalTask):
        return list(users.filter(groups__in=step.groups.all()).distinct())
    if not isinstance(step, ProjectCheck):
        return []
    team = team_of(page)
    coordinators = list(users.filter(groups=team.coordinators_id)) if team is not None else []
    return coordinators or list(users.filter(groups__name=NETWORK))
