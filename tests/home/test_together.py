"""Adoptions in the reports of project teams."""

from typing import Any

import pytest
from django.utils.translation import override

from home.together import use_figures
from publishing.reporting.figures import figures_of
from tests.adoption.adopting import adopt
from tests.factories import practice_page
from tests.languages import nightly


@pytest.mark.parametrize(
    ("language", "words"), [("fi", "käytössä 3 oppilaitoksessa"), nightly("sv", "i bruk vid 3 läroanstalter")]
)
def test_reports_tell_how_many_institutions_use_a_practice(portal: Any, language: str, words: str) -> None:
    page, other = practice_page("Kaverikahvit"), practice_page("Iltapala")
    for _n in range(3):
        adopt(page, students=10)
    adopt(page, is_demo=True)
    with override(language):
        told = figures_of([page, other])
        texts = [each.text for each in told[page.translation_key]]
    assert words in texts
    assert any("30" in text for text in texts)
    assert other.translation_key not in use_figures([page, other])
