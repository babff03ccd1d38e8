"""Machine translation against a real server that speaks LibreTranslate's and DeepL's protocols, well and badly."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Revision
from wagtail_localize.models import StringTranslation, Translation

from practices.models import PracticePage
from practices.translations import record_text, translation_of, write_translation
from publishing.translation.machine import base, translator
from publishing.translation.machine.checks import check_settings
from publishing.translation.machine.libretranslate import LibreTranslator
from publishing.translation.machine.running import translate_missing
from publishing.translation.workbench import Status, rows_of
from tests.database import world
from tests.publishing.people import member
from tests.publishing.translation.conftest import (
    Form,
    Service,
    draft,
    fresh,
    making,
    messages_of,
    row_at,
    translate,
)


@pytest.fixture(scope="module")
def begun_translation(untranslated: int, django_db_blocker: Any) -> Iterator[int]:
    """The key of the record of a translation with nothing in it yet."""
    with world(django_db_blocker):
        with making():
            swedish = Locale.objects.get(language_code="sv")
            record = translation_of(PracticePage.objects.get(pk=untranslated), swedish)
            write_translation(record, publish=False)
        yield record.pk


@pytest.fixture
def begun(begun_translation: int, portal: Any) -> Translation:
    """The record of a translation with nothing in it yet."""
    return Translation.objects.get(pk=begun_translation)


def press(client: Client, translation: Translation) -> Any:
    page = translation.get_target_instance()
    return client.post(reverse("translation_machine", args=[page.pk]), follow=False)


def by_status(translation: Translation) -> dict[str, int]:
    rows = rows_of(fresh(translation))
    return {status: sum(row.status == status for row in rows) for status in Status.values}


def tools(translation: Translation) -> set[tuple[str, str]]:
    made = StringTranslation.objects.filter(context__object_id=translation.source.object_id)
    return set(made.values_list("translation_type", "tool_name"))


def saved() -> tuple[int, int]:
    return (Revision.objects.count(), StringTranslation.objects.count())


def test_what_is_missing_is_translated_and_marked(begun: Translation, libre: Service, chief: Client) -> None:
    response = press(chief, begun)
    assert response.status_code == 302
    page = draft(begun.get_target_instance())
    assert page.promise == "KUKAAN EI JUO KAHVIA YKSIN."
    assert page.source_says == "<p>KYSELY <b>KERTOO</b> KAHVEISTA.</p>"
    assert (page.title, page.slug) == ("KAVERIKAHVIT", "kaverikahvit")
    assert not begun.get_target_instance().live
    counts = by_status(begun)
    assert counts[Status.MISSING] == counts[Status.DONE] == 0
    assert counts[Status.MACHINE] == sum(counts.values())
    assert tools(begun) == {("machine", "LibreTranslate")}
    html = chief.get(response.url).content.decode()
    assert "nobody has checked" in html


def test_the_protocol_of_libretranslate(
    begun: Translation, service: Service, settings: Any, chief: Client
) -> None:
    settings.MACHINE_TRANSLATION = {"SERVICE": "LibreTranslate", "URL": service.url + "/", "KEY": "avain"}
    press(chief, begun)
    (asked,) = service.asked
    assert asked["path"] == "/translate"
    assert (asked["source"], asked["target"], asked["format"], asked["api_key"]) == (
        "fi", "sv", "html", "avain",
    )  # fmt: skip
    assert "Kysely <b>kertoo</b> kahveista." in asked["q"]
    assert "kaverikahvit" not in asked["q"]  # the address follows the title
    assert len(asked["q"]) == len(set(asked["q"]))


def test_the_protocol_of_deepl(begun: Translation, service: Service, settings: Any, chief: Client) -> None:
    settings.MACHINE_TRANSLATION = {"SERVICE": "deepl", "URL": service.url, "KEY": "avain:fx"}
    press(chief, begun)
    (asked,) = service.asked
    assert asked["path"] == "/v2/translate"
    assert (asked["source_lang"], asked["target_lang"], asked["tag_handling"]) == ("FI", "SV", "html")
    assert service.headers[0]["Authorization"] == "DeepL-Auth-Key avain:fx"
    assert "avain" not in str(asked)
    assert draft(begun.get_target_instance()).promise == "KUKAAN EI JUO KAHVIA YKSIN."
    assert tools(begun) == {("machine", "DeepL")}


def test_a_key_is_sent_only_where_there_is_one(begun: Translation, libre: Service, chief: Client) -> None:
    press(chief, begun)
    assert "api_key" not in libre.asked[0]


def test_long_pages_go_in_portions(
    begun: Translation, libre: Service, chief: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base.HttpTranslator, "most_texts", 2)
    press(chief, begun)
    assert len(libre.asked) > 2
    assert all(len(asked["q"]) <= 2 for asked in libre.asked)
    assert by_status(begun)[Status.MISSING] == 0


BAD: list[tuple[str, Callable[[Service], None]]] = [
    ("refused the texts (status 500)", lambda s: setattr(s, "status", 500)),
    ("does not accept the portal's key", lambda s: setattr(s, "status", 403)),
    ("has no room for more", lambda s: setattr(s, "status", 429)),
    ("makes no sense", lambda s: setattr(s, "raw", b"<html>not json</html>")),
    ("makes no sense", lambda s: setattr(s, "raw", b"[]")),
    ("makes no sense", lambda s: setattr(s, "raw", b'{"translatedText": "one text"}')),
    ("makes no sense", lambda s: setattr(s, "raw", b'{"translatedText": ["too", "few"]}')),
    ("makes no sense", lambda s: setattr(s, "say", lambda text: None)),
    ("makes no sense", lambda s: setattr(s, "raw", b'"' + b"x" * (base.LARGEST_ANSWER + 70_000) + b'"')),
    (
        "refused the texts (status 302)",
        lambda s: (setattr(s, "status", 302), setattr(s, "location", s.url))[0],
    ),
]


@pytest.mark.parametrize(("said", "spoil"), BAD, ids=[f"{n}" for n in range(len(BAD))])
def test_a_failure_is_told_and_saves_nothing(
    begun: Translation, libre: Service, chief: Client, said: str, spoil: Callable[[Service], None]
) -> None:
    spoil(libre)
    before = saved()
    response = press(chief, begun)
    assert response.status_code == 302
    assert said in messages_of(response)
    assert "Nothing was saved" in messages_of(response)
    assert saved() == before
    assert len(libre.asked) == 1  # nothing is sent after a redirect, nor tried again


def test_a_failure_half_way_saves_nothing(
    begun: Translation, libre: Service, chief: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base.HttpTranslator, "most_texts", 2)
    libre.say = lambda text: None if "kahveista" in text else text.upper()
    before = saved()
    press(chief, begun)
    assert len(libre.asked) > 1
    assert saved() == before


def test_a_slow_service_is_not_waited_for(
    begun: Translation, libre: Service, chief: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "READ_SECONDS", 0.2)
    libre.wait = 5
    before = saved()
    response = press(chief, begun)
    libre.pause.set()
    assert "did not answer in time" in messages_of(response)
    assert saved() == before


def test_when_time_runs_out_the_rest_is_left_for_the_next_press(
    begun: Translation, libre: Service, chief: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base.HttpTranslator, "most_texts", 4)
    monkeypatch.setattr(base, "TOTAL_SECONDS", base.CONNECT_SECONDS)
    response = press(chief, begun)
    assert "did not come in time" in messages_of(response)
    assert len(libre.asked) == 1
    missing = by_status(begun)[Status.MISSING]
    assert missing > 0
    while missing:
        press(chief, begun)
        before, missing = missing, by_status(begun)[Status.MISSING]
        assert missing < before


def test_nobody_there(begun: Translation, service: Service, settings: Any, chief: Client) -> None:
    service.server.server_close()
    settings.MACHINE_TRANSLATION = {"SERVICE": "libretranslate", "URL": "http://127.0.0.1:9", "KEY": ""}
    before = saved()
    assert "cannot be reached" in messages_of(press(chief, begun))
    assert saved() == before


UNFIT = (
    "Enkäten <b>berättar om kaffet.", "Enkäten berättar", "<p>Enkäten <b>berättar</b></p>",
    "<b>Enkäten</b><script>alert(1)</script>", '<b onclick="x">Enkäten</b>', "", "   ",
    "</b>Enkäten<b>", "<b>" + "x" * 30_000 + "</b>",
)  # fmt: skip


def test_answers_that_would_break_the_page_are_left_out(
    begun: Translation, libre: Service, chief: Client
) -> None:
    """The text with a tag stays missing, whichever of these comes back; the others are translated at once."""
    wrong = {}
    for answer in UNFIT:
        libre.say = lambda text, answer=answer: answer if "<b>" in text else text.upper()
        told = "1 text came back unfit" in messages_of(press(chief, begun))
        counts = by_status(begun)
        status = row_at(begun, "Kysely kertoo kahveista.").status
        if not told or counts[Status.MISSING] != 1 or status != Status.MISSING:
            wrong[answer[:60]] = told, counts, status
        assert draft(begun.get_target_instance()).promise == "KUKAAN EI JUO KAHVIA YKSIN."
    assert not wrong


def test_a_text_too_long_for_its_place_is_left_out(begun: Translation, libre: Service, chief: Client) -> None:
    libre.say = lambda text: text * 10
    press(chief, begun)
    assert row_at(begun, "promise").status == Status.MISSING


def test_what_a_person_wrote_is_neither_sent_nor_written_over(
    begun: Translation, libre: Service, chief: Client
) -> None:
    Form(begun).write("promise", "Ett löfte.").send(chief)
    page = draft(begun.get_target_instance())
    page.idea = "<p>Skriven i redigeraren.</p>"
    page.save_revision()
    press(chief, begun)
    page = draft(begun.get_target_instance())
    assert (page.promise, page.idea) == ("Ett löfte.", "<p>Skriven i redigeraren.</p>")
    assert "Kukaan ei juo kahvia yksin." not in libre.asked[0]["q"]
    assert row_at(begun, "promise").status == Status.DONE


def test_an_outdated_text_is_left_to_people(
    begun: Translation, source: PracticePage, edit: Any, committing: Any, libre: Service, chief: Client
) -> None:
    with committing():
        translation = translate(source)
    edit(source, promise="Kukaan ei juo kahviaan yksin.")
    press(chief, translation)
    assert libre.asked == []
    assert row_at(translation, "promise").status == Status.OUTDATED


def test_a_text_written_while_the_service_was_at_work_stays(
    begun: Translation, libre: Service, chief: Client
) -> None:
    segment = begun.source.stringsegment_set.select_related("string", "context").get(context__path="promise")

    class Meanwhile(LibreTranslator):
        def translate(self, *args: Any) -> Any:
            found = super().translate(*args)
            record_text(begun, segment, "En människas.")
            return found

    translate_missing(begun, Meanwhile({"URL": libre.url, "KEY": ""}))
    assert row_at(begun, "promise").known == "En människas."


def test_off_by_default_nothing_is_offered_or_sent(
    begun: Translation, service: Service, chief: Client
) -> None:
    page = begun.get_target_instance()
    html = chief.get(reverse("translation_state", args=[page.pk])).content.decode()
    assert reverse("translation_machine", args=[page.pk]) not in html
    assert chief.post(reverse("translation_machine", args=[page.pk]), follow=True).status_code == 404
    assert (translator(), service.asked) == (None, [])


def test_the_button_tells_where_the_texts_go(begun: Translation, libre: Service) -> None:
    page = begun.get_target_instance()
    html = member().client.get(reverse("translation_state", args=[page.pk])).content.decode()
    assert reverse("translation_machine", args=[page.pk]) in html
    assert "LibreTranslate" in html
    assert libre.asked == []


def test_others_may_not_send(begun: Translation, libre: Service) -> None:
    response = press(member("toinen", name="vieras").client, begun)
    assert response.url == "/admin/"
    assert libre.asked == []


SETTINGS = (
    ("", "", "", []),
    ("", "http://localhost:5000", "", ["publishing.W001"]),
    ("", "", "avain", ["publishing.W001"]),
    ("google", "", "", ["publishing.E001"]),
    ("libretranslate", "http://localhost:5000", "", []),
    ("libretranslate", "", "", ["publishing.E002"]),
    ("libretranslate", "localhost:5000", "", ["publishing.E002"]),
    ("libretranslate", "file:///etc/passwd", "", ["publishing.E002"]),
    ("deepl", "", "avain", []),
    ("DeepL", "", "", ["publishing.E003"]),
    ("deepl", "ftp://x", "", ["publishing.E002", "publishing.E003"]),
)


def test_wrong_settings_are_told_at_the_start(settings: Any) -> None:
    wrong = {}
    for service, url, key, ids in SETTINGS:
        settings.MACHINE_TRANSLATION = {"SERVICE": service, "URL": url, "KEY": key}
        found = [check.id for check in check_settings()]
        if found != ids or (translator() is not None) != bool(service and not ids):
            wrong[service, url, key] = found, translator()
    assert not wrong


@pytest.mark.parametrize(
    ("key", "host"), [("avain:fx", "https://api-free.deepl.com"), ("avain", "https://api.deepl.com")]
)
def test_deepls_free_keys_have_their_own_address(settings: Any, key: str, host: str) -> None:
    settings.MACHINE_TRANSLATION = {"SERVICE": "deepl", "URL": "", "KEY": key}
    found = translator()
    assert found is not None
    assert found.url_of(found.options) == host
