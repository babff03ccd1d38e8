"""Mails: one text in the recipient's language, the same as HTML, nothing smuggled into the header."""

import smtplib
from pathlib import Path
from typing import Any

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from practices.mailing import ATTEMPTS, deliver, send_mail, to_html

pytestmark = pytest.mark.django_db
TEMPLATE = "try/hello.txt"


@pytest.fixture(autouse=True)
def _template(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "templates" / "try").mkdir(parents=True)
    (tmp_path / "templates" / TEMPLATE).write_text(
        "{% load i18n %}{% translate 'Finnish' %}:\n  {{ name|safe }}\n\n\n\nRivi\n\n- yksi\n- kaksi {{ url }}\n"
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [str(tmp_path / "templates")]}]


def send(capture: Any, **options: Any) -> None:
    options = {
        "language": "fi",
        "context": {"name": "Opisto", "url": "https://example.org/?a=1&b=2."},
    } | options
    with capture(execute=True):
        send_mail(TEMPLATE, options.pop("to", "opettaja@example.org"), **options)


@pytest.mark.parametrize(("language", "subject"), [("fi", "suomi:"), ("sv", "finska:")])
def test_a_mail_is_in_the_recipients_language(
    mailoutbox: list[Any], django_capture_on_commit_callbacks: Any, language: str, subject: str
) -> None:
    send(django_capture_on_commit_callbacks, language=language)
    mail = mailoutbox[0]
    assert mail.subject.lower() == subject
    assert mail.body == "Opisto\n\nRivi\n\n- yksi\n- kaksi https://example.org/?a=1&amp;b=2."
    assert mail.extra_headers["Content-Language"] == language


def test_the_html_says_the_same_with_links_and_lists() -> None:
    html = to_html("A <b>\nhttps://example.org/x.\n\n- yksi\n- kaksi")
    assert html == (
        '<p>A &lt;b&gt;<br><a href="https://example.org/x">https://example.org/x</a>.</p>\n'
        "<ul><li>yksi</li><li>kaksi</li></ul>"
    )


@pytest.mark.parametrize(
    "options",
    [
        {"to": ""},
        {"to": "a@example.org\nBcc: b@example.org"},
        {"reply_to": "a@example.org\r\nBcc: b@example.org"},
    ],
)
def test_an_address_with_a_second_line_gets_nothing(
    mailoutbox: list[Any], django_capture_on_commit_callbacks: Any, options: dict[str, str]
) -> None:
    send(django_capture_on_commit_callbacks, **options)
    assert not mailoutbox


def test_mails_can_be_stopped_from_the_mail_programs_own_button(
    mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    send(django_capture_on_commit_callbacks, stop_url="https://example.org/stop")
    headers = mailoutbox[0].extra_headers
    assert headers["List-Unsubscribe"] == "<https://example.org/stop>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_mail_that_waits_is_kept_or_dropped_with_what_it_tells_of(mailoutbox: list[Any]) -> None:
    send_mail(TEMPLATE, "a@example.org", language="fi", context={})
    assert not mailoutbox, "sent before the transaction was over"


class Down(EmailBackend):
    """A mail server out of reach."""

    def send_messages(self, messages: Any) -> int:
        raise smtplib.SMTPConnectError(421, "down")


MAIL = {"to": "a@example.org", "subject": "s", "body": "b", "language": "fi", "stop_url": "", "reply_to": ""}


def test_a_server_out_of_reach_breaks_nothing(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    deliver.call(**MAIL)
    assert "could not be sent" in caplog.text
    assert "a@example.org" not in caplog.text


def test_a_worker_tries_again_later_and_not_for_ever(settings: Any) -> None:
    from django_tasks_db.models import DBTaskResult

    settings.EMAIL_BACKEND = f"{__name__}.Down"
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    deliver.call(**MAIL)
    again = DBTaskResult.objects.get()
    assert again.run_after > timezone.now()
    assert again.args_kwargs["kwargs"] == {**MAIL, "attempt": 2}
    deliver.call(**MAIL, attempt=ATTEMPTS)
    assert DBTaskResult.objects.count() == 1
