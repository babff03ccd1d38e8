"""What teachers type finds what they mean among the first three, in the running portal, through its API."""

import json
from pathlib import Path
from urllib.parse import quote

import pytest

from practices.bench.judged import Judged, figures_of, judged_queries, rank_of
from tests.languages import FIRST, OTHERS
from tests.portal.client import Client

QUERIES = judged_queries(Path(__file__).parents[1] / "search" / "relevance.yaml")
LEAST = 0.95  # of the queries in each language have a right answer among the first three
# What a searcher may get wrong without losing the way.
FORGIVEN = ("misspelt", "keyboard", "cross", "inflected")
LEAST_FORGIVEN = 0.9


@pytest.fixture(scope="module")
def places(client: Client, addresses: dict[str, str]) -> dict[Judged, int]:
    """Return the place of the first right answer to every judged query, 0 where there is none."""
    asked = {
        judged: f"/api/v1/search?language={judged.language}&per_page=10&q={quote(judged.query, safe='')}"
        for judged in QUERIES
    }
    answers = client.ask_all([*asked.values()])
    found = {}
    for judged, path in asked.items():
        hits = json.loads(answers[path].text)["hits"]
        found[judged] = rank_of([addresses.get(hit["id"], "") for hit in hits], judged.right)
    return found


@pytest.fixture(scope="module")
def addresses(running_portal: object) -> dict[str, str]:
    """Return {document id: key as judged queries name it}, read from the running portal's database."""
    import sqlite3

    with sqlite3.connect(running_portal.var / "db.sqlite3") as database:  # type: ignore[attr-defined]
        rows = database.execute(
            "SELECT page_ptr_id, key FROM practices_practicepage"
            " UNION ALL SELECT p.page_ptr_id, 'project:' || t.slug"
            " FROM practices_projectpage p JOIN practices_project t ON t.id = p.project_id"
            " UNION ALL SELECT p.page_ptr_id, 'theme:' || t.slug"
            " FROM practices_themepage p JOIN practices_theme t ON t.id = p.theme_id"
        )
        return {f"page:{pk}": key for pk, key in rows}


def test_there_are_enough_queries_of_every_kind() -> None:
    assert len(QUERIES) >= 120
    for language in (FIRST, *OTHERS):
        kinds = {judged.kind for judged in QUERIES if judged.language == language}
        assert kinds >= {"plain", "misspelt", "cross", "keyboard", "synonym", "compound", "inflected"}


def test_the_right_answer_is_among_the_first_three(places: dict[Judged, int]) -> None:
    for language in (FIRST, *OTHERS):
        figures = figures_of(place for judged, place in places.items() if judged.language == language)
        assert figures.top >= LEAST - 0.001, (language, figures, _missed(places))


def test_what_is_forgiven(places: dict[Judged, int]) -> None:
    for kind in FORGIVEN:
        figures = figures_of(place for judged, place in places.items() if judged.kind == kind)
        assert figures.top >= LEAST_FORGIVEN, (kind, figures, _missed(places, kind))


def _missed(places: dict[Judged, int], kind: str = "") -> list[str]:
    return [
        judged.query for judged, place in places.items() if kind in ("", judged.kind) and not 0 < place <= 3
    ]
