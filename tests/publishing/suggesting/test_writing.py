"""Writing a suggestion: step by step, back and forth, on another day, without losing a word."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import Client
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publishing.models import SuggestedFile, Suggestion
from publishing.suggesting import writing
from publishing.suggesting.forms import StepForm
from publishing.suggesting.links import UNFINISHED_LASTS
from publishing.suggesting.steps import STEPS
from tests.practices.file_makers import pdf
from tests.publishing.suggesting.suggesting import (
    EMAIL,
    WRITTEN,
    begun,
    confirmed,
    leads_to,
    links_in,
    opening,
    page_of,
    place,
    sent,
    soup_of,
    stamp_of,
    with_file,
    written,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
Post = Callable[..., HttpResponse]
State = Suggestion.State


def step_of(suggestion: Suggestion, number: int) -> str:
    return page_of(suggestion, "suggestion_step", number)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_first_page_begins_a_suggestion(post: Post, language: str) -> None:
    response = post(opening(language))
    suggestion = Suggestion.objects.get()
    assert response.status_code == 302
    assert (suggestion.state, suggestion.language) == (State.OPEN, language)
    assert response.headers["Location"].endswith("/1/")
    assert not response.cookies


def test_nothing_is_kept_by_a_visit(visitor: Client, language: str) -> None:
    response = visitor.get(opening(language))
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert not response.cookies
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_step_is_saved_and_leads_on(post: Post, language: str) -> None:
    suggestion = begun(language)
    for step in STEPS:
        response = post(step_of(suggestion, step.number), WRITTEN[language][step.key])
        assert response.status_code == 302, soup_of(response).select_one("#errors")
        suggestion.refresh_from_db()
        assert suggestion.answers[step.key].items() <= WRITTEN[language][step.key].items()
    assert leads_to(response) == place(page_of(suggestion, "suggestion_check"))
    assert suggestion.title == WRITTEN[language]["what"]["title"]
    assert suggestion.email == EMAIL
    assert suggestion.consent
    assert (suggestion.project is not None) is (language == "fi")


def test_the_language_is_the_one_that_was_written_in(post: Post) -> None:
    suggestion = begun("fi")
    post(page_of(suggestion, "suggestion_step", 1, language="sv"), WRITTEN["sv"]["what"])
    suggestion.refresh_from_db()
    assert suggestion.language == "sv"


@pytest.mark.parametrize("do", ["next", "back", "later"])
def test_an_incomplete_step_is_saved_whichever_way_one_leaves_it(post: Post, do: str, language: str) -> None:
    suggestion = begun(language)
    response = post(step_of(suggestion, 2), {"situation": "Illat ovat\nhiljaisia.", "do": do})
    suggestion.refresh_from_db()
    assert suggestion.answers["why"]["situation"] == "Illat ovat\nhiljaisia."
    if do == "next":
        assert response.status_code == 422
        soup = soup_of(response)
        assert soup.select_one("#s-situation").text.strip() == "Illat ovat\nhiljaisia."
        fields = [link["href"] for link in soup.select("#errors a")]
        assert fields == ["#s-idea", "#s-intended_change"]
        assert all(soup.select_one(each) for each in fields)
    else:
        there = {"back": step_of(suggestion, 1), "later": page_of(suggestion, "suggestion_later")}
        assert leads_to(response) == place(there[do])


def test_a_step_tells_where_one_is_and_what_is_wrong(visitor: Client, post: Post, language: str) -> None:
    suggestion = begun(language)
    soup = soup_of(visitor.get(step_of(suggestion, 3)))
    current = soup.select(".progress [aria-current=step]")
    assert len(current) == 1
    assert "3" in current[0].text
    assert "3" in soup.title.text
    wrong = soup_of(post(step_of(suggestion, 3)))
    assert wrong.title.text != soup.title.text
    assert wrong.title.text.endswith(soup.title.text)


def test_one_comes_back_to_what_was_written(visitor: Client, language: str) -> None:
    suggestion = written(language)
    first = soup_of(visitor.get(step_of(suggestion, 1)))
    assert first.select_one("[name=title]")["value"] == WRITTEN[language]["what"]["title"]
    assert [box["value"] for box in first.select("[name=themes][checked]")] == ["osallisuus"]
    last = soup_of(visitor.get(step_of(suggestion, 5)))
    assert last.select_one("[name=email]")["value"] == EMAIL
    assert last.select_one("[name=consent]").has_attr("checked")


def test_a_change_from_the_check_page_leads_back_to_it(post: Post) -> None:
    suggestion = written()
    response = post(step_of(suggestion, 2) + "?to=check", WRITTEN["fi"]["why"])
    assert leads_to(response) == place(page_of(suggestion, "suggestion_check"))


def test_the_check_page_names_what_is_missing_and_does_not_send(
    post: Post, visitor: Client, language: str
) -> None:
    suggestion = begun(language, what=WRITTEN[language]["what"])
    path = page_of(suggestion, "suggestion_check")
    lacks = soup_of(visitor.get(path)).select("#lacks a")
    assert {link["href"].split("?")[0] for link in lacks} == {step_of(suggestion, n) for n in (2, 3, 5)}
    assert post(path).status_code == 422
    suggestion.refresh_from_db()
    assert suggestion.state == State.OPEN


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_link_to_go_on_is_mailed_and_the_address_not_kept(
    post: Post, visitor: Client, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any, language: str
) -> None:
    suggestion = begun(language, what=WRITTEN[language]["what"])
    with django_capture_on_commit_callbacks(execute=True):
        response = post(page_of(suggestion, "suggestion_later"), {"email": EMAIL})
    assert response.status_code == 302
    (mail,) = mailoutbox
    assert mail.to == [EMAIL]
    assert (
        WRITTEN[language]["what"]["title"] not in mail.subject + mail.body
    )  # it may be a stranger's address
    path = links_in(mail.body)[0]
    assert path.startswith(f"/{language}/")
    page = soup_of(visitor.get(path))
    assert page.select_one('a[href$="/2/"]')
    suggestion.refresh_from_db()
    assert EMAIL not in str(vars(suggestion))


def test_mails_to_one_address_are_bounded_whoever_asks(
    post: Post, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answers = [
            post(page_of(begun(), "suggestion_later"), {"email": EMAIL}).status_code for _n in range(8)
        ]
    assert answers == [302] * 6 + [429] * 2
    assert len(mailoutbox) == 6


def test_an_unfinished_suggestion_is_gone_after_its_time(visitor: Client, clock: Any, language: str) -> None:
    suggestion = written(language)
    path = page_of(suggestion)
    clock.shift(UNFINISHED_LASTS - timedelta(seconds=5))
    assert visitor.get(path).status_code == 200
    clock.shift(timedelta(seconds=10))
    gone = visitor.get(path)
    assert gone.status_code == 410
    assert soup_of(gone).select_one(f'main a[href="{opening(language)}"]')


def test_a_forged_link_is_a_polite_dead_end(visitor: Client, language: str) -> None:
    for token in ("x", "a:b:c", "€", "IjEi:1abc:" + "x" * 43):
        for path in ("", "1/"):
            response = visitor.get(f"{opening(language)}{token}/{path}")
            assert response.status_code == 404, token
            assert soup_of(response).select_one("main h1")
            assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
        posted = visitor.post(f"{opening(language)}{token}/1/", {"title": "x"})
        assert posted.status_code == 404, token


def test_no_page_of_a_suggestion_is_kept_by_a_cache(visitor: Client) -> None:
    suggestion = written()
    paths = [page_of(suggestion), *(step_of(suggestion, step.number) for step in STEPS)]
    paths += [page_of(suggestion, f"suggestion_{name}") for name in ("check", "later", "withdraw", "data")]
    for path in paths:
        response = visitor.get(path)
        assert response.status_code == 200, path
        assert "no-store" in response.headers["Cache-Control"]
    assert not [key for key in cache._cache if "page:" in key]


def test_what_was_sent_cannot_be_changed_through_its_steps(post: Post, visitor: Client) -> None:
    suggestion = sent()
    path = step_of(suggestion, 1)
    assert visitor.get(path).headers["Location"] == page_of(suggestion)
    response = visitor.post(path, {**WRITTEN["sv"]["what"], "stamp": ""})
    assert response.headers["Location"] == page_of(suggestion)
    suggestion.refresh_from_db()
    assert suggestion.title == "Kaverikahvit"


class TestWhatIsRefused:
    """Programs, haste, another site, too much, too often, a database that is out of order."""

    def test_a_program_that_fills_in_everything(self, post: Post) -> None:
        assert post(opening(), {"website": "https://spam.example"}).status_code == 422
        assert not Suggestion.objects.exists()
        suggestion = begun()
        response = post(step_of(suggestion, 2), {**WRITTEN["fi"]["why"], "website": "x"})
        assert response.status_code == 422
        suggestion.refresh_from_db()
        assert not suggestion.answers

    def test_a_form_that_is_sent_at_once_or_a_day_late(self, post: Post) -> None:
        assert post(opening(), after=0.5).status_code == 422
        suggestion = begun()
        late = post(step_of(suggestion, 2), WRITTEN["fi"]["why"], after=25 * 3600)
        assert late.status_code == 422
        assert soup_of(late).select_one("#s-idea").text.strip() == WRITTEN["fi"]["why"]["idea"]

    def test_another_site(self, visitor: Client) -> None:
        suggestion = begun()
        for path in (
            opening(),
            step_of(suggestion, 1),
            page_of(suggestion),
            page_of(suggestion, "suggestion_withdraw"),
        ):
            response = visitor.post(path, {}, HTTP_SEC_FETCH_SITE="cross-site")
            assert response.status_code == 403, path
        assert Suggestion.objects.get().answers == {}

    def test_too_much(self, visitor: Client) -> None:
        suggestion = begun()
        response = visitor.post(step_of(suggestion, 2), {"idea": "x" * 600_000})
        assert response.status_code == 413
        assert soup_of(response).select_one("#said .notice--warning")

    def test_a_body_of_two_hundred_megabytes_is_not_read(self, visitor: Client) -> None:
        suggestion = begun()

        class Unread:
            def read(self, *_args: object) -> bytes:
                raise AssertionError("read")

            readline = read

        response = visitor.generic(
            "POST",
            step_of(suggestion, 4),
            b"x",
            content_type="multipart/form-data; boundary=x",
            CONTENT_LENGTH=str(200 * 1024 * 1024),
            **{"wsgi.input": Unread()},
        )
        assert response.status_code == 413

    @pytest.mark.parametrize("content_type", ["multipart/form-data", "multipart/form-data; boundary=x"])
    def test_a_broken_body(self, visitor: Client, content_type: str) -> None:
        response = visitor.generic("POST", step_of(begun(), 4), b"--x\r\nxyzzy", content_type=content_type)
        assert response.status_code in {400, 422}

    def test_too_often(self, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("MOST_BEGUN", "MOST_SAVED", "MOST_UPLOADED", "MOST_SENT"):
            monkeypatch.setattr(writing, name, 1)
        assert [post(opening()).status_code for _n in range(2)] == [302, 429]
        one, other = written(), written()
        assert post(step_of(one, 2), WRITTEN["fi"]["why"]).status_code == 302
        again = post(step_of(one, 2), {"idea": "Toinen"})
        assert again.status_code == 429
        assert soup_of(again).select_one("#s-idea").text.strip() == "Toinen"
        statuses = [post(page_of(each, "suggestion_check")).status_code for each in (one, other)]
        assert statuses == [302, 429]

    def test_uploading_too_often(self, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(writing, "MOST_UPLOADED", 1)
        suggestion = begun()
        file = {"licence": "", "do": "add"}
        statuses = [
            post(step_of(suggestion, 4), {**file, "file": SimpleUploadedFile("a.txt", b"a")}).status_code
            for _n in range(2)
        ]
        assert statuses == [302, 429]
        assert suggestion.files.count() == 1

    def test_a_database_that_is_out_of_order(self, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
        def fails(*_args: object, **_kwargs: object) -> bool:
            raise DatabaseError

        monkeypatch.setattr(writing, "save_answers", fails)
        response = post(step_of(begun(), 2), WRITTEN["fi"]["why"])
        assert response.status_code == 503
        assert soup_of(response).select_one("#s-idea").text.strip() == WRITTEN["fi"]["why"]["idea"]


class TestFiles:
    """Files come one at a time, at most five, and are nobody's but the sender's and the editors'."""

    def test_a_file_is_added_given_back_and_removed(
        self, post: Post, visitor: Client, django_capture_on_commit_callbacks: Any, language: str
    ) -> None:
        suggestion = begun(language)
        path = step_of(suggestion, 4)
        content = pdf(["Opas"])
        fields = {"file": SimpleUploadedFile("../../Opas.pdf", content), "licence": "CC0 1.0", "do": "add"}
        assert post(path, fields).headers["Location"].startswith(path)
        kept = SuggestedFile.objects.get()
        assert (kept.name, kept.licence, kept.size) == ("Opas.pdf", "CC0 1.0", len(content))
        assert "Opas" not in kept.file.name
        assert "Opas.pdf" in visitor.get(path).content.decode()
        there = page_of(suggestion, "suggestion_file", kept.pk)
        given = visitor.get(there)
        assert b"".join(given) == content
        assert given.headers["Content-Disposition"] == 'attachment; filename="Opas.pdf"'
        assert given.headers["X-Content-Type-Options"] == "nosniff"
        assert given.headers["Content-Type"] == "application/octet-stream"
        on_disk = kept.file.path
        stamp = stamp_of(visitor.get(path))
        with django_capture_on_commit_callbacks(execute=True):
            assert visitor.post(there, {"stamp": stamp}).status_code == 302
        assert not SuggestedFile.objects.exists()
        with pytest.raises(FileNotFoundError), open(on_disk, "rb"):
            pass

    def test_a_file_comes_along_with_going_on(self, post: Post) -> None:
        suggestion = begun()
        fields = {"file": SimpleUploadedFile("a.txt", "Näin.".encode()), "links": "", "do": "next"}
        response = post(step_of(suggestion, 4), fields)
        assert leads_to(response) == place(step_of(suggestion, 5))
        assert suggestion.files.get().name == "a.txt"

    def test_a_bad_file_is_refused_at_its_field_and_the_links_are_kept(
        self, post: Post, language: str
    ) -> None:
        suggestion = begun(language)
        bad = (("a.pdf", b"MZ"), ("a.svg", b"<svg/>"), ("a.pdf", b""), ("a.exe", b"MZ\0"))
        for number, (name, content) in enumerate(bad):
            link = f"https://example.org/{number}"
            fields = {"file": SimpleUploadedFile(name, content), "links": link, "do": "next"}
            response = post(step_of(suggestion, 4), fields)
            assert response.status_code == 422, (name, content)
            assert name in soup_of(response).select_one("#file-error").text, (name, content)
            suggestion.refresh_from_db()
            assert suggestion.answers["files"]["links"] == link, (name, content)
            assert not suggestion.files.exists(), (name, content)

    def test_there_are_five_at_most(self, post: Post) -> None:
        suggestion = begun()
        for number in range(5):
            with_file(suggestion, b"a", f"{number}.txt")
        response = post(step_of(suggestion, 4), {"file": SimpleUploadedFile("6.txt", b"a"), "do": "add"})
        assert response.status_code == 422
        assert soup_of(response).select_one("#said .notice--warning")
        assert suggestion.files.count() == 5

    def test_a_file_of_another_suggestion_is_not_there(self, visitor: Client) -> None:
        kept, other = with_file(begun()), begun()
        path = page_of(other, "suggestion_file", kept.pk)
        assert visitor.get(path).status_code == 404
        visitor.post(path, {"stamp": stamp_of(visitor.get(page_of(other, "suggestion_step", 4)))})
        assert SuggestedFile.objects.filter(pk=kept.pk).exists()

    def test_what_was_sent_keeps_its_files(self, visitor: Client) -> None:
        suggestion = sent(files=1)
        kept = suggestion.files.get()
        stamp = stamp_of(visitor.get(opening()))
        visitor.post(page_of(suggestion, "suggestion_file", kept.pk), {"stamp": stamp})
        assert suggestion.files.exists()
        assert visitor.get(page_of(suggestion, "suggestion_file", kept.pk)).status_code == 200

    def test_no_address_leads_to_the_file_itself(self, visitor: Client) -> None:
        kept = with_file(begun())
        with pytest.raises(ValueError, match="no address"):
            kept.file.url  # noqa: B018 it is asked for here
        assert visitor.get(f"/media/{kept.file.name}").status_code == 404


