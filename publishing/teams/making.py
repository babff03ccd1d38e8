"""A team is made with its groups, its collection, and the permissions that let it work on its project's pages alone."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from practices.models import Project, ProjectPage
from publishing.models import Team

# By codename, on the project's pages in every language. Publishing is the network's, after its review.
MEMBER_MAY = ("add_page", "change_page")
COORDINATOR_MAY = (*MEMBER_MAY, "lock_page", "unlock_page")
IN_COLLECTION = (
    *("add_image", "change_image", "choose_image"),
    *("add_document", "change_document", "choose_document"),
)
FROM_ALL = ("choose_image", "choose_document")


@transaction.atomic
def ensure_team(project: Project) -> Team:
    """Return the team of a project, made unless it is there, with the permissions that it should have."""
    team = Team.objects.filter(project=project).first() or _make(project)
    for group, may in ((team.members, MEMBER_MAY), (team.coordinators, COORDINATOR_MAY)):
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        _give_pages(group, project, may)
        _give_collection(group, team.collection, IN_COLLECTION)
        _give_collection(group, Collection.get_first_root_node(), FROM_ALL)
    return team


def _make(project: Project) -> Team:
    return Team.objects.create(
        project=project,
        members=_group(f"{project.slug} · jäsenet · medlemmar"),
        coordinators=_group(f"{project.slug} · koordinaattorit · koordinatorer"),
        collection=Collection.get_first_root_node().add_child(name=str(project)[:255]),
    )


def _group(name: str) -> Group:
    return Group.objects.get_or_create(name=name[:150])[0]


def _give_pages(group: Group, project: Project, codenames: tuple[str, ...]) -> None:
    permissions = Permission.objects.filter(
        content_type__app_label="wagtailcore", content_type__model="page", codename__in=codenames
    )
    for page in ProjectPage.objects.filter(project=project):
        for permission in permissions:
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _give_collection(group: Group, collection: Collection, codenames: tuple[str, ...]) -> None:
    for permission in Permission.objects.filter(
        codename__in=codenames, content_type__app_label__in=("practices", "wagtailimages", "wagtaildocs")
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )
