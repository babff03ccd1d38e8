"""Who may import what: Wagtail's page permissions say. Nobody (None) is whoever has the server's shell."""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.permission_policies.pages import PagePermissionPolicy

from practices.models import PracticePage, Project, ProjectPage
from publishing.models import ImportRun
from publishing.roles import is_network


def projects_for(user: Any) -> QuerySet[Project]:
    """Return the projects below whose pages a user may add practices."""
    pages = ProjectPage.objects.all()
    if user is not None:
        pages = PagePermissionPolicy().instances_user_has_permission_for(user, "add").type(ProjectPage)
    return Project.objects.filter(pages__in=pages.values("pk")).distinct().order_by("order", "slug")


def may_import(user: Any) -> bool:
    """Return whether a user may add practices anywhere."""
    return projects_for(user).exists()


def may_change(user: Any, page: PracticePage) -> bool:
    """Return whether a user may save a draft of a page now: it is in a project of theirs, and not locked."""
    if user is None:
        return not page.locked
    permissions = page.permissions_for_user(user)
    return permissions.can_edit() and not permissions.page_locked()


def runs_for(user: Any) -> QuerySet[ImportRun]:
    """Return the imports that a user may see: their own, and for coordinators of the network all."""
    runs = ImportRun.objects.select_related("user", "project")
    return runs if is_network(user) else runs.filter(user=user)


def readable_practices(user: Any) -> QuerySet[PracticePage]:
    """Return the practices that a user may export: public ones, and those of their projects with their drafts."""
    practices = PracticePage.objects.filter(alias_of=None).select_related("locale", "latest_revision")
    if user is None:
        return practices
    return practices.filter(
        Q(pk__in=editable_practices(user).values("pk")) | Q(pk__in=PracticePage.objects.live().public())
    )


def editable_practices(user: Any) -> QuerySet[PracticePage]:
    """Return the practices whose drafts a user may see."""
    if user is None:
        return PracticePage.objects.all()
    pages = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    return PracticePage.objects.filter(pk__in=pages.values("pk"))
