"""Mails that came back."""

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from adoption import teams
from adoption.models import Adoption
from adoption.pulse.bounces import gone_in, take_report
from adoption.teams import Recipient
from tests.adoption.adopting import adopt
from tests.factories import practice_page

REPORT = """From: MAILER-DAEMON@mail.example.org
To: kaytantopankki@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not work. Final-Recipient: rfc822; muu@example.org
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
Arrival-Date: Tue, 1 Dec 2026 10:00:00 +0200

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 unknown

--b--
"""


def report(address: str = "YHTEYS@example.ORG", *, action: str = "failed", status: str = "5.1.1") -> bytes:
    return REPORT.format(address=address, action=action, status=status).encode()


@pytest.fixture
def _team(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [Recipient("tiimi@example.org", "fi"), Recipient("team@example.org", "sv")]
    monkeypatch.setattr(teams, "_finders", [lambda page: both])


@pytest.mark.usefixtures("_team")
def test_an_address_that_is_gone_is_noted_once_and_the_team_told(
    portal: Any, django_capture_on_commit_callbacks: Any
) -> None:
    page = practice_page("Kaverikahvit")
    adoption = adopt(page)
    other = adopt(page, email="muu@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        assert take_report(report()) == 1
        assert take_report(report()) == 0
    adoption.refresh_from_db()
    other.refresh_from_db()
    assert adoption.bounced_at
    assert not adoption.gets_mail
    assert other.bounced_at is None
    assert [each.to for each in mail.outbox] == [["tiimi@example.org"], ["team@example.org"]]
    finnish = mail.outbox[0]
    assert finnish.subject.startswith("Yhteyshenkilöä ei enää tavoiteta")
    assert "Kaverikahvit" in finnish.body
    assert adoption.email not in finnish.body
    assert mail.outbox[1].subject.startswith("Kontaktpersonen nås inte längre")


def test_what_is_no_permanent_failure_of_ours_changes_nothing(portal: Any) -> None:
    adopt(practice_page())
    for told in (
        report(status="4.2.2"),
        report(action="delayed"),
        report(action="delivered", status="2.0.0"),
        report("muu@example.org"),
        report("").replace(b"rfc822", b"x400"),
        report()[:200],
        b"",
        b"\x00\xff\xfe" * 100,
        b"Content-Type: message/delivery-status\n\n\xff\xff\n\n\n",
    ):
        assert take_report(told) == 0, told
        assert not Adoption.objects.exclude(bounced_at=None).exists(), told


def test_the_address_that_was_written_to_counts() -> None:
    forwarded = report("toinen@example.org").replace(
        b"Final-Recipient: rfc822; toinen",
        b"Original-Recipient: rfc822;<Yhteys@example.org>\nFinal-Recipient: rfc822; toinen",
    )
    assert gone_in(forwarded) == ["yhteys@example.org"]


@given(st.binary(max_size=600))
def test_whatever_the_bytes_are_they_are_survived(raw: bytes) -> None:
    whole = report()
    for told in (
        raw,
        whole[:400] + raw,
        whole.replace(b"5.1.1", raw[:20]),
        whole.replace(b"rfc822", raw[:9]),
    ):
        gone_in(told)


def test_the_command_reads_files_and_standard_input(
    portal: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = practice_page()
    adopt(page)
    adopt(page, email="muu@example.org")
    (tmp_path / "one").write_bytes(report())
    call_command("note_bounces", str(tmp_path / "one"))
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(report("muu@example.org"))))
    call_command("note_bounces")
    assert capsys.readouterr().out == "contacts that are gone: 1\n" * 2
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("note_bounces", str(tmp_path / "none"))
