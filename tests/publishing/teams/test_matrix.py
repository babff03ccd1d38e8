"""Who may do what to which page, asked of the editor's own views: role × action × own or other project × state.

A row tells for whom an action takes effect; `x` it does, `.` it does not. What is looked at is what came of it in the
database (or, for pages that show, whether they were shown), not which answer was given.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page, WorkflowState
from wagtail_localize.models import Translation

from practices.models import PracticePage
from practices.translating.following import give_aliases
from publishing.translation.beginning import begin
from tests.database import world as made_once
from tests.factories import practice_page, project_page
from tests.languages import nightly
from tests.practices.editor_forms import create, edit, practice_form
from tests.publishing.people import coordinator, member, network_coordinator, person, team_of_project

ROLES = ("anonymous", "no team", "member", "coordinator", "network", "superuser")
# A page is a draft, live, a draft that somebody else has locked, or live with its translation begun. Own is the
# project of member and coordinator.
TABLE = """
action       state   own          other
see editor   draft   . . x x x x  . . . . x x
see editor   live    . . x x x x  . . . . x x
see editor   locked  . . x x x x  . . . . x x
save draft   draft   . . x x x x  . . . . x x
save draft   live    . . x x x x  . . . . x x
save draft   locked  . . . . . .  . . . . . .
add beside   draft   . . x x x x  . . . . x x
submit       draft   . . x x x x  . . . . x x
submit       live    . . x x x x  . . . . x x
submit       locked  . . . . . .  . . . . . .
publish      draft   . . . . x x  . . . . x x
publish      live    . . . . x x  . . . . x x
publish      locked  . . . . . .  . . . . . .
unpublish    live    . . . . x x  . . . . x x
lock         draft   . . . x x x  . . . . x x
lock         live    . . . x x x  . . . . x x
unlock       locked  . . . x x x  . . . . x x
delete       draft   . . x x x x  . . . . x x
delete       live    . . . . x x  . . . . x x
delete       locked  . . . . . .  . . . . . .
move         draft   . . . . x x  . . . . x x
move         live    . . . . x x  . . . . x x
move         locked  . . . . . .  . . . . . .
copy         draft   . . x x x x  . . . . x x
copy         live    . . x x x x  . . . . x x
take over    live    . . x x x x  . . . . x x
history      draft   . . x x x x  . . . . x x
history      live    . . x x x x  . . . . x x
compare      live    . . x x x x  . . . . x x
view draft   draft   . . x x x x  . . . . x x
view draft   live    . . x x x x  . . . . x x
explore      draft   . . x x x x  . . . . x x
translate    draft   . . x x x x  . . . . x x
translate    live    . . x x x x  . . . . x x
translation  begun   . . x x x x  . . . . x x
by library   live    . . . . . x  . . . . . x
"""


@dataclass(frozen=True)
class Try:
    """Somebody acts on a page of one's own or of the other project."""

    whose: str
    state: str
    role: str

    @property
    def is_late(self) -> bool:
        """Whether only the nightly run tries it: the rights of these roles do not come from a team."""
        return self.whose == "other" and self.role in ("anonymous", "superuser")


def tries() -> dict[str, dict[Try, bool]]:
    """Return by action who may do it, as the table has it."""
    may: dict[str, dict[Try, bool]] = {}
    for line in TABLE.strip().splitlines()[1:]:
        action, state, marks = line[:13].strip(), line[13:21].strip(), line[21:].split()
        columns = [(whose, role) for whose in ("own", "other") for role in ROLES]
        may.setdefault(action, {}).update(
            (Try(whose, state, role), mark == "x") for (whose, role), mark in zip(columns, marks, strict=True)
        )
    return may


