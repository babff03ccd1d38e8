"""Files that cannot be read: every fault has its name, and nothing that means harm costs more than its bounds."""

import io
import subprocess
import sys
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.models import DocumentText
from practices.reading import sandbox
from practices.reading.bounds import CHARACTERS, FILE_BYTES
from practices.reading.formats import extract
from practices.reading.result import Problem, Reading
from tests.practices import file_makers as make
from tests.practices.file_makers import LOCKED_WORD, MADE, TEXT

ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
BILLION_LAUGHS = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a0 "ha">{ENTITIES}]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a9 SYSTEM "file:///etc/hostname">]>'
AES = "AES-256"
FAULTS = {
    "nothing": (b"", Problem.UNKNOWN),
    "a picture": (b"\xff\xd8\xff\xe0" + bytes(200), Problem.UNKNOWN),
    "a web page": (b"<html><p>PDF</p></html>", Problem.UNKNOWN),
    "an old Word file": (make.OLE + bytes(2000), Problem.UNKNOWN),
    "a spreadsheet": (make.package(make.main_part("xl/workbook.xml", "<w/>")), Problem.UNKNOWN),
    "an open spreadsheet": (make.odt("<text:p>1</text:p>", kind="spreadsheet"), Problem.UNKNOWN),
    "some other archive": (make.package({"kuva.txt": "x"}), Problem.UNKNOWN),
    "half a PDF": (MADE["pdf"][: len(MADE["pdf"]) // 2], Problem.DAMAGED),
    "half a Word file": (MADE["docx"][: len(MADE["docx"]) // 2], Problem.DAMAGED),
    "a PDF with a hole": (MADE["pdf"].replace(b"/Pages/Kids", b"/Xages/Xids"), Problem.DAMAGED),
    "broken XML": (make.word_xml("<w:p><w:t>auki"), Problem.DAMAGED),
    "a missing part": (
        make.package({"_rels/.rels": make.main_part("word/a.xml", "")["_rels/.rels"]}),
        Problem.DAMAGED,
    ),
    "entities": (make.word_xml("<w:p><w:t>&a9;</w:t></w:p>", before=BILLION_LAUGHS), Problem.DAMAGED),
    "an entity outside": (make.word_xml("<w:p><w:t>&a9;</w:t></w:p>", before=OUTSIDE), Problem.DAMAGED),
    "a PDF with a password": (
        make.locked_pdf(MADE["pdf"], user="a", owner="b", algorithm=AES),
        Problem.ENCRYPTED,
    ),
    "a Word file with a password": (LOCKED_WORD, Problem.ENCRYPTED),
    "an ODT with a password": (
        make.odt("", manifest="<file-entry><encryption-data/></file-entry>"),
        Problem.ENCRYPTED,
    ),
    "an empty Word file": (make.docx(), Problem.NO_TEXT),
    "a scanned PDF": (make.pdf_of(b"0 0 1 rg 0 0 100 100 re f"), Problem.NO_TEXT),
    "slides of pictures": (make.pptx(("", "", "")), Problem.NO_TEXT),
}


def test_problems_are_those_that_are_kept() -> None:
    assert {problem.value for problem in Problem} - {"unknown"} == set(DocumentText.Problem.values)


def test_a_fault_is_named() -> None:
    read = {name: extract(content) for name, (content, _problem) in FAULTS.items()}
    assert read == {name: Reading("", problem) for name, (_content, problem) in FAULTS.items()}


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_pdf_that_only_forbids_changes_is_read(algorithm: str) -> None:
    assert extract(make.locked_pdf(MADE["pdf"], user="", owner="b", algorithm=algorithm)) == Reading(TEXT)


def test_one_broken_page_does_not_cost_the_others() -> None:
    content = make.pdf_of(b"BT /F1 12 Tf (Eka.) Tj ET", b"BT /F1 12 Tf (Toka.) Tj ET").replace(
        b"/Contents 7 0 R", b"/Contents  7   R"
    )
    assert extract(content).text.startswith("Eka.")


@given(content=st.binary(max_size=2000), head=st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", make.OLE]))
@settings(max_examples=60, deadline=None)
def test_no_bytes_raise(content: bytes, head: bytes) -> None:
    assert extract(head + content).problem in Problem


@given(data=st.data(), kind=st.sampled_from(sorted(MADE)))
@settings(max_examples=60, deadline=None)
def test_no_damage_raises(data: st.DataObject, kind: str) -> None:
    content = bytearray(MADE[kind])
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert extract(bytes(content)).problem in Problem


# Bounds


def test_a_file_past_the_bound_is_not_even_read() -> None:
    class Endless(io.RawIOBase):
        """A file without an end that says how much was asked of it."""

        asked = 0

        def read(self, size: int = -1) -> bytes:
            assert size > 0
            self.asked += size
            return bytes(size)

    file = Endless()
    assert sandbox.read(file) == Reading("", Problem.TOO_LARGE)  # type: ignore[arg-type]
    assert file.asked == FILE_BYTES + 1


@pytest.mark.parametrize("kind", ["pdf", "docx", "odt"])
def test_only_so_much_is_kept_and_no_word_is_cut(kind: str) -> None:
    words = [f"sana{number}" for number in range(20_000)]
    content = {
        "pdf": lambda: make.pdf(*([" ".join(words[n : n + 200])] for n in range(0, len(words), 200))),
        "docx": lambda: make.word_xml(f"<w:p><w:t>{' '.join(words)}</w:t></w:p>"),
        "odt": lambda: make.odt("".join(f"<text:p>{word}</text:p>" for word in words)),
    }[kind]()
    text = extract(content).text
    assert CHARACTERS - 20 < len(text) <= CHARACTERS
    assert text.split() == words[: len(text.split())]


MANY = 100_000_000
BOMBS: dict[str, Callable[[], bytes]] = {
    "word": lambda: make.package(make.main_part("word/document.xml", bytes(MANY))),
    "slides": lambda: make.package(make.main_part("ppt/presentation.xml", bytes(MANY))),
    "relations": lambda: make.package({"_rels/.rels": bytes(MANY)}),
    "open document": lambda: make.package({"mimetype": bytes(MANY)}),
    "pdf": lambda: make.pdf_of(zlib.compress(bytes(MANY)), filter_="/FlateDecode"),
    "pdf twice packed": lambda: make.pdf_of(
        zlib.compress(zlib.compress(bytes(MANY))), filter_="[/FlateDecode/FlateDecode]"
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_left_alone(name: str) -> None:
    content = BOMBS[name]()
    tracemalloc.start()
    try:
        reading = extract(content)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert reading.text == ""
    assert reading.problem in {Problem.TOO_LARGE, Problem.DAMAGED}
    assert peak < 160_000_000  # the PDF library unpacks up to 75 MB before it gives up


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_unpacks_without_bound_is_refused(method: int) -> None:
    content = make.package(make.main_part("word/document.xml", "<a/>"), method)
    assert extract(content) == Reading("", Problem.DAMAGED)


def test_a_size_that_lies_gains_nothing() -> None:
    text = " ".join(f"sana{number}" for number in range(200_000))
    content = make.word_xml(f"<w:p><w:t>{text}</w:t></w:p>")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    lying = content.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != content
    assert extract(lying) == Reading("", Problem.DAMAGED)


def test_pictures_are_never_unpacked() -> None:
    parts = make.main_part("word/document.xml", '<w:d xmlns:w="urn:w"><w:p><w:t>Teksti</w:t></w:p></w:d>')
    assert extract(make.package({**parts, "word/media/kuva.emf": bytes(100_000_000)})) == Reading("Teksti")


@pytest.mark.parametrize(
    "target", ["../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "http://127.0.0.1/"]
)
def test_a_reference_out_of_the_file_leads_nowhere(target: str) -> None:
    parts = make.main_part("word/document.xml", "<w/>")
    parts["_rels/.rels"] = str(parts["_rels/.rels"]).replace("word/document.xml", target)
    assert extract(make.package(parts)).text == ""


# The process of its own


def small_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str) -> None:
    """Let another program read, one that does what a reader in trouble does."""
    script = tmp_path / "reader.py"
    script.write_text(code)
    monkeypatch.setattr(sandbox, "COMMAND", [sandbox.COMMAND[0], str(script)])


@pytest.mark.parametrize(
    ("code", "wait", "problem"),
    [
        ("import os; os.kill(os.getpid(), 9)", 60, Problem.TOO_LARGE),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", 60, Problem.TOO_LARGE),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", 60, Problem.DAMAGED),
        ("import time; time.sleep(60)", 0.2, Problem.TOO_LARGE),
    ],
    ids=["out of memory", "out of time", "crashed", "hangs"],
)
def test_a_reader_in_trouble_harms_nobody(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str, wait: float, problem: Problem
) -> None:
    small_program(monkeypatch, tmp_path, code)
    monkeypatch.setattr(sandbox, "WAIT_SECONDS", wait)
    assert sandbox.read(io.BytesIO(b"x")) == Reading("", problem)


def test_a_reader_that_cannot_start_blames_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    small_program(monkeypatch, tmp_path, "raise ImportError('no module')")
    with pytest.raises(sandbox.ReaderFailed, match="no module"):
        sandbox.read(io.BytesIO(b"x"))
    monkeypatch.setattr(sandbox, "COMMAND", [str(tmp_path / "nothing")])
    with pytest.raises(sandbox.ReaderFailed):
        sandbox.read(io.BytesIO(b"x"))


@pytest.mark.parametrize(
    ("work", "problem"),
    [
        ("while True: pass", Problem.TOO_LARGE),
        pytest.param(
            "bytearray(4_000_000_000)",
            Problem.TOO_LARGE,
            marks=pytest.mark.skipif(
                sys.platform == "darwin", reason="macOS does not bound a process's memory"
            ),
        ),
    ],
    ids=["time", "memory"],
)
def test_the_process_is_bounded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, work: str, problem: Problem
) -> None:
    code = f"""
import sys
sys.path.insert(0, {str(sandbox.ROOT)!r})
from practices.reading import bounds, child, formats
def work(data):
    {work}
formats._paragraphs, child.CPU_SECONDS = work, 1
child.main()
"""
    small_program(monkeypatch, tmp_path, code)
    assert sandbox.read(io.BytesIO(b"x")) == Reading("", problem)


def test_the_process_knows_nothing_of_django() -> None:
    code = "import sys, practices.reading.child; print({'django', 'wagtail'} & set(sys.modules))"
    command = [sandbox.COMMAND[0], "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, cwd=sandbox.ROOT, check=True)  # noqa: S603 our own
    assert done.stdout.strip() == "set()"
