"""Every page type speaks one language: no message left in English, and none of another language unmarked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polib
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client, override_settings
from django.utils.translation import override
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, Page

from config.catalogues import EDITOR, LOCALE
from config.messages import PLACEHOLDER
from home.models import ContentPage, HomePage, NewsIndexPage, NewsPage
from practices.models import PortalImage, PracticePage, ProjectPage, ThemeIndexPage, ThemePage
from practices.translating.following import give_aliases
from search import index
from tests.database import world
from tests.factories import OrganisationFactory, ThemeFactory, practice_page, project_page
from tests.languages import EACH_LANGUAGE

LANGUAGES = [code for code, _name in settings.LANGUAGES]
SILENT = {"script", "style", "svg"}
SPOKEN = {"alt", "aria-label", "placeholder", "title", "data-copied"}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
# Words that no Finnish or Swedish sentence has: texts that bypass the catalogues.
ENGLISH = re.compile(r"\b(the|this|your|you|with|from|what|which|not)\b", re.IGNORECASE)


class Speech(HTMLParser):
    """Collects what a page says, to eyes and to screen readers, as (language, text)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[tuple[str, str]] = []
        self.open: list[tuple[str, str]] = []
        self.feed(html)

    @property
    def language(self) -> str:
        """The language in force: that of the nearest element with `lang`."""
        return self.open[-1][1] if self.open else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        language = dict(attrs).get("lang") or self.language
        for name, value in attrs:
            if name in SPOKEN:
                self._say(language, value or "")
        if tag not in VOID:
            self.open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(tag in SILENT for tag, _language in self.open):
            self._say(self.language, data)

    def _say(self, language: str, text: str) -> None:
        text = " ".join(text.split())
        if text:
            self.said.append((language, text))


def _entries(language: str, *, editor: bool) -> Iterator[polib.POEntry]:
    folders = [LOCALE, EDITOR] if editor else [LOCALE]
    for folder in folders:
        yield from polib.pofile(str(folder / language / "LC_MESSAGES" / "django.po"))


