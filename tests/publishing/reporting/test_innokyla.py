"""A practice as text to paste into Innokylä's form."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import reverse
from wagtail.documents import get_document_model

from publishing.reporting.innokyla import as_text, sections_of
from publishing.reporting.rich_text import plain
from tests.publishing.freshness.practising import in_swedish, practice
from tests.publishing.people import member

pytestmark = pytest.mark.django_db
RICH = (
    '<p>Ensin <b>tämä</b>.</p><ul><li>yksi</li><li>kaksi <a href="https://example.org/a">ohje</a></li></ul>'
)
STEPS = [
    ("step", {"what": "Sovitaan aika.", "who": "Ohjaaja", "when": "Elokuussa", "result": ""}),
    ("step", {"what": "Keitetään kahvia.", "who": "", "when": "", "result": "Kaikki tuntevat jonkun."}),
]


def url(page: Any) -> str:
    return reverse("innokyla", args=[page.pk])


def test_the_sections_follow_the_form_and_leave_out_what_is_not_told(portal: Any) -> None:
    page = practice(idea=RICH, steps=STEPS, checklist=[("item", "Varatkaa tila.")])
    sections = {section.key: section.text for section in sections_of(page)}
    assert list(sections) == [
        *(
            "name",
            "summary",
            "surroundings",
            "target_group",
            "aim",
            "model",
            "results",
            "hints",
            "background",
        ),
    ]
    assert sections["name"] == page.title
    assert sections["summary"].startswith(page.promise)
    assert "– kaksi ohje (https://example.org/a)" in sections["summary"]
    assert sections["model"].splitlines()[0].startswith("1. Sovitaan aika.")
    assert "Ohjaaja" in sections["model"]
    assert "2. Keitetään kahvia." in sections["model"]
    assert "– Varatkaa tila." in sections["hints"]
    assert settings.SITE_URL + page.permanent_path in sections["background"]
    assert "<" not in as_text(page)
    assert "materials" in {
        s.key
        for s in sections_of(
            practice(
                "b",
                materials=[
                    (
                        "link",
                        {"title": "Ohje", "language": "fi", "licence": "", "url": "https://example.org/"},
                    )
                ],
            )
        )
    }


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_it_is_copied_field_by_field_or_taken_as_a_file(portal: Any, language: str) -> None:
    page = practice()
    page = in_swedish(page) if language == "sv" else page
    someone = member()
    html = BeautifulSoup(someone.client.get(url(page)).content, "html.parser")
    assert [field["lang"] for field in html.select("main textarea")] == [language] * len(sections_of(page))
    assert html.select_one("#name").get_text() == page.title
    response = someone.client.get(url(page), {"as": "text"})
    assert response.headers["Content-Disposition"].endswith(f'-{language}.txt"')
    assert page.title in response.content.decode()


def test_others_do_not_get_it(portal: Any) -> None:
    page = practice("Luonnos", live=False)
    assert member("toinen", "vieras").client.get(url(page)).status_code in (302, 403)


def test_rich_text_becomes_lines(portal: Any) -> None:
    document = get_document_model()
    assert document.objects.count() == 0
    html = "<h2>Otsikko</h2><p>Rivi<br/>toinen</p><ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"
    assert plain(html) == "Otsikko\n\nRivi\ntoinen\n\n1. a\n– b\n2. c"
    assert plain('<p><a href="mailto:posti@example.org">posti@example.org</a></p>') == "posti@example.org"
    assert plain('<p><a linktype="page" id="999999">poistettu</a></p>') == "poistettu"
    assert plain("") == plain("<p></p>") == ""