@pytest.mark.second_database
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_sent_to_a_step_is_answered_and_can_be_shown_again(
    portal: Any, data: st.DataObject
) -> None:
    step = data.draw(st.sampled_from(STEPS))
    names = [name for name in step.form.base_fields if name not in ("stamp", "file")]
    text = st.text(max_size=300) | st.sampled_from(
        ["opiskelijat", "hanke", "on", "https://example.org", EMAIL]
    )
    fields = data.draw(st.dictionaries(st.sampled_from(names), text | st.lists(text, max_size=4)))
    suggestion = begun()
    client = Client(REMOTE_ADDR="203.0.113.79")
    cache.clear()
    stamp = StepForm().stamp_to_send
    sendable = {
        k: [t.encode("utf-8", "replace") for t in v] if isinstance(v, list) else v.encode("utf-8", "replace")
        for k, v in fields.items()
    }
    response = client.post(page_of(suggestion, "suggestion_step", step.number), {**sendable, "stamp": stamp})
    assert response.status_code in {302, 422}
    suggestion.refresh_from_db()
    with override("fi"):
        assert client.get(page_of(suggestion, "suggestion_step", step.number)).status_code == 200
        assert client.get(page_of(suggestion, "suggestion_check")).status_code == 200
    saved = suggestion.answers.get(step.key, {})
    assert all(
        each.isprintable()
        for value in saved.values()
        for line in (value if isinstance(value, list) else value.splitlines())
        for each in line
    )


def test_a_step_costs_few_queries(visitor: Client, django_assert_max_num_queries: Any) -> None:
    suggestion = confirmed()
    with django_assert_max_num_queries(15):
        visitor.get(page_of(suggestion))


def test_the_key_is_not_logged(visitor: Client, caplog: pytest.LogCaptureFixture) -> None:
    suggestion = begun()
    path = step_of(suggestion, 1)
    assert visitor.post(path, {"stamp": ""}).status_code == 422
    assert visitor.get(step_of(suggestion, 9)).status_code == 404
    assert visitor.get(page_of(suggestion, "suggestion_file", 9)).status_code == 404
    assert visitor.get(opening() + "x/").status_code == 404
    assert page_of(suggestion).split("/")[3] not in caplog.text
