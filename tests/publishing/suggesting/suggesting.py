"""A visitor who suggests a practice, and what tests of suggestions do with one."""

import re
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import override

from publishing.models import SuggestedFile, Suggestion
from publishing.suggesting.links import address, confirming_token, token_of
from publishing.suggesting.sending import add_file, confirm, save_answers, send
from publishing.suggesting.steps import STEPS
from publishing.uploads import ENDINGS, CheckedFile
from tests.practices.file_makers import pdf

ADDRESS = "203.0.113.78"
EMAIL = "ehdottaja@example.org"
NOON = "2026-11-25 12:00:00+02:00"
# What a visitor writes, by step. The terms are those of tests.factories.make_terms.
WRITTEN: dict[str, dict[str, dict[str, Any]]] = {
    "fi": {
        "what": {
            "title": "Kaverikahvit",
            "promise": "Kukaan ei juo kahvia yksin.",
            "target_groups": ["opiskelijat"],
            "settings": ["asuntola"],
            "themes": ["osallisuus"],
            "maturity": "piloted",
        },
        "why": {
            "situation": "Uudet opiskelijat jäävät huoneisiinsa.\n\nIllat ovat hiljaisia.",
            "idea": "Keitetään kahvia yhdessä.",
            "intended_change": "Asuntolassa tunnetaan toiset.",
        },
        "how": {"steps": "Sovitaan aika.\nKeitetään kahvia.", "student_notices": "Sinua odotetaan kahville."},
        "files": {"links": "https://example.org/opas", "links_licence": "CC BY 4.0"},
        "who": {"organisation": "opisto suomeksi", "project": "hanke", "email": EMAIL, "consent": "on"},
    },
    "sv": {
        "what": {
            "title": "Kompiskaffe",
            "promise": "Ingen dricker kaffe ensam.",
            "target_groups": ["opiskelijat"],
            "settings": ["asuntola"],
            "themes": ["osallisuus"],
            "maturity": "piloted",
        },
        "why": {
            "situation": "Nya studerande stannar på sina rum.",
            "idea": "Man kokar kaffe tillsammans.",
            "intended_change": "Alla i internatet känner varandra.",
        },
        "how": {"steps": "Kom överens om en tid.", "student_notices": "Du är väntad på kaffe."},
        "files": {"links": "", "links_licence": ""},
        "who": {"organisation": "Exempelskolan", "project": "", "email": EMAIL, "consent": "on"},
    },
}


def opening(language: str = "fi") -> str:
    with override(language):
        return reverse("propose")


def soup_of(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def stamp_of(response: HttpResponse) -> str:
    return str(soup_of(response).select_one("main form [name=stamp]")["value"])


def page_of(suggestion: Suggestion, name: str = "suggestion", *args: int, language: str = "") -> str:
    """Return the path of one of the sender's pages."""
    return address(name, token_of(suggestion), *args, language=language or suggestion.language)


def place(path: str) -> list[str]:
    """Return an address without its token, which is another at another time."""
    return [part for number, part in enumerate(path.split("?")[0].split("/")) if number != 3]


def leads_to(response: HttpResponse) -> list[str]:
    """Return where a redirect leads, without the token."""
    assert response.status_code == 302, response.status_code
    return place(response.headers["Location"])


def confirming_page(suggestion: Suggestion) -> str:
    return address("suggestion_confirm", confirming_token(suggestion), language=suggestion.language)


def begun(language: str = "fi", **steps: dict[str, Any]) -> Suggestion:
    """Return a suggestion with some steps filled in."""
    suggestion = Suggestion.objects.create(language=language)
    with override(language):
        for step in STEPS:
            if step.key in steps:
                assert save_answers(suggestion, step, steps[step.key], language=language)
    suggestion.refresh_from_db()
    return suggestion


def written(language: str = "fi", **changes: Any) -> Suggestion:
    """Return a suggestion that can be sent; `changes` are answers of the last step."""
    answers = WRITTEN[language]
    return begun(language, **{**answers, "who": {**answers["who"], **changes}})


def with_file(suggestion: Suggestion, content: bytes | None = None, name: str = "Opas.pdf") -> SuggestedFile:
    """Return a file that was added to a suggestion, as if it had been checked, which takes another process."""
    content = content or pdf(["Opas"])
    stem, _dot, ending = name.rpartition(".")
    kind = ENDINGS.get(ending, ending)
    file = ContentFile(content, name=f"{stem}.{kind}")
    checked = CheckedFile(f"{stem}.{kind}", kind, len(content), file)
    added = add_file(suggestion, checked, licence="CC BY 4.0")
    assert added is not None
    return added


def sent(language: str = "fi", *, files: int = 0, **changes: Any) -> Suggestion:
    """Return a suggestion that waits for its sender's confirmation."""
    suggestion = written(language, **changes)
    for number in range(files):
        with_file(suggestion, name=f"Opas {number}.pdf")
    assert send(suggestion)
    suggestion.refresh_from_db()
    return suggestion


def confirmed(language: str = "fi", *, files: int = 0, **changes: Any) -> Suggestion:
    """Return a suggestion with its draft in the queue."""
    suggestion = sent(language, files=files, **changes)
    assert confirm(suggestion)
    return Suggestion.objects.get(pk=suggestion.pk)


def links_in(text: str) -> list[str]:
    """Return the paths of the portal's addresses in a mail."""
    return [urlsplit(url).path for url in re.findall(r"https?://\S+", text) if "/" in urlsplit(url).path[1:]]
