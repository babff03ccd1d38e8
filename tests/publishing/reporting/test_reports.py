"""A project's passage for its funder: what is known, as a Word file that can be read without seeing, and as text."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx.oxml.ns import qn
from wagtail.images.tests.utils import get_test_image_file

from practices.models import PortalImage, PracticePage, ProjectPage
from publishing.desk.visits import record
from publishing.models import Pilot, PilotAnswer, Refinement
from publishing.reporting import figures
from publishing.reporting.figures import Figure
from tests.factories import OrganisationFactory, project_page
from tests.languages import nightly
from tests.publishing.freshness.practising import in_swedish, practice
from tests.publishing.people import coordinator, member, network_coordinator

pytestmark = pytest.mark.django_db


def url(page: Any = None) -> str:
    return reverse("project_reports", args=[(page or project_page()).pk])


def word(client: Any, **asked: Any) -> Any:
    """Return the Word file that the page answers with, opened."""
    practices = asked.pop("practices", None)
    if practices is None:
        practices = PracticePage.objects.filter(live=True, alias_of=None)
    keys = {str(page.translation_key) for page in practices}
    response = client.get(url(), {"as": "docx", "language": "fi", "practices": sorted(keys), **asked})
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment;")
    return docx.Document(BytesIO(response.content))


def text_of(document: Any) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def full_practice() -> PracticePage:
    """Return a practice of which much is known."""
    image = PortalImage.objects.create(title="Kuva", file=get_test_image_file())
    page = practice(image=image, image_alt="Kaksi kuppia pöydällä.")
    record(page.translation_key, "fi", timezone.localdate())
    pilot = Pilot.objects.create(
        practice=page.translation_key, name="Asuntola", closes_on=timezone.localdate() + timedelta(days=30)
    )
    for _n in range(2):
        PilotAnswer.objects.create(
            pilot=pilot, role="teacher", language="fi", ratings={"fit": 4}, worked="Salaisuus"
        )
    Refinement.objects.create(
        practice=page.translation_key,
        told={"fi": "Lisättiin vaihe.", "sv": "Ett steg lades till."},
        answers=2,
        shown_at=timezone.now(),
    )
    Refinement.objects.create(practice=page.translation_key, told={"fi": "Odottaa."}, answers=2)
    return page


@pytest.mark.parametrize(
    ("language", "tag", "brief"),
    [("fi", "fi-FI", "Lisättiin vaihe."), ("sv", "sv-FI", "Ett steg lades till.")],
)
def test_the_word_file_is_built_for_everybody(portal: Any, language: str, tag: str, brief: str) -> None:
    page = full_practice()
    ProjectPage.objects.update(
        starts=date(2026, 1, 1), ends=date(2028, 12, 31), funder=OrganisationFactory(slug="rahoittaja")
    )
    document = word(coordinator().client, language=language)
    levels = [p.style.name for p in document.paragraphs if p.style.name.startswith(("Title", "Heading"))]
    assert levels[0] == "Title"
    assert levels[1:] == ["Heading 1", "Heading 1", "Heading 1", "Heading 2", "Heading 1"]
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert defaults.find(".//" + qn("w:lang")).get(qn("w:val")) == tag
    assert document.core_properties.language == tag
    assert document.core_properties.author == ""
    (table,) = document.tables
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
    descriptions = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert descriptions == ["Kaksi kuppia pöydällä."]
    told = text_of(document)
    for part in (page.title, page.promise, "2026", "2028", "rahoittaja", brief, page.permanent_path):
        assert part in told
    assert "Odottaa." not in told, "what readers do not see yet"
    assert "Salaisuus" not in told, "what somebody said in confidence"
    foreign = [p for p in document.paragraphs if p.text == page.promise]
    marks = {run._r.rPr is not None and run._r.rPr.find(qn("w:lang")) is not None for run in foreign[0].runs}
    assert marks == {language == "sv"}, "Finnish words in a Swedish report are marked as such"


def test_nothing_is_said_of_what_nobody_knows(portal: Any) -> None:
    practice()
    told = text_of(word(coordinator().client))
    for word_ in ("Visits", "Käyn", "visit", "pilot", " 0"):
        assert word_ not in told
    assert "None" not in told


def test_other_packages_add_figures(portal: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    page, other = practice(), practice("Kävelyt")
    monkeypatch.setattr(figures, "_makers", list(figures._makers))
    figures.register(lambda pages: {page.translation_key: [Figure("Käyttöönottoja", "3 oppilaitosta", 3)]})
    document = word(coordinator().client)
    assert text_of(document).count("3 oppilaitosta") == 1
    assert "Käyttöönottoja: 3" in text_of(document)
    assert other.title in text_of(document)


def test_only_chosen_practices_and_only_live_ones(portal: Any) -> None:
    chosen, left, draft = practice("Valittu"), practice("Jätetty"), practice("Luonnos", live=False)
    told = text_of(word(coordinator().client, practices=[chosen]))
    assert chosen.title in told
    assert left.title not in told
    refused = coordinator(name="b").client.get(
        url(), {"as": "docx", "language": "fi", "practices": [str(draft.translation_key)]}
    )
    assert refused.status_code == 422


def test_the_page_in_the_reports_language_is_told(portal: Any) -> None:
    swedish = in_swedish(practice())
    told = text_of(word(coordinator().client, language="sv"))
    assert swedish.title in told


def test_the_same_as_text(portal: Any) -> None:
    page = full_practice()
    keys = [str(page.translation_key)]
    response = coordinator().client.get(url(), {"as": "text", "language": "fi", "practices": keys})
    text = response.context["text"]
    assert f"{project_page().title}\n=====" in text
    for part in (page.title.upper(), page.promise, "Lisättiin vaihe.", page.permanent_path):
        assert part in text
    assert "<" not in text


def test_who_may_make_reports(portal: Any, client: Any) -> None:
    practice()
    for someone in (member(), coordinator(), network_coordinator()):
        assert someone.client.get(url()).status_code == 200
    stranger = member("toinen", "vieras")
    for name in ("project_reports", "project_archive"):
        address = reverse(name, args=[project_page().pk])
        assert stranger.client.get(address).status_code in (302, 403, 405)
        assert stranger.client.post(address).status_code in (302, 403, 405)
    assert client.get(url()).status_code == 302


def test_nonsense_is_answered_with_the_form(portal: Any) -> None:
    practice()
    someone = coordinator()
    for asked in ({"as": "docx"}, {"as": "docx", "language": "xx"}, {"as": "?", "practices": ["x"]}):
        assert someone.client.get(url(), asked).status_code == 422


def test_a_projects_page_without_practices(portal: Any) -> None:
    project_page()
    assert coordinator().client.get(url()).status_code == 200


@pytest.mark.parametrize("most", [12, nightly(30)])
def test_the_form_costs_the_same_however_many_practices(portal: Any, most: int) -> None:
    someone, costs = coordinator(), []
    for total in (3, most):
        for n in range(total):
            practice(f"p {total} {n}")
        someone.client.get(url())
        with CaptureQueriesContext(connection) as captured:
            assert len(someone.client.get(url()).context["form"].told) >= total
        costs.append(len(captured))
    assert costs[0] == costs[1]
