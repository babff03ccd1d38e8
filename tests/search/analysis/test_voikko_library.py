"""libvoikko and its pure Python port say the same, so that what is found does not depend on the machine."""

import pytest

from search.analysis import voikko
from search.analysis.finnish import FinnishAnalyser
from tests.conftest import REQUIRE_ALL

WORDS = (
    "vuosikellot nepsypysäkillä vierelläkulkijan asuntoloiden häirintäyhdyshenkilöille kiusaamisesta kiusattu "
    "arjenhallintataitojen opiskelijakuntatoiminta parempaa osallistava luksian veke-mallin kehittämis hyvinvoinnin"
)


def test_library_and_port_give_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    library = voikko.library_lookup()
    if library is None:
        if REQUIRE_ALL:
            pytest.fail("libvoikko with a Finnish dictionary is missing (Debian: libvoikko1 voikko-fi)")
        pytest.skip("libvoikko with a Finnish dictionary is not installed")
    analysed = []
    for lookup in (library, voikko.python_lookup()):
        monkeypatch.setattr(voikko, "lookup", lambda lookup=lookup: lookup)
        analyser = FinnishAnalyser()
        analysed.append([analyser.analyse(word) for word in WORDS.split()])
    assert analysed[0] == analysed[1]