@dataclass(frozen=True)
class World:
    """The pages by (project, state), and who comes to them."""

    pages: dict[tuple[str, str], PracticePage]
    clients: dict[str, Client]
    elsewhere: Page


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Two projects with their pages, made once; every test goes back to them."""
    with made_once(django_db_blocker):
        clients = {
            "anonymous": Client(),
            "no team": person("vieras").client,
            "member": member().client,
            "coordinator": coordinator().client,
            "network": network_coordinator().client,
            "superuser": person("paallikko", superuser=True).client,
        }
        locker = get_user_model().objects.create_user("lukitsija")
        pages = {}
        for whose, slug in (("own", "hanke"), ("other", "toinen")):
            parent = project_page(slug)
            give_aliases(parent)
            for state in ("draft", "live", "locked", "begun"):
                live = state in ("live", "begun")
                page = practice_page(f"Sivu {state}", parent=parent, live=live, owner=locker)
                page.save_revision()
                if state == "locked":
                    PracticePage.objects.filter(pk=page.pk).update(locked=True, locked_by=locker)
                give_aliases(page)
                if state == "begun":
                    begin(page, Locale.objects.get(language_code="sv"))
                pages[whose, state] = PracticePage.objects.get(pk=page.pk)
        yield World(pages, clients, project_page("kolmas"))


def ok(answer: Any) -> bool:
    return bool(answer.status_code == 200)


def fresh(page: Page) -> PracticePage | None:
    return PracticePage.objects.filter(pk=page.pk).first()


def see(name: str, *more: Any) -> Callable[[Client, PracticePage, World], bool]:
    """Return an action that asks for a page of the editor about the practice."""
    return lambda client, page, world: ok(client.get(reverse(name, args=[page.pk, *more])))


def save_draft(client: Client, page: PracticePage, world: World) -> bool:
    edit(client, page, practice_form(title="Muutettu", slug=page.slug))
    return bool(fresh(page).latest_revision.content["title"] == "Muutettu")  # type: ignore[union-attr]


def add_beside(client: Client, page: PracticePage, world: World) -> bool:
    create(client, page.get_parent(), practice_form(title="Uusi", slug="uusi"))
    return PracticePage.objects.filter(slug="uusi", locale=page.locale).exists()


def submit(client: Client, page: PracticePage, world: World) -> bool:
    edit(client, page, practice_form(title=page.title, slug=page.slug), action="submit")
    return WorkflowState.objects.filter(object_id=str(page.pk)).exists()


def publish(client: Client, page: PracticePage, world: World) -> bool:
    edit(client, page, practice_form(title="Julkaistu", slug=page.slug), action="publish")
    now = fresh(page)
    return bool(now and now.live and now.title == "Julkaistu")


def unpublish(client: Client, page: PracticePage, world: World) -> bool:
    client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    return not PracticePage.objects.get(pk=page.pk).live


def lock(client: Client, page: PracticePage, world: World) -> bool:
    client.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))
    return bool(PracticePage.objects.get(pk=page.pk).locked)


def unlock(client: Client, page: PracticePage, world: World) -> bool:
    client.post(reverse("wagtailadmin_pages:unlock", args=[page.pk]))
    return not PracticePage.objects.get(pk=page.pk).locked


def delete(client: Client, page: PracticePage, world: World) -> bool:
    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    return fresh(page) is None


def move(client: Client, page: PracticePage, world: World) -> bool:
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, world.elsewhere.pk]))
    return bool(PracticePage.objects.get(pk=page.pk).get_parent().pk == world.elsewhere.pk)


def copy(client: Client, page: PracticePage, world: World, parent: Page | None = None) -> bool:
    sent = {"new_title": "Kopio", "new_slug": "kopio", "new_parent_page": (parent or page.get_parent()).pk}
    client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), sent)
    return PracticePage.objects.filter(slug="kopio").exists()


def take_over(client: Client, page: PracticePage, world: World) -> bool:
    """Copy a page to where member and coordinator may write."""
    return copy(client, page, world, world.pages["own", "draft"].get_parent())


def explore(client: Client, page: PracticePage, world: World) -> bool:
    """See the page in the list of its project's pages."""
    answer = client.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
    return ok(answer) and page.title in answer.content.decode()


def translate(client: Client, page: PracticePage, world: World) -> bool:
    client.post(reverse("translation_begin", args=[page.pk, "sv"]))
    return Translation.objects.filter(source__object_id=page.translation_key).exists()


def by_library(client: Client, page: PracticePage, world: World) -> bool:
    """Begin a translation by the library's own door, which takes a permission for the whole site."""
    sent = {"locales": [Locale.objects.get(language_code="sv").pk]}
    client.post(reverse("wagtail_localize:submit_page_translation", args=[page.pk]), sent)
    return Translation.objects.filter(source__object_id=page.translation_key).exists()


def translation(client: Client, page: PracticePage, world: World) -> bool:
    """See how the page's translation stands."""
    translated = page.get_translation(Locale.objects.get(language_code="sv"))
    return ok(client.get(reverse("translation_state", args=[translated.pk])))


ACTIONS: dict[str, Callable[[Client, PracticePage, World], bool]] = {
    "see editor": see("wagtailadmin_pages:edit"),
    "save draft": save_draft,
    "add beside": add_beside,
    "submit": submit,
    "publish": publish,
    "unpublish": unpublish,
    "lock": lock,
    "unlock": unlock,
    "delete": delete,
    "move": move,
    "copy": copy,
    "take over": take_over,
    "history": see("wagtailadmin_pages:history"),
    "compare": see("wagtailadmin_pages:revisions_compare", "earliest", "latest"),
    "view draft": see("wagtailadmin_pages:view_draft"),
    "explore": explore,
    "translate": translate,
    "translation": translation,
    "by library": by_library,
}


TRIES = tries()


@pytest.mark.parametrize(
    ("action", "late"), [(action, False) for action in TRIES] + [nightly(action, True) for action in TRIES]
)
def test_who_may(world: World, django_db_blocker: Any, action: str, late: bool) -> None:
    may = {tried: expected for tried, expected in TRIES[action].items() if tried.is_late == late}
    found = {}
    with django_db_blocker.unblock():
        for tried in may:
            page = world.pages[tried.whose, tried.state]
            with transaction.atomic():
                found[tried] = ACTIONS[action](world.clients[tried.role], page, world)
                transaction.set_rollback(True)
    assert found == may


@pytest.mark.django_db
def test_who_works_in_two_teams_has_the_pages_of_both(portal: Any) -> None:
    someone = person("kahdessa", team_of_project("hanke").members, team_of_project("toinen").coordinators)
    pages = [
        practice_page(f"Sivu {slug}", parent=project_page(slug), live=False) for slug in ("hanke", "toinen")
    ]
    edits = [edit(someone.client, page, practice_form(title="Muutettu", slug=page.slug)) for page in pages]
    assert [answer.status_code for answer in edits] == [302, 302]
    assert all(page.get_latest_revision_as_object().title == "Muutettu" for page in map(fresh, pages) if page)
    for page in pages:
        someone.client.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))
    assert [PracticePage.objects.get(pk=page.pk).locked for page in pages] == [False, True]
