"""What every answer carries: no cookie for visitors, a strict policy, and nothing that leaks."""

import pytest

from tests.portal.client import Answer, Client

AROUND = ("/", "/p/vierellakulkija", "/healthz", "/robots.txt", "/sitemap.xml", "/fi/haku/?q=%00")
AROUND += ("/media/images/nothing.webp", "/static/nothing.css", "/favicon.ico")


@pytest.fixture(scope="session")
def public(client: Client, visited: dict[str, Answer]) -> dict[str, Answer]:
    """Return the answers of every page and of the addresses around them."""
    return visited | client.ask_all(AROUND)


def directives(answer: Answer) -> dict[str, list[str]]:
    """Return the Content-Security-Policy by directive; an answer has exactly one."""
    policies = [value for name, value in answer.headers if name.lower() == "content-security-policy"]
    assert len(policies) == 1, f"{answer.path} has {len(policies)} policies"
    parts = (part.split() for part in policies[0].split(";"))
    return {name: sources for name, *sources in parts}


def test_no_public_page_sets_a_cookie(public: dict[str, Answer]) -> None:
    assert len(public) >= 100
    setting = [path for path, answer in public.items() if answer.header("Set-Cookie")]
    assert setting == []


def test_public_pages_allow_no_inline_script_style_or_other_host(public: dict[str, Answer]) -> None:
    for path, answer in public.items():
        policy = directives(answer)
        assert policy["default-src"] == ["'self'"], path
        assert policy["object-src"] == ["'none'"], path
        assert policy["base-uri"] == ["'self'"], path
        assert policy["form-action"] == ["'self'"], path
        sources = {source for values in policy.values() for source in values}
        assert sources <= {"'self'", "'none'", "data:"}, path


def test_public_pages_have_nothing_inline(crawled: dict[str, Answer]) -> None:
    for path, answer in crawled.items():
        assert not answer.soup.select("style, [style], script:not([src])"), path
        handlers = [name for tag in answer.soup.find_all(True) for name in tag.attrs if name.startswith("on")]
        assert not handlers, path


def test_the_editor_has_the_policy_that_wagtail_needs(client: Client) -> None:
    answer = client.ask("/admin/")  # leads to the log-in, whose own policy is the strict one
    assert answer.status == 302
    policy = directives(answer)
    assert "'unsafe-inline'" in policy["script-src"]
    assert "'unsafe-eval'" not in policy["script-src"]
    assert policy["object-src"] == ["'none'"]


def test_security_headers(public: dict[str, Answer]) -> None:
    expected = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    differing = [
        (path, name)
        for path, answer in public.items()
        for name, value in expected.items()
        if answer.header(name) != value
    ]
    assert differing == []


def test_public_pages_are_framed_by_nobody_else(public: dict[str, Answer]) -> None:
    for path, answer in public.items():
        assert directives(answer)["frame-ancestors"][0] in ("'self'", "'none'"), path
        assert "geolocation=()" in answer.header("Permissions-Policy"), path


def test_the_server_does_not_tell_what_it_is_made_of(public: dict[str, Answer]) -> None:
    for path, answer in public.items():
        assert not answer.header("X-Powered-By"), path
        if answer.is_html:
            assert answer.soup.find("meta", attrs={"name": "generator"}) is None, path
            assert b"Traceback" not in answer.body, path


def test_pages_are_compressed_and_told_apart_from_old_ones(client: Client) -> None:
    first = client.ask("/fi/kaytannot/")
    assert first.header("Content-Encoding") == "gzip"
    assert "Accept-Encoding" in first.header("Vary")
    again = client.ask("/fi/kaytannot/", headers={"If-None-Match": first.header("ETag")})
    assert again.status == 304
    assert again.body == b""


def test_static_files_are_kept_for_ever_under_names_of_their_content(
    client: Client, crawled: dict[str, Answer]
) -> None:
    soup = crawled["/fi/"].soup
    files = [link["href"] for link in soup.select("link[rel=stylesheet]")] + [
        s["src"] for s in soup.select("script")
    ]
    assert len(files) >= 3
    for file in files:
        answer = client.ask(file)
        assert answer.status == 200
        assert "immutable" in answer.header("Cache-Control"), file
