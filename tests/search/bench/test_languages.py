"""The figures that the analysis must reach on the treebanks, and how the metric counts."""

import subprocess
import sys
from pathlib import Path

import pytest

from search.bench.languages import TREEBANKS, Treebank, ours, stock, table, treebank_path
from search.bench.metric import read_gold, score
from tests.conftest import REQUIRE_ALL

# Least precision is not asked for by itself; F1 and the recall of compounds' members are what readers notice.
LEAST_F1 = {"fi": 0.955, "sv": 0.95}
LEAST_COMPOUND_RECALL = {"fi": 0.95}

ROWS = """\
# a comment
1\tVuosikellot\tvuosi#kello\tNOUN\t_
2\tvuosikellon\tvuosi#kello\tNOUN\t_
3\tkello\tkello\tNOUN\t_
4\tkellon\tkello\tNOUN\t_
5\tja\tja\tCCONJ\t_
6-7\tei\tei\tNOUN\t_
8\tEU\tEU\tPROPN\t_
"""


@pytest.mark.parametrize("treebank", TREEBANKS, ids=lambda treebank: treebank.language)
def test_figures(treebank: Treebank) -> None:
    if not treebank_path(treebank).exists():
        if REQUIRE_ALL:
            pytest.fail(f"{treebank_path(treebank)} is missing")
        pytest.skip(f"{treebank.file} is missing (BENCH_DATA)")
    row = ours(treebank)
    assert row.score.f1 >= LEAST_F1[treebank.language]
    if treebank.language in LEAST_COMPOUND_RECALL:
        assert row.score.compound_recall is not None
        assert row.score.compound_recall >= LEAST_COMPOUND_RECALL[treebank.language]
    assert row.score.f1 > max(other.score.f1 for other in stock(treebank))
    assert treebank.language in table([row])


def test_metric_counts_types(tmp_path: Path) -> None:
    file = tmp_path / "gold.conllu"
    file.write_text(ROWS, encoding="utf-8")
    gold = read_gold(file)
    assert gold.forms == {"vuosikello": {"vuosikellot", "vuosikellon"}, "kello": {"kello", "kellon"}}
    assert gold.parts == {"vuosikello": ("vuosi", "kello")}

    perfect = {"vuosikellot": "vuosikello", "vuosikellon": "vuosikello", "kellon": "kello"}
    exact = score(gold, lemmas=lambda word: [perfect.get(word, word)])
    assert (exact.precision, exact.recall, exact.f1, exact.compound_recall) == (1, 1, 1, 0)

    with_parts = score(
        gold,
        lemmas=lambda word: [perfect.get(word, word)],
        parts=lambda word: ["kello"] if word == "vuosikellot" else [],
    )
    assert with_parts.compound_recall == 1 / 4

    surface = score(gold, lemmas=lambda word: [word])
    assert (surface.precision, surface.recall) == (1, 1 / 4)
    everything = score(gold, lemmas=lambda word: ["x"])
    assert (everything.precision, everything.recall) == (1 / 2, 1)


def test_missing_data_is_named(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "search.bench.languages"],
        cwd=Path(__file__).parents[3],
        env={"BENCH_DATA": str(tmp_path), "VAR_DIR": str(tmp_path / "var"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "fi_tdt-ud-dev.conllu" in done.stderr
    assert "https://github.com/UniversalDependencies/" in done.stderr
