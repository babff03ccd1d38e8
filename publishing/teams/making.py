"""A team is made with its groups, its collection, and the permissions that let it work on its project's pages alone."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
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
# Pictures and files that every team may use. What stands in no collection is the network's own.
SHARED = "Yhteiset · Gemensamma"
FROM_SHARED = ("choose_image", "choose_document")


@transaction.atomic
def ensure_team(project: Project) -> Team:
    """Return the team of a project, made unless it is there, with the permissions that it should have."""
    team = Team.objects.filter(project=project).first() or _make(project)
    shared = shared_collection()
    access = Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
    for group, may in ((team.members, MEMBER_MAY), (team.coordinators, COORDINATOR_MAY)):
        group.permissions.add(access)
        _give_pages(group, project, may)
        _give_collection(group, team.collection, IN_COLLECTION)
        _give_collection(group, shared, FROM_SHARED)
    return team


def shared_collection() -> Collection:
    """Return the collection that every team may choose from, made unless it is there."""
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=SHARED).first() or root.add_child(name=SHARED)


def fill_shared_collection() -> int:
    """Put what stands in no collection into the shared one while that is empty, and return how much it was."""
    shared, models = shared_collection(), (get_image_model(), get_document_model())
    if any(model.objects.filter(collection=shared).exists() for model in models):
        return 0
    root = Collection.get_first_root_node()
    return sum(model.objects.filter(collection=root).update(collection=shared) for model in models)


def is_given(page: ProjectPage) -> bool:
    """Return whether the team of a project's page may do on it all that it should."""
    teams = Team.objects.filter(project=page.project_id)
    groups = [pk for pair in teams.values_list("members", "coordinators") for pk in pair]
    given = GroupPagePermission.objects.filter(page=page.pk, group__in=groups)
    return given.count() == len(MEMBER_MAY) + len(COORDINATOR_MAY)


def take_from_others(page: ProjectPage) -> None:
    """Take a project's page from the teams of other projects: it may have been made for one of them."""
    others = Team.objects.exclude(project=page.project_id)
    groups = Group.objects.filter(member_team__in=others) | Group.objects.filter(coordinator_team__in=others)
    GroupPagePermission.objects.filter(page=page.pk, group__in=groups).delete()


def _make(project: Project) -> Team:
    return Team.objects.create(
        project=project,
        members=_group(f"{project.slug} · jäsenet · medlemmar"),
        coordinators=_group(f"{project.slug} · koordinaattorit · koordinatorer"),
        collection=Collection.get_first_root_node().add_child(name=str(project)[:255]),
    )


def _group(name: str) -> Group:
    return Group.objects.get_or_create(name=name[:150])[0]


def _give_pages(group: Group, project: Project, codenames: Iterable[str]) -> None:
    permissions = Permission.objects.filter(
        content_type__app_label="wagtailcore", content_type__model="page", codename__in=codenames
    )
    pages = ProjectPage.objects.filter(project=project).values_list("pk", flat=True)
    GroupPagePermission.objects.bulk_create(
        (
            GroupPagePermission(group=group, page_id=page, permission=permission)
            for permission in permissions
            for page in pages
        ),
        ignore_conflicts=True,
    )


def _give_collection(group: Group, collection: Collection, codenames: Iterable[str]) -> None:
    permissions = Permission.objects.filter(
        codename__in=codenames, content_type__app_label__in=("practices", "wagtailimages", "wagtaildocs")
    )
    GroupCollectionPermission.objects.bulk_create(
        (
            GroupCollectionPermission(group=group, collection=collection, permission=permission)
            for permission in permissions
        ),
        ignore_conflicts=True,
    )
