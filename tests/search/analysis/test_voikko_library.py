"""libvoikko and its pure Python port say the same, so that what is found does not depend on the machine."""

from collections.abc import Iterable

import pytest

from search.analysis import voikko
from search.analysis.finnish import FinnishAnalyser
from search.bench.languages import TREEBANKS, treebank_path
from search.bench.metric import read_gold
from tests.conftest import REQUIRE_ALL
from tests.languages import nightly

WORDS = (
    "vuosikellot nepsypysäkillä vierelläkulkijan asuntoloiden häirintäyhdyshenkilöille kiusaamisesta kiusattu "
    "arjenhallintataitojen opiskelijakuntatoiminta parempaa osallistava luksian veke-mallin kehittämis hyvinvoinnin"
)


@pytest.fixture(scope="module")
def library() -> voikko.Lookup:
    """Return the C library's lookup; skip without one, or fail where everything is required."""
    found = voikko.library_lookup()
    if found is None:
        if REQUIRE_ALL:
            pytest.fail("libvoikko with a Finnish dictionary is missing (Debian: libvoikko1 voikko-fi)")
        pytest.skip("libvoikko with a Finnish dictionary is not installed")
    return found


def differences(words: Iterable[str], library: voikko.Lookup, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    analysed = []
    for lookup in (library, voikko.python_lookup()):
        monkeypatch.setattr(voikko, "lookup", lambda lookup=lookup: lookup)
        analyser = FinnishAnalyser()
        analysed.append({word: analyser.analyse(word) for word in words})
    return [word for word in words if analysed[0][word] != analysed[1][word]]


def test_library_and_port_give_the_same_words(
    library: voikko.Lookup, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert differences(WORDS.split(), library, monkeypatch) == []


@pytest.mark.parametrize("step", [5, nightly(1, id="every")])
def test_library_and_port_agree_on_the_treebank(
    library: voikko.Lookup, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    treebank = treebank_path(next(each for each in TREEBANKS if each.language == "fi"))
    if not treebank.exists():
        (pytest.fail if REQUIRE_ALL else pytest.skip)(f"{treebank.name} is not in BENCH_DATA")
    forms = sorted(read_gold(treebank).types)
    assert len(forms) > 5000
    assert differences(forms[::step], library, monkeypatch) == []
