"""The makers hide a local version from readers with a reason, and show it again."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission

from adoption.local.editing import Told, save_version
from adoption.models import LocalVersion
from practices.models import PracticePage
from tests.adoption.adopting import CONTACT
from tests.adoption.local.telling import (
    clock,
    kept_practice,
    mails,
    page_in,
    practice,
    soup_of,
    text_of,
    told_by,
    visitor,
)
from tests.factories import practice_page, project_page

__all__ = ["clock", "kept_practice", "mails", "practice", "visitor"]
pytestmark = pytest.mark.django_db


def maker_of(page: PracticePage, name: str = "tekija") -> Any:
    """Return somebody who may edit what stands below the page's project."""
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "salasana")
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group,
        page=page.get_parent(),
        permission=Permission.objects.get(codename="change_page"),
    )
    user.groups.add(group)
    return user


def as_user(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def desk_of(version: LocalVersion) -> str:
    return reverse("local_desk_version", args=[version.pk])


def test_makers_hide_with_a_reason_and_the_adopter_is_told(
    visitor: Client, mails: Any, practice: PracticePage
) -> None:
    version = told_by(practice, language="sv")
    maker = as_user(maker_of(practice))
    assert version.adoption.institution_name in maker.get(reverse("local_desk")).content.decode()
    (told,) = mails(lambda: maker.post(desk_of(version), {"why": "Siinä on opiskelijan nimi."}))
    assert (told.to, told.reply_to) == ([CONTACT], ["tekija@example.org"])
    assert "Siinä on opiskelijan nimi." in told.body
    assert "/sv/" in told.body
    assert told.extra_headers["Content-Language"] == "sv"
    listed = page_in("local_versions", practice.key)
    assert version.adoption.institution_name not in text_of(visitor.get(listed))
    assert mails(lambda: maker.post(desk_of(version), {"why": "Vielä kerran."})) == []
    # What the adopter saves stays hidden until the makers show it again.
    save_version(version.adoption, Told(summary="Korjattu."), shown=True)
    assert "Korjattu." not in text_of(visitor.get(listed))
    (again,) = mails(lambda: maker.post(desk_of(version), {"do": "show"}))
    assert again.to == [CONTACT]
    assert "Korjattu." in text_of(visitor.get(listed))
    assert mails(lambda: maker.post(desk_of(version), {"do": "show"})) == []


def test_without_a_reason_nothing_is_hidden(mails: Any, practice: PracticePage) -> None:
    version = told_by(practice)
    response = as_user(maker_of(practice)).post(desk_of(version), {"why": "  "})
    assert response.status_code == 200
    assert "Kirjoita" in soup_of(response).select_one("main").get_text(" ")
    version.refresh_from_db()
    assert version.hidden_at is None


def test_other_projects_makers_see_and_do_nothing(mails: Any, practice: PracticePage) -> None:
    version = told_by(practice)
    other = as_user(maker_of(practice_page("Muu", parent=project_page("muu")), "muu"))
    assert version.adoption.institution_name not in other.get(reverse("local_desk")).content.decode()
    assert other.get(desk_of(version), follow=True).status_code == 404
    assert other.post(desk_of(version), {"why": "Ei."}, follow=True).status_code == 404
    assert Client().get(desk_of(version)).status_code == 302
    version.refresh_from_db()
    assert version.hidden_at is None


def test_drafts_are_the_adopter_s_own(practice: PracticePage) -> None:
    version = told_by(practice, shown=False)
    maker = as_user(maker_of(practice))
    assert version.adoption.institution_name not in maker.get(reverse("local_desk")).content.decode()
    assert maker.get(desk_of(version), follow=True).status_code == 404
