"""Taking into use: from the practice's page through the form and the mail to an adoption."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from adoption.joining import forms
from adoption.joining.links import confirming_token
from adoption.links import address
from adoption.models import Adoption, AdoptionRequest, FollowUp, SuggestedInstitution
from adoption.teams import Recipient
from practices.models import PracticePage
from tests.adoption.adopting import adopt, institution
from tests.adoption.joining.joining import (
    EMAIL,
    NEW,
    TOLD,
    asked,
    clock,
    joined,
    kept_practice,
    links_in,
    mails_to,
    page_of,
    path_of,
    post,
    practice,
    request_row,
    soup_of,
    visitor,
)
from tests.languages import nightly

__all__ = ["clock", "kept_practice", "post", "practice", "visitor"]
pytestmark = pytest.mark.django_db
Post = Callable[..., HttpResponse]


def test_a_practice_leads_there(visitor: Client, practice: PracticePage, language: str) -> None:
    with override(language):
        page = PracticePage.objects.get(key=practice.key, locale__language_code=language)
    soup = soup_of(visitor.get(page.url))
    ways = [link["href"] for link in soup.select(f'main a[href="{path_of(practice, language)}"]')]
    assert len(ways) == 2


def test_the_whole_way(
    visitor: Client, post: Post, practice: PracticePage, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from adoption import teams

    monkeypatch.setattr(teams, "_finders", [lambda page: [Recipient("tiimi@example.org", language)]])
    by = institution("Kauhavan kansanopisto")
    path = path_of(practice, language)
    found = soup_of(visitor.get(path, {"institution": "kauhavan khs"}))
    (choice,) = found.select(".adopting__choice")
    form = soup_of(visitor.get(path + choice["href"]))
    assert form.select_one("input[name=by]")["value"] == f"register:{by.slug}"
    confirming = asked(post, practice, language, by=f"register:{by.slug}")
    assert not Adoption.objects.exists()
    opened = visitor.get(confirming)
    assert opened.status_code == 200
    assert not Adoption.objects.exists(), "opening a link writes nothing"
    assert "Kauhavan kansanopisto" in opened.content.decode()
    response = post(confirming)
    adoption = Adoption.objects.get()
    assert response.headers["Location"].split("?")[0] == page_of(adoption)
    assert (adoption.organisation, adoption.state, adoption.since) == (by, "in-use", date(2026, 9, 1))
    assert (adoption.students, adoption.setting.slug, adoption.language) == (120, "asuntola", language)
    assert (adoption.is_public, adoption.is_contact_open) == (True, False)
    assert [each.state for each in adoption.changes.all()] == ["in-use"]
    assert FollowUp.objects.count() == 4
    assert links_in(mails_to()[-1].body)[0] == page_of(adoption)
    (told,) = mails_to("tiimi@example.org")
    assert f"/admin/adoptions/{adoption.pk}/" in told.body
    own = visitor.get(page_of(adoption))
    assert own.status_code == 200
    assert own.cookies == {}
    assert EMAIL in own.content.decode()
    row = request_row()
    assert (row.email, row.answers) == ("", {})


def test_the_words_of_the_consents_are_kept_as_they_were_read(
    post: Post, practice: PracticePage, language: str
) -> None:
    adoption = joined(post, practice, language)
    with override(language):
        assert adoption.consent == f"{forms.PUBLIC}\n{forms.KEPT}"
        assert str(forms.ASKED) not in adoption.consent
    assert adoption.consented_at


def test_one_adoption_over_both_languages(post: Post, practice: PracticePage) -> None:
    by = f"register:{institution().slug}"
    first = asked(post, practice, "fi", by=by)
    second = asked(post, practice, "sv", by=by, email="toinen@example.org")
    assert post(first).status_code == 302
    response = post(second)
    assert response.status_code == 409
    assert Adoption.objects.get().email == EMAIL
    assert EMAIL not in response.content.decode()


BAD_INPUT = [
    ({"state": ""}, "state"),
    ({"state": "gone"}, "state"),
    ({"since": ""}, "since"),
    ({"since": "1/2027"}, "since"),
    ({"since": "32.1.2026"}, "since"),
    ({"since": "syksyllä"}, "since"),
    ({"since": "1/0026"}, "since"),
    ({"state": "stopped"}, "on"),
    ({"state": "stopped", "on": "10/2026"}, "reason"),
    ({"state": "stopped", "on": "8/2026", "reason": "no-time"}, "on"),
    ({"students": "monta"}, "students"),
    ({"students": "-1"}, "students"),
    ({"students": "99999999999999999999"}, "students"),
    ({"wants_company": "on"}, "start_term"),
    ({"wants_company": "on", "start_term": "1999-spring"}, "start_term"),
    ({"setting": "nowhere"}, "setting"),
    ({"email": ""}, "email"),
    ({"email": "a@example.org\nBcc: b@example.org"}, "email"),
    ({"consent": ""}, "consent"),
]


def test_bad_input_is_told_at_its_field_and_keeps_nothing(post: Post, practice: PracticePage) -> None:
    right = {**TOLD, "by": f"register:{institution().slug}"}
    for changes, wrong in BAD_INPUT:
        response = post(path_of(practice, "sv"), {**right, **changes})
        assert response.status_code == 422, changes
        form = soup_of(response)
        assert form.select_one("#errors li"), changes
        assert form.select_one(f'.field--wrong [name="{wrong}"]') is not None, changes
        assert not AdoptionRequest.objects.exists(), changes
        assert mail.outbox == [], changes


def test_the_date_may_be_written_in_several_ways() -> None:
    from adoption.joining.days import read_day

    assert read_day("9/2026") == read_day("09.2026") == read_day("2026-09") == date(2026, 9, 1)
    assert read_day("15.9.2026") == read_day("2026-09-15") == date(2026, 9, 15)


def test_who_only_considers_needs_no_day_and_may_want_company(post: Post, practice: PracticePage) -> None:
    adoption = joined(
        post, practice, state="considering", since="", wants_company="on", start_term="2027-spring"
    )
    assert (adoption.since, adoption.state_on) == (None, date(2026, 11, 25))
    assert (adoption.wants_company, adoption.start_term) == (True, "2027-spring")
    assert not FollowUp.objects.exists()


def test_who_has_stopped_tells_when_and_why(post: Post, practice: PracticePage) -> None:
    adoption = joined(
        post, practice, state="stopped", since="1/2025", on="5/2026", reason="no-time", reason_words="Kiire."
    )
    assert [(each.state, each.on) for each in adoption.changes.all()] == [
        ("in-use", date(2025, 1, 1)),
        ("stopped", date(2026, 5, 1)),
    ]
    assert (adoption.reason, adoption.reason_words) == ("no-time", "Kiire.")
    assert not FollowUp.objects.exists()


class TestNewInstitutions:
    """An institution that the register lacks."""

    def test_it_is_suggested_with_its_place(
        self, visitor: Client, post: Post, practice: PracticePage, language: str
    ) -> None:
        path = path_of(practice, language)
        nothing = soup_of(visitor.get(path, {"institution": "Kauhavan kansanopisto"}))
        assert nothing.select(".adopting__choice") == []
        way = nothing.select_one(".adopting__found a")["href"]
        form = soup_of(visitor.get(path + way))
        assert form.select_one("[name=name]")["value"] == "Kauhavan kansanopisto"
        adoption = joined(post, practice, language, **NEW)
        suggested = SuggestedInstitution.objects.get()
        assert adoption.suggested == suggested
        assert (suggested.municipality, suggested.kind, suggested.state) == (
            "Kauhava",
            "folk-high-school",
            "waiting",
        )
        assert not Adoption.objects.public().exists(), "not named before it is in the register"

    def test_nothing_is_suggested_before_it_is_confirmed(self, post: Post, practice: PracticePage) -> None:
        asked(post, practice, **NEW)
        assert not SuggestedInstitution.objects.exists()

    @pytest.mark.parametrize(
        "spelling",
        [
            "kauhavan khs",
            nightly("Kauhava folkhögskola"),
            nightly("KAUHAVAN KANSAN-OPISTO RY"),
            "Kauhvan kansanopisto",
        ],
    )
    def test_a_known_name_in_another_spelling_is_asked_about(
        self, post: Post, practice: PracticePage, spelling: str
    ) -> None:
        known = institution("Kauhavan kansanopisto")
        fields = {**TOLD, **NEW, "name": spelling}
        response = post(path_of(practice), fields)
        assert response.status_code == 422
        offered = soup_of(response).select("[name=same_as]")
        assert [each["value"] for each in offered] == [f"register:{known.slug}", "another"]
        assert post(path_of(practice), {**fields, "same_as": f"register:{known.slug}"}).status_code == 302
        assert request_row().organisation == known

    def test_it_may_be_another_after_all(self, post: Post, practice: PracticePage) -> None:
        institution("Kauhavan kansanopisto")
        assert asked(post, practice, **{**NEW, "same_as": "another"})
        assert request_row().named["name"] == "Kauhavan kansanopisto"

    @pytest.mark.second_database
    def test_four_spellings_by_four_people_are_one(self, post: Post, practice: PracticePage) -> None:
        others = [PracticePage.objects.get(pk=practice.pk)]
        spellings = ["Kauhavan kansanopisto", "kauhavan khs", "Kauhava folkhögskola", "Kauhavan Kansanop. ry"]
        paths = [
            asked(post, others[0], **{**NEW, "name": name, "same_as": "another", "email": f"{n}@example.org"})
            for n, name in enumerate(spellings)
        ]
        assert [post(path).status_code for path in paths] == [302, 409, 409, 409]
        assert SuggestedInstitution.objects.count() == Adoption.objects.count() == 1


class TestAgain:
    """The same form many times, and links that were used, altered, replaced or are too old."""

    @pytest.mark.second_database
    def test_ten_times_is_one_row_and_one_mail(self, post: Post, practice: PracticePage) -> None:
        fields = {**TOLD, "by": f"register:{institution().slug}"}
        assert {post(path_of(practice), fields).status_code for _n in range(10)} == {302}
        assert AdoptionRequest.objects.count() == len(mails_to()) == 1

    def test_a_corrected_form_replaces_the_one_that_waits(self, post: Post, practice: PracticePage) -> None:
        by = f"register:{institution().slug}"
        first = asked(post, practice, by=by)
        asked(post, practice, by=by, students="55")
        post(first)
        assert Adoption.objects.get().students == 55

    def test_confirmed_ten_times_is_one(self, post: Post, practice: PracticePage) -> None:
        path = asked(post, practice)
        assert {post(path).status_code for _n in range(10)} == {302}
        adoption = Adoption.objects.get()
        assert adoption.changes.count() == 1
        assert len(mails_to()) == 2

    def test_a_used_link_leads_to_the_page_until_another_is_the_contact(
        self, visitor: Client, post: Post, practice: PracticePage
    ) -> None:
        path = asked(post, practice)
        post(path)
        assert visitor.get(path).headers["Location"] == page_of(Adoption.objects.get())
        Adoption.objects.update(link_number=2)
        assert visitor.get(visitor.get(path).headers["Location"]).status_code == 410

    def test_forged_and_altered_links(self, visitor: Client, post: Post, practice: PracticePage) -> None:
        path = asked(post, practice)
        altered = path[:-3] + ("A" if path[-3] != "A" else "B") + path[-2:]
        own = page_of(adopt(practice))
        crossed = own.split("/")[3]
        with override("fi"):
            wrong_kind = address("adoption_confirm", crossed)
        for bad in (altered, address("adoption", "nonsense", language="fi"), wrong_kind):
            response = visitor.get(bad)
            assert response.status_code == 404, bad
            assert soup_of(response).select_one("main a.button")
            assert post(bad).status_code == 404
        assert Adoption.objects.count() == 1

    def test_a_late_link(self, visitor: Client, post: Post, practice: PracticePage, clock: Any) -> None:
        path = asked(post, practice)
        clock.shift(timedelta(days=14, minutes=1))
        assert visitor.get(path).status_code == post(path).status_code == 410
        assert not Adoption.objects.exists()

    def test_a_link_to_what_was_deleted(self, visitor: Client, practice: PracticePage) -> None:
        adoption = adopt(practice)
        path = page_of(adoption)
        adoption.delete()
        assert visitor.get(path).status_code == 410


class TestTaken:
    """An institution that has it already."""

    def test_the_present_contact_gets_the_link(
        self, visitor: Client, post: Post, practice: PracticePage, language: str
    ) -> None:
        existing = adopt(practice, email="entinen@example.org", language=language)
        path = path_of(practice, language)
        by = {"by": f"register:{existing.organisation.slug}"}
        response = visitor.get(path, by)
        assert "entinen@example.org" not in response.content.decode()
        assert soup_of(response).select_one("button[value=remind]")
        assert post(path, {**by, "do": "remind"}).status_code == 200
        assert links_in(mails_to("entinen@example.org")[0].body)[0] == page_of(existing)

    def test_one_that_readers_are_not_told_of_is_not_told_before_the_address_is_proven(
        self, visitor: Client, post: Post, practice: PracticePage
    ) -> None:
        existing = adopt(practice, is_public=False)
        by = f"register:{existing.organisation.slug}"
        assert soup_of(visitor.get(path_of(practice), {"by": by})).select_one("[name=state]")
        assert post(asked(post, practice, by=by)).status_code == 409

    def test_who_has_left_can_be_followed(
        self, visitor: Client, post: Post, practice: PracticePage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from adoption import teams

        monkeypatch.setattr(teams, "_finders", [lambda page: [Recipient("tiimi@example.org", "fi")]])
        existing = adopt(practice, email="entinen@example.org")
        by = {"by": f"register:{existing.organisation.slug}"}
        path = path_of(practice)
        assert post(path, {**by, "do": "take-over", "email": "vika"}).status_code == 422
        assert post(path, {**by, "do": "take-over", "email": EMAIL}).status_code == 200
        confirming = links_in(mails_to()[0].body)[0]
        assert mails_to("tiimi@example.org") == []
        assert {post(confirming).status_code for _n in range(3)} <= {302, 200}
        assert len(mails_to("tiimi@example.org")) == len(mails_to("entinen@example.org")) == 1
        existing.refresh_from_db()
        assert existing.email == "entinen@example.org"

    def test_the_form_of_one_that_has_it_can_become_a_wish_to_take_over(
        self, post: Post, practice: PracticePage
    ) -> None:
        existing = adopt(practice, is_public=False, email="")
        confirming = asked(post, practice, by=f"register:{existing.organisation.slug}")
        assert post(confirming, {"do": "take-over"}).status_code == 302
        row = request_row()
        assert (row.kind, row.adoption, row.confirmed_at is not None) == ("take-over", existing, True)


class TestMisuse:
    """What programs and bad people send."""

    def test_scripts_are_shown_as_text(self, visitor: Client, post: Post, practice: PracticePage) -> None:
        bad = "<script>alert(1)</script>"
        adoption = joined(
            post,
            practice,
            **{**NEW, "name": f"Opisto {bad}"},
            state="stopped",
            on="10/2026",
            reason="other",
            reason_words=bad,
        )
        html = visitor.get(page_of(adoption)).content.decode()
        assert bad not in html
        assert html.count("&lt;script&gt;") >= 2

    def test_a_name_adds_no_header_to_a_mail(self, post: Post, practice: PracticePage) -> None:
        adoption = joined(post, practice, **{**NEW, "name": "Opisto\r\nBcc: x@example.org"})
        assert "\n" not in adoption.institution_name
        for each in mail.outbox:
            assert "\n" not in each.subject
            assert each.bcc == []

    def test_a_flood_is_slowed_and_others_are_not(self, post: Post, practice: PracticePage) -> None:
        by = f"register:{institution().slug}"
        path = path_of(practice)

        def send(number: int, client: Client | None = None) -> int:
            return post(
                path, {**TOLD, "by": by, "email": f"{number}@example.org"}, after=3, client=client
            ).status_code

        assert [send(number) for number in range(20)] == [302] * 20
        assert send(20) == 429
        assert send(21, Client(REMOTE_ADDR="198.51.100.7")) == 302
        assert AdoptionRequest.objects.count() == 21

    def test_one_address_gets_a_few_mails_an_hour(self, post: Post, practice: PracticePage) -> None:
        told = [
            post(path_of(practice), {**TOLD, "by": f"register:{institution().slug}"}, after=3).status_code
            for _n in range(6)
        ]
        assert told == [302] * 4 + [429] * 2
        assert AdoptionRequest.objects.count() == len(mails_to()) == 4

    def test_programs_are_refused(self, post: Post, practice: PracticePage) -> None:
        fields = {**TOLD, "by": f"register:{institution().slug}"}
        assert post(path_of(practice), {**fields, "website": "x"}).status_code == 422
        assert post(path_of(practice), fields, after=0).status_code == 422
        assert post(path_of(practice), {**fields, "reason_words": "x" * 70_000}).status_code == 413
        assert not AdoptionRequest.objects.exists()

    def test_unknown_practice_and_institution(
        self, visitor: Client, post: Post, practice: PracticePage
    ) -> None:
        assert visitor.get("/fi/ota-kayttoon/olematon/").status_code == 404
        for by in ("register:olematon", "waiting:99", "waiting:x", "x"):
            assert visitor.get(path_of(practice), {"by": by}).status_code == 404
            assert post(path_of(practice), {**TOLD, "by": by}).status_code == 404

    def test_the_key_of_a_request_is_no_key_to_an_adoption(
        self, visitor: Client, practice: PracticePage
    ) -> None:
        adoption = adopt(practice)
        row = AdoptionRequest(practice=adoption.practice, language="fi")
        assert visitor.get(address("adoption", confirming_token(row), language="fi")).status_code == 404


def test_finding_costs_the_same_however_long_the_register(visitor: Client, practice: PracticePage) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert visitor.get(path_of(practice), {"institution": "Koeopisto"}).status_code == 200
        return len(captured)

    for _n in range(3):
        institution()
    queries()
    few = queries()
    for _n in range(27):
        institution()
    assert queries() == few <= 15


def test_the_list_for_scripts(visitor: Client, language: str) -> None:
    by = institution("Kauhavan kansanopisto")
    told = visitor.get(address("institution_search", language=language), {"q": "kauh"}).json()
    assert [each["slug"] for each in told["institutions"]] == [by.slug]
    assert (
        visitor.get(address("institution_search", language=language), {"q": "k"}).json()["institutions"] == []
    )
    assert visitor.post(address("institution_search", language=language)).status_code in (403, 405)
