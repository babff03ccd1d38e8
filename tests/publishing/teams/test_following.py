"""A project's page belongs to its team, whoever or whatever made it, in every language."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection, GroupPagePermission, Locale

from practices.translating.following import give_aliases
from publishing.models import Team
from publishing.teams.making import ensure_team
from tests.factories import ProjectFactory, project_page
from tests.publishing.people import coordinator, member, team_of_project

pytestmark = pytest.mark.django_db


def test_a_new_project_page_has_a_team(portal: Any) -> None:
    page = project_page("uusi")
    team = Team.objects.get(project=page.project)
    may = GroupPagePermission.objects.filter(page=page).values_list("group", "permission__codename")
    assert {code for group, code in may if group == team.members_id} == {"add_page", "change_page"}
    assert {code for group, code in may if group == team.coordinators_id} == {
        "add_page",
        "change_page",
        "lock_page",
        "unlock_page",
    }


def test_the_page_in_the_other_language_is_the_teams_too(portal: Any) -> None:
    page = project_page("uusi")
    give_aliases(page)
    swedish = page.get_translation(Locale.objects.get(language_code="sv"))
    team = Team.objects.get(project=page.project)
    assert GroupPagePermission.objects.filter(page=swedish.pk, group=team.members).count() == 2
    someone = member("uusi")
    assert swedish.permissions_for_user(someone.user).can_add_subpage()


def test_saving_again_changes_nothing(portal: Any) -> None:
    page = project_page("uusi")
    before = GroupPagePermission.objects.count(), Group.objects.count(), Collection.objects.count()
    page.save()
    ensure_team(page.project)
    assert before == (GroupPagePermission.objects.count(), Group.objects.count(), Collection.objects.count())


def test_a_page_that_changes_its_project_changes_hands(portal: Any) -> None:
    page = project_page("uusi")
    old = member("uusi")
    page.project = ProjectFactory(slug="toinen")
    page.save()
    assert not page.permissions_for_user(type(old.user).objects.get(pk=old.user.pk)).can_edit()
    new_team = Team.objects.get(project__slug="toinen")
    assert GroupPagePermission.objects.filter(page=page, group=new_team.members).exists()


def test_the_editors_own_permissions_on_the_page_stay(portal: Any) -> None:
    page = project_page("uusi")
    guests = Group.objects.create(name="vieraat")
    permission = GroupPagePermission.objects.filter(page=page).first()
    assert permission
    GroupPagePermission.objects.create(group=guests, page=page, permission=permission.permission)
    page.save()
    assert GroupPagePermission.objects.filter(group=guests).exists()


def test_with_the_team_its_way_in_goes(portal: Any) -> None:
    someone = coordinator()
    assert someone.client.get("/admin/").status_code == 200
    team_of_project().delete()
    assert not someone.user.groups.exists()
    assert someone.client.get("/admin/").status_code == 302
