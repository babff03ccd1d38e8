"""What is told beyond the answer: figures, stories, photos; and who lets readers see it."""

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from adoption.models import Adoption, FollowUp
from adoption.pulse.forms import CONSENT
from practices.models import PortalImage
from tests.adoption.adopting import adopt
from tests.adoption.pulse.asked import address_of, first_follow_up, send
from tests.database import world
from tests.factories import practice_page
from tests.languages import nightly

NOW = "2026-12-02 10:00:00+02:00"
NAME = "follow_up_details"
SCRIPT = "<script>alert(1)</script>"
GPS = 0x8825


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(scope="module")
def kept_follow_up(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """The key of an answered follow-up that all tests of the module share, each as it was made."""
    with world(django_db_blocker):
        with time_machine.travel(NOW, tick=False):
            found = first_follow_up(adopt(practice_page("Kaverikahvit")))
            assert send(found, {"answer": "in-use"}).status_code == 302
        yield found.pk


@pytest.fixture
def follow_up(portal: Any, kept_follow_up: int) -> FollowUp:
    return FollowUp.objects.get(pk=kept_follow_up)


def photo(kind: str = "JPEG", *, name: str = "kuva.jpg", size: tuple[int, int] = (90, 60)) -> Any:
    """Return a photo that tells where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(GPS)[2] = (60.0, 10.0, 0.0)
    exif[0x010E] = "Salainen paikka"
    exif[0x0112] = 6  # lies on its side
    buffer = BytesIO()
    Image.new("RGB", size, "teal").save(buffer, kind, exif=exif)
    return SimpleUploadedFile(name, buffer.getvalue() + b"<script>", content_type="image/jpeg")


def test_before_the_answer_there_is_nothing_to_tell(portal: Any, client: Client) -> None:
    follow_up = first_follow_up(adopt(practice_page("Vastaamatta")))
    assert client.get(address_of(follow_up, NAME)).status_code == 302
    assert send(follow_up, {"students": "3"}, NAME).status_code == 302
    follow_up.refresh_from_db()
    assert follow_up.students is None


@pytest.mark.parametrize(("language", "hours"), [("fi", "2,5"), nightly("sv", "2,5"), ("fi", "2.5")])
def test_what_is_told_is_kept_and_shown_again(
    client: Client, follow_up: FollowUp, language: str, hours: str
) -> None:
    fields = {
        "in_strategy": "yes",
        "in_annual_clock": "no",
        "in_curriculum": "",
        "students": "40",
        "hours": hours,
    }
    told = send(follow_up, {**fields, "changed": "Kesto."}, NAME, language=language)
    assert told.status_code == 302
    follow_up.refresh_from_db()
    kept = (
        follow_up.in_strategy,
        follow_up.in_annual_clock,
        follow_up.in_curriculum,
        follow_up.in_quality_system,
    )
    assert kept == (True, False, None, None)
    assert (follow_up.students, follow_up.hours, follow_up.changed) == (40, Decimal("2.5"), "Kesto.")
    assert follow_up.story_consent == ""
    shown = client.get(address_of(follow_up, NAME, language=language)).content.decode()
    assert 'value="40"' in shown
    assert 'value="2,5"' in shown


def test_nothing_told_is_kept_as_nothing_told(follow_up: FollowUp) -> None:
    assert send(follow_up, {}, NAME).status_code == 302
    follow_up.refresh_from_db()
    assert all(getattr(follow_up, name) is None for name in (*FollowUp.EMBEDDING, "students", "hours"))


FAULTS: list[tuple[dict[str, str], str]] = [
    ({"students": "monta"}, "Kirjoita määrä numeroin"),
    ({"students": "-1"}, 'id="s-students_error"'),
    ({"hours": "1e9"}, 'id="s-hours_error"'),
    ({"hours": "NaN"}, "Kirjoita tunnit numeroin"),
    ({"in_strategy": "perhaps"}, "Valitse luettelosta."),
    ({"story": "Oi."}, "Rastita tämä, jos suostut."),
    ({"story": "x" * 3001, "consent": "on"}, 'id="s-story_error"'),
    ({"story": "a\x00b", "consent": "on"}, 'id="s-story_error"'),
]


def test_a_fault_is_told_at_its_field_and_nothing_is_kept(follow_up: FollowUp) -> None:
    for fields, said in FAULTS:
        refused = send(follow_up, fields, NAME)
        assert refused.status_code == 422, fields
        assert said in refused.content.decode(), fields
        assert not FollowUp.objects.exclude(students=None, hours=None, story="").exists(), fields


def test_written_down_in_two_places_it_may_be_called_embedded(client: Client, follow_up: FollowUp) -> None:
    send(follow_up, {"do": "embedded"})
    assert Adoption.objects.get().state == "in-use", "not before it is written down"
    send(follow_up, {"in_strategy": "yes", "in_curriculum": "yes"}, NAME)
    assert 'value="embedded"' in client.get(address_of(follow_up)).content.decode()
    for _time in range(3):
        assert send(follow_up, {"do": "embedded"}).status_code == 302
    adoption = Adoption.objects.get()
    assert adoption.state == "embedded"
    assert [each.state for each in adoption.changes.all()] == ["in-use", "embedded"]
    send(follow_up, {"answer": "in-use"})
    assert Adoption.objects.get().state == "embedded"


@pytest.mark.parametrize(("kind", "ending"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "jpg")])
def test_a_photo_is_kept_without_what_the_camera_wrote(follow_up: FollowUp, kind: str, ending: str) -> None:
    fields = {"photo": photo(kind), "photo_alt": "Pöytä", "consent": "on"}
    assert send(follow_up, fields, NAME).status_code == 302
    follow_up.refresh_from_db()
    kept = follow_up.photo
    assert kept is not None
    content = kept.file.read()
    with Image.open(BytesIO(content)) as picture:
        assert not picture.getexif()
        assert picture.size == (60, 90), "upright"
    assert b"Salainen" not in content
    assert b"<script>" not in content
    assert kept.filename.endswith(f".{ending}")
    assert "kuva" not in kept.filename
    assert follow_up.story_consent == str(CONSENT)
    assert kept.licence == "CC BY 4.0"


def test_what_is_no_photo_is_refused(follow_up: FollowUp) -> None:
    cut = photo("PNG", size=(900, 900)).read()[:700]
    for what, file, said in (
        ("a script", SimpleUploadedFile("kuva.jpg", SCRIPT.encode()), "ei ole JPEG-, PNG- eikä WebP-kuva"),
        (
            "a drawing",
            SimpleUploadedFile("kuva.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            "ei ole JPEG-",
        ),
        ("nothing", SimpleUploadedFile("kuva.jpg", b""), "tyhjä"),
        ("a head", SimpleUploadedFile("kuva.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 900), "ei ole JPEG-"),
        ("too large", SimpleUploadedFile("kuva.jpg", b"x" * (10 * 1024 * 1024 + 1)), "suurempi kuin 10 Mt"),
        ("another kind", photo("GIF"), "ei ole JPEG-"),
        ("cut short", SimpleUploadedFile("kuva.png", cut), "ei ole JPEG-"),
    ):
        refused = send(follow_up, {"photo": file, "photo_alt": "Pöytä", "consent": "on"}, NAME)
        assert refused.status_code == 422, what
        assert said in refused.content.decode(), what
        assert not PortalImage.objects.exists(), what


def test_a_photo_needs_words_and_consent_and_can_be_replaced_and_removed(follow_up: FollowUp) -> None:
    assert (
        "Kerro yhdellä lauseella"
        in send(follow_up, {"photo": photo(), "consent": "on"}, NAME).content.decode()
    )
    assert send(follow_up, {"photo": photo(), "photo_alt": "Pöytä"}, NAME).status_code == 422
    for alt in ("Pöytä", "Tuoli"):
        send(follow_up, {"photo": photo(), "photo_alt": alt, "consent": "on"}, NAME)
    assert PortalImage.objects.count() == 1
    send(follow_up, {"photo_alt": "Tuolit", "consent": "on"}, NAME)
    follow_up.refresh_from_db()
    assert (follow_up.photo_alt, follow_up.photo is not None) == ("Tuolit", True)
    assert send(follow_up, {"removes_photo": "on"}, NAME).status_code == 302
    follow_up.refresh_from_db()
    assert (follow_up.photo, follow_up.photo_alt, follow_up.story_consent) == (None, "", "")
    assert not PortalImage.objects.exists()


def test_the_photo_goes_with_the_adoption(follow_up: FollowUp) -> None:
    send(follow_up, {"photo": photo(), "photo_alt": "Pöytä", "consent": "on"}, NAME)
    assert PortalImage.objects.exists()
    follow_up.adoption.delete()
    assert not PortalImage.objects.exists()


def _user(name: str, *, edits: bool) -> Any:
    user = get_user_model().objects.create_user(name, password="x")
    if edits:
        user.groups.add(Group.objects.get(name="Moderators"))
    group = Group.objects.create(name=f"only {name}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    return user


def test_a_story_is_looked_at_before_readers_see_it_and_scripts_are_words(
    client: Client, follow_up: FollowUp, admin_user: Any
) -> None:
    send(follow_up, {"story": SCRIPT, "consent": "on", "photo": photo(), "photo_alt": SCRIPT}, NAME)
    client.force_login(admin_user)
    page = client.get(reverse("stories"))
    assert SCRIPT not in page.content.decode()
    assert page.content.decode().count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 2
    [told] = page.context["waiting"]
    decide = reverse("story_decide", args=[follow_up.pk])
    client.post(decide, {"do": "show", "seen": told.seen})
    follow_up.refresh_from_db()
    assert follow_up.story_checked_at
    client.post(decide, {"do": "hide", "seen": told.seen})
    follow_up.refresh_from_db()
    assert follow_up.story_checked_at is None
    assert follow_up.story_hidden_at
    assert client.get(reverse("stories")).context["waiting"] == []
    assert client.get(decide).status_code == 405


def test_what_was_rewritten_is_looked_at_again(client: Client, follow_up: FollowUp, admin_user: Any) -> None:
    send(follow_up, {"story": "Hyvä.", "consent": "on"}, NAME)
    client.force_login(admin_user)
    [told] = client.get(reverse("stories")).context["waiting"]
    send(follow_up, {"story": "Huono.", "consent": "on"}, NAME)
    decide = reverse("story_decide", args=[follow_up.pk])
    client.post(decide, {"do": "show", "seen": told.seen})
    follow_up.refresh_from_db()
    assert follow_up.story_checked_at is None, "nobody has looked at the new words"
    [told] = client.get(reverse("stories")).context["waiting"]
    client.post(decide, {"do": "show", "seen": told.seen})
    send(follow_up, {"story": "Huono.", "consent": "on", "students": "4"}, NAME)
    follow_up.refresh_from_db()
    assert follow_up.story_checked_at, "the same words stay shown"


def test_only_who_may_edit_the_practice_decides(client: Client, follow_up: FollowUp) -> None:
    send(follow_up, {"story": "Hyvä.", "consent": "on"}, NAME)
    client.force_login(_user("vieras", edits=False))
    assert client.get(reverse("stories")).status_code in (302, 403)
    client.post(reverse("story_decide", args=[follow_up.pk]), {"do": "show"})
    follow_up.refresh_from_db()
    assert follow_up.story_checked_at is None