def _spoken(text: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", text).split())


@cache
def vocabulary(language: str, *, editor: bool = False) -> frozenset[str]:
    """Return what the catalogues say in a language."""
    entries = list(_entries(language, editor=editor))
    return frozenset(
        _spoken(text) for e in entries for text in (e.msgstr, *e.msgstr_plural.values()) if _spoken(text)
    )


@cache
def foreign(language: str, *, editor: bool = False) -> re.Pattern[str]:
    """Return a pattern of what must not be said in a language: messages in English and in the other languages."""
    messages = {m for e in _entries(language, editor=editor) for m in (e.msgid, e.msgid_plural) if _spoken(m)}
    # The editor shows the names of pages, which are in the language of the page.
    others = set() if editor else set().union(*(vocabulary(code) for code in LANGUAGES if code != language))
    own = {text.casefold() for text in vocabulary(language, editor=True)}
    wrong = {text for text in {_spoken(m) for m in messages} | others if text.casefold() not in own}
    # A message that is nothing but placeholders and signs would match anything.
    worded = sorted(text for text in wrong if re.search(r"[^\W\d_]{2}", PLACEHOLDER.sub("", text)))
    return re.compile("|".join(".{1,80}".join(map(re.escape, PLACEHOLDER.split(text))) for text in worded))


def wrong_in(html: str, language: str, *, editor: bool = False) -> list[str]:
    """Return what a page says in a language that is not the one in force there."""
    said = [(code or language, text) for code, text in Speech(html).said]
    return [
        f"{code}: {text}"
        for code, text in said
        if code in LANGUAGES
        and (foreign(code, editor=editor).fullmatch(text) or (not editor and ENGLISH.search(text)))
    ]


def everything(language: str, image: PortalImage) -> dict[str, Any]:
    """Return a value for every field of a practice."""
    rich = f"<p>Abc {language}.</p>"
    material = {"title": f"Abc {language}", "licence": "CC BY 4.0", "url": "https://example.org/"}
    texts = ("core", "adaptable", "conditions", "students_part", "equality", "accessibility", "privacy")
    texts += ("evaluations", "what_did_not_work", "ask_makers", "source_says", "based_on")
    grades = ("target_group", "method", "implementation", "effect", "cost")
    chart = {
        "title": "Abc",
        "question": "Abc?",
        "unit": "%",
        "maximum": 100.0,
        "n": 9,
        "note": "",
        "source": "Abc",
    }
    return {
        **dict.fromkeys(texts, rich),
        **{f"grade_{name}": "A" for name in grades},
        "time_needed": "45 min",
        "group_size": "2–6",
        "cost": "low",
        "staff_hours": "20 h",
        "region": "Abc",
        "caretaker": "Abc",
        "review_date": date(2027, 1, 1),
        "phases": ["alku"],
        "image": image,
        "image_alt": f"Abc {language}",
        "outline": True,
        "retired_reason": "Abc.",
        "makers": ["opisto", "toinen"],
        "projects": ["hanke", "toinen"],
        "steps": [("step", {"what": "Abc.", "who": "Abc", "when": "1.9.", "result": "Abc."})],
        "resources": [
            ("resource", {"kind": kind, "need": need, "what": "Abc"})
            for kind, need in (("people", "must"), ("ways", "nice"), ("tools", "help"))
        ],
        "risks": [("risk", {"risk": "Abc.", "remedy": "Abc."})],
        "results": [("paragraph", rich), ("chart", chart | {"rows": [{"label": "Abc", "value": 9.0}]})],
        "student_quotes": [("quote", {"text": "Abc.", "who": "Abc"})],
        "materials": [
            *(("link", material | {"language": code}) for code in ("fi", "sv", "en", "mul")),
            ("video", material | {"language": "fi", "minutes": 3, "captions": True}),
        ],
        "checklist": [("item", "Abc.")],
        "sources": [("source", {"title": "Abc", "publisher": "Abc", "year": 2025, "place": "4", "url": ""})],
    }


def publish(parent: Any, page: Any) -> Any:
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


@dataclass(frozen=True)
class Full:
    """The addresses of a portal's pages by language, and where its pictures and its search index are."""

    addresses: dict[str, list[str]]
    files: Path


@pytest.fixture(scope="module")
def made(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Full]:
    """A portal with a page of every type in every language."""
    files = tmp_path_factory.mktemp("full")
    search = {**settings.SEARCH, "PATH": files / "search"}
    with world(django_db_blocker):
        with override_settings(MEDIA_ROOT=files / "media", SEARCH=search):
            addresses = _addresses()
        yield Full(addresses, files)


@pytest.fixture
def full(made: Full, db: None, settings: Any) -> dict[str, list[str]]:
    """The addresses of that portal's pages, by language."""
    settings.MEDIA_ROOT = made.files / "media"
    settings.SEARCH = {**settings.SEARCH, "PATH": made.files / "search"}
    return made.addresses


def _addresses() -> dict[str, list[str]]:
    """Make the pages and return their addresses."""
    image = PortalImage.objects.create(title="Abc", file=get_test_image_file(), credit="Abc", licence="CC0")
    addresses: dict[str, list[str]] = {}
    body = [("text", "<p>Abc.</p>")]
    for language in LANGUAGES:
        locale = Locale.objects.get(language_code=language)
        home = HomePage.objects.get(locale=locale)
        more = {"funder": OrganisationFactory(slug="abc"), "coordinator": OrganisationFactory(slug="abc")}
        more |= {
            "starts": date(2024, 1, 1),
            "ends": date(2025, 12, 31),
            "programme": "Abc",
            "acronym": "Abc",
        }
        aims = [("aim", "Abc.")]
        more |= {"description": "<p>Abc.</p>", "aims": aims, "body": body}
        project = project_page(title="Abc", language=language, revision=True, **more)
        practices = [
            practice_page(f"Abc {language}", parent=project, revision=True, **everything(language, image)),
            practice_page(f"Abcd {language}", parent=project, maturity="idea"),
        ]
        text = {"title": "Abc", "lead": "Abc.", "body": body, "locale": locale}
        themes = ThemeIndexPage.objects.get(locale=locale)
        theme = publish(themes, ThemePage(theme=ThemeFactory(slug="osallisuus"), slug="osallisuus", **text))
        plain = publish(home, ContentPage(slug="abc", **text))
        news = publish(NewsIndexPage.objects.get(locale=locale), NewsPage(slug="abc", **text))
        index_pages = home.get_children().live()
        pages = [home, *index_pages, project, *practices, theme, plain, news]
        addresses[language] = [Page.objects.get(pk=page.pk).url for page in pages]
    lonely = practice_page("Abc", parent=project_page("yksin", title="Abc"))
    give_aliases(lonely)
    addresses[LANGUAGES[1]] += [page.url for page in lonely.get_translations() if page.alias_of_id]
    index.rebuild(index.provided_documents())
    return addresses


QUERIES = (
    *("", "?q=abc", "?q=abc&maturity=idea&sort=newest", "?q=xyzzy", "?q=%21%21", "?q=abc+qqqq"),
    *("?q=abc&page=9999", "?theme=avaruus", "?theme=osallisuus", "?q=xyzzy&theme=osallisuus"),
)
SEARCH = {"fi": "/fi/haku/", "sv": "/sv/sok/"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_speak_their_language(full: dict[str, list[str]], client: Client, language: str) -> None:
    catalogue = {"fi": "/fi/kaytannot/", "sv": "/sv/praxis/"}[language]
    asked = [*full[language], *(SEARCH[language] + query for query in QUERIES), f"/{language}/xyzzy/"]
    asked += [
        catalogue + q for q in ("?page=9999", "?theme=avaruus&theme=xyz", "?theme=osallisuus&maturity=idea")
    ]
    wrong = {}
    for address in asked:
        response = client.get(address)
        assert response.status_code in {200, 404}, address
        html = response.content.decode()
        assert f'<html lang="{language}"' in html
        wrong |= {address: found} if (found := wrong_in(html, language)) else {}
    assert len(asked) > 25
    assert not wrong


def test_a_page_without_a_translation_is_shown_and_marked(full: dict[str, list[str]], client: Client) -> None:
    """The Finnish-only practice at its Swedish address: the frame in Swedish, the content marked as Finnish."""
    html = client.get(full["sv"][-1]).content.decode()
    with override("sv"):
        assert "Den visas på finska" in html
    assert ("fi", "Abc") in Speech(html).said


@pytest.mark.parametrize("language", EACH_LANGUAGE)
def test_the_editor_speaks_its_users_language(
    full: dict[str, list[str]], client: Client, language: str
) -> None:
    """The pages that staff meet daily, with our labels and helps and the packages' own words."""
    user = get_user_model().objects.create_superuser("toimittaja", password="x")
    user.wagtail_userprofile = type(user).wagtail_userprofile.related.related_model(user=user)
    user.wagtail_userprofile.preferred_language = language
    user.wagtail_userprofile.save()
    client.force_login(user)
    practice = PracticePage.objects.get(title=f"Abc {LANGUAGES[0]}")
    project = ProjectPage.objects.get(project__slug="hanke", locale=practice.locale)
    asked = [
        "/admin/",
        f"/admin/pages/{project.pk}/",
        f"/admin/pages/{practice.pk}/edit/",
        f"/admin/pages/{project.pk}/edit/",
        f"/admin/pages/{practice.pk}/history/",
        f"/admin/pages/{practice.pk}/delete/",
        f"/admin/pages/{practice.pk}/unpublish/",
        f"/admin/pages/{project.pk}/add_subpage/",
        "/admin/images/",
        "/admin/documents/",
        "/admin/snippets/practices/theme/",
        "/admin/snippets/practices/organisation/add/",
    ]
    wrong = {}
    for address in asked:
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        html = response.content.decode()
        wrong |= {address: found} if (found := wrong_in(html, language, editor=True)) else {}
    assert not wrong


def test_the_check_itself_finds_what_it_looks_for() -> None:
    with override("fi"):
        assert wrong_in('<p lang="fi">Newest practices</p>', "fi")
        assert wrong_in('<p lang="fi">Nyaste praxis</p>', "fi")
        assert wrong_in('<html lang="sv"><p>12 practices</p>', "sv")
        assert wrong_in('<html lang="sv"><img alt="Uusimmat käytännöt">', "sv")
        assert wrong_in('<html lang="fi"><p>Written with the left hand</p>', "fi")
        assert not wrong_in('<html lang="sv"><p lang="fi">Uusimmat käytännöt</p><p>Nyaste praxis</p>', "sv")
