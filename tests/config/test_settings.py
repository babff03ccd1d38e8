"""What the settings promise: safe on a server, and headers on every answer."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.languages import EACH_LANGUAGE

ROOT = Path(__file__).parents[2]


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py in a process of its own with variables set."""
    return subprocess.run(  # noqa: S603 our own command
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_server_s_settings_pass_the_deployment_check(tmp_path: Path) -> None:
    result = manage(
        *("check", "--deploy", "--fail-level", "WARNING"),
        HTTPS="1",
        ALLOWED_HOSTS="example.org",
        VAR_DIR=str(tmp_path),
    )
    assert result.returncode == 0, result.stderr


def test_every_installation_makes_a_secret_of_its_own(tmp_path: Path) -> None:
    from config.secrets import secret_key_from

    first = secret_key_from(tmp_path / "one")
    assert first == secret_key_from(tmp_path / "one")
    assert first != secret_key_from(tmp_path / "two")
    assert (tmp_path / "one").stat().st_mode & 0o077 == 0
    assert len(first) >= 50


@pytest.mark.parametrize("address", ["/fi/", "/sv/praxis/", "/fi/haku/?q=kahvi", "/fi/ei-ole/", "/healthz"])
def test_public_answers_allow_nothing_inline_and_leave_no_cookie(
    portal: Any, client: Client, address: str
) -> None:
    response = client.get(address)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy  # so that default-src holds
    assert not response.cookies
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_the_editor_has_the_policy_it_needs(admin_client: Client, portal: Any) -> None:
    policy = admin_client.get("/admin/").headers["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "http" not in policy  # no outside host


def test_logs_can_be_read_by_a_machine() -> None:
    import json
    import logging

    from config.logs import JsonFormatter

    record = logging.LogRecord("portal", logging.WARNING, __file__, 1, "Ä %s", ("ö",), None)
    entry = json.loads(JsonFormatter().format(record))
    assert (entry["level"], entry["logger"], entry["message"]) == ("WARNING", "portal", "Ä ö")


def test_health_tells_of_a_missing_search_index_but_stays_up(portal: Any, client: Client) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"database": True, "search": False}


def test_health_fails_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError, connection

    def fail(*_: Any, **__: Any) -> None:
        raise OperationalError("poissa")

    monkeypatch.setattr(connection, "cursor", fail)
    assert client.get("/healthz").status_code == 503


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_an_unexpected_error_is_told_in_both_languages_without_details(
    portal: Any, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from home.models import HomePage

    def fail(*_: Any, **__: Any) -> None:
        raise ValueError("salainen")

    monkeypatch.setattr(HomePage, "get_context", fail)
    response = Client(raise_request_exception=False).get(f"/{language}/")
    html = response.content.decode()
    assert response.status_code == 500
    assert "salainen" not in html
    assert 'lang="fi"' in html
    assert 'lang="sv"' in html
