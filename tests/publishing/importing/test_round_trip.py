"""Out to a file and in again: nothing changes, whatever the form and the language of its headings."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from PIL import Image as Pillow
from wagtail.documents import get_document_model
from wagtail.models import Locale, Page, Revision

from practices import indexing
from practices.models import PortalImage, PracticePage
from practices.translations import take_strings, translation_of, write_translation
from publishing.importing import kinds, streams
from publishing.importing.columns import COLUMNS
from publishing.importing.contents import as_raw
from publishing.importing.exporting import export, exported
from publishing.importing.known import Known
from publishing.importing.notes import Notes
from publishing.importing.undoing import _remove
from tests.database import world
from tests.factories import practice_page, project_page
from tests.languages import nightly
from tests.publishing.importing.importing import imported

pytestmark = pytest.mark.django_db
RICH = (
    "<p>Ensin <b>tämä</b> ja <i>tuo</i><br/>ja rivinvaihto, 2 * 3 _ja_ [tämä] | tuo.</p>"
    '<ul><li>Yksi<ul><li>sisempi</li></ul></li><li><a href="https://example.org/a_(b)?c=d">linkki</a></li></ul>'
    "<ol><li>Ensin</li><li>Sitten</li></ol><p>=1+1, - ei lista, 1. ei numero</p>"
)
SWEDISH = RICH.replace("Ensin", "Först").replace("Sitten", "Sedan")


def picture() -> PortalImage:
    out = BytesIO()
    Pillow.new("RGB", (8, 8), "green").save(out, "PNG")
    return PortalImage.objects.create(title="Kuppi", file=ContentFile(out.getvalue(), name="kuppi.png"))


def document() -> Any:
    return get_document_model().objects.create(
        title="Lomake", file=ContentFile(b"%PDF-1.4", name="lomake.pdf")
    )


def blocks(language: str, file: Any) -> dict[str, Any]:
    """Return every list of blocks of a practice, in a language."""
    here = {"fi": "suomeksi", "sv": "på svenska"}[language]
    chart = {
        "title": f"Kaavio {here}",
        "question": "",
        "unit": "%",
        "maximum": 100.0,
        "n": 69,
        "note": "a | b",
        "rows": [{"label": f"Palkki {here}", "value": 90.5}, {"label": "Toinen", "value": 38.0}],
        "source": "Kysely",
    }
    link = {"title": f"Sivu {here}", "url": "https://example.org/", "language": "mul", "licence": "CC BY 4.0"}
    video = {**link, "url": "https://example.org/v", "minutes": 4, "captions": True}
    return {
        "steps": [
            ("step", {"what": f"Tehdään {here}\ntoinen rivi", "who": "a | b", "when": "", "result": "\\o/"}),
            ("step", {"what": "1. ei numero", "who": "", "when": "heti", "result": ""}),
        ],
        "resources": [("resource", {"kind": "tools", "need": "help", "what": f"Tila {here}"})],
        "risks": [("risk", {"risk": f"Riski {here}", "remedy": "Keino"})],
        "student_quotes": [("quote", {"text": f"Oli {here}.", "who": "opiskelija"})],
        "checklist": [("item", f"- ensin {here}"), ("item", "Sitten")],
        "sources": [
            ("source", {"title": f"Kirja {here}", "publisher": "", "year": 2025, "place": "s. 4", "url": ""})
        ],
        "materials": [
            ("link", link),
            ("video", video),
            ("file", {"title": "Lomake", "file": file, "language": language, "licence": ""}),
        ],
        "results": [
            ("paragraph", RICH),
            ("paragraph", f"<p>[chart] {here}</p>"),
            ("chart", chart),
            ("paragraph", "<p>Loppu.</p>"),
        ],
    }


def texts(language: str, file: Any) -> dict[str, Any]:
    """Return every translated field of a practice."""
    here = {"fi": "suomeksi", "sv": "på svenska"}[language]
    rich = {"fi": RICH, "sv": SWEDISH}[language]
    plain = ("promise", "time_needed", "group_size", "staff_hours", "caretaker", "image_alt", "seo_title")
    long = (
        *("situation", "intended_change", "idea", "student_notices", "core", "adaptable", "conditions"),
        *("students_part", "equality", "accessibility", "privacy", "evaluations", "what_did_not_work"),
        *("ask_makers", "source_says", "based_on"),
    )
    return {
        **{name: f"{name} {here}" for name in plain},
        **dict.fromkeys(long, rich),
        "retired_reason": f"=SYY {here}\ntoinen rivi",
        "search_description": f"@kuvaus {here}",
        **blocks(language, file),
    }


@pytest.fixture(scope="module")
def filled(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[int, Path]]:
    """The key of a practice in which every field says something, and the folder with its files."""
    media = tmp_path_factory.mktemp("media")
    with world(django_db_blocker):
        with override_settings(MEDIA_ROOT=media), indexing.paused():
            page = make_full()
        yield page.pk, media


@pytest.fixture
def full(filled: tuple[int, Path], portal: Any, settings: Any) -> PracticePage:
    """Return a practice in which every field says something, in both languages, and what it leads to."""
    pk, settings.MEDIA_ROOT = filled
    return PracticePage.objects.get(pk=pk)


def make_full() -> PracticePage:
    sv = Locale.objects.get(language_code="sv")
    project_page().copy_for_translation(sv, copy_parents=True, alias=True)
    other, file = practice_page("Toinen käytäntö"), document()
    links = (("page", other.pk), ("document", file.pk))
    linked = "".join(f'<p>Katso <a linktype="{kind}" id="{pk}">tuota</a>.</p>' for kind, pk in links)
    page = practice_page(
        "Täysi käytäntö",
        **{
            **texts("fi", file),
            "based_on": linked,
            "checked_on": "2026-01-31",
            "review_date": "2027-01-31",
        },
        cost="low",
        image=picture(),
        outline=True,
        seeking_caretaker=True,
        region="Uusimaa",
        replaced_by=other,
        related=[("practice", other)],
        keywords=["yksi sana", "toinen"],
        phases=["alku"],
        grade_cost="A",
        grade_effect="B",
        grade_method="C",
        grade_implementation="D",
        grade_target_group="A",
    )
    translation = translation_of(page, sv)
    shadow = PracticePage(title="Full praxis", slug="full-praxis", **texts("sv", file))
    for name in blocks("sv", file):
        for ours, theirs in zip(getattr(shadow, name), getattr(page, name), strict=True):
            ours.id = theirs.id
    take_strings(translation, shadow)
    swedish = write_translation(translation, publish=True)
    swedish.keywords.set(["ett ord"])
    swedish.save_revision().publish()
    return page


def test_every_field_is_in_the_export(full: PracticePage) -> None:
    cells = next(cells for cells in exported(None, None, "") if cells["key"] == full.key)
    empty = [code for column in COLUMNS.values() for code in column.codes() if not cells.get(code)]
    # A text that is the same in both languages stands once; links to pages are the source's.
    assert set(empty) <= {"based_on_sv", "results_sv"}


@pytest.mark.parametrize(
    ("suffix", "reader"),
    [
        ("csv", ""),
        ("xlsx", "fi"),
        ("docx", "fi"),
        nightly("csv", "fi"),
        nightly("xlsx", ""),
        nightly("docx", ""),
        *(nightly(suffix, "sv") for suffix in ("csv", "xlsx", "docx")),
    ],
)
def test_importing_an_export_changes_nothing(full: PracticePage, suffix: str, reader: str) -> None:
    data, count = export(f"a.{suffix}", reader=reader)
    before = Revision.objects.count(), Page.objects.count()
    run = imported(data, f"a.{suffix}", wanted="all", when_there="update")
    assert [row.result for row in run.rows.all()] == ["unchanged"] * count
    assert (Revision.objects.count(), Page.objects.count()) == before


@pytest.mark.parametrize("suffix", ["csv", nightly("xlsx"), nightly("docx")])
def test_an_export_makes_the_same_practices_anew(full: PracticePage, suffix: str) -> None:
    before = exported(None, None, "")
    data, _count = export(f"a.{suffix}")
    PracticePage.objects.update(replaced_by=None)
    _remove(list(PracticePage.objects.all()), None)
    assert not PracticePage.objects.exists()
    run = imported(data, f"a.{suffix}", wanted="all")
    assert {row.result for row in run.rows.all()} == {"made"}
    for cells, there in zip(exported(None, None, ""), before, strict=True):
        assert {code: text for code, text in cells.items() if text != there[code]} == {}


def test_a_changed_cell_alone_is_changed(full: PracticePage) -> None:
    data, _count = export("a.csv")
    changed = data.replace(b"promise suomeksi", "Uusi öinen lupaus".encode())
    run = imported(changed, "a.csv", when_there="update")
    assert [row.result for row in run.rows.order_by("number") if row.title == full.title] == ["updated"]
    draft = PracticePage.objects.get(pk=full.pk).get_latest_revision_as_object()
    assert draft.promise == "Uusi öinen lupaus"
    assert draft.situation == full.situation
    assert [step.id for step in draft.steps] == [step.id for step in full.steps]


SOME = st.text(st.sampled_from("aä |\\*_[]()–-•1.#=\n"), max_size=15)
WORD = SOME.filter(lambda text: text.strip())
STEP = st.fixed_dictionaries({"what": WORD, "who": SOME, "when": SOME, "result": SOME})


@examples(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(
    SOME,
    st.lists(STEP, max_size=3),
    st.lists(WORD, max_size=3),
    st.lists(
        st.sampled_from(["sana", "Sana", "kaksi sanaa", "a,b", "ö"]), max_size=4, unique_by=str.casefold
    ),
)
def test_a_cell_reads_back_as_it_was_written(
    portal: Any, text: str, steps: list[dict[str, str]], items: list[str], words: list[str]
) -> None:
    known = Known()
    values: list[tuple[Any, Any]] = [
        (kinds.Plain(one_line=False), text),
        (kinds.Plain(), text),
        (kinds.Rich(), f"<p>{text}</p>"),
        (kinds.Lines(lines=streams.STEPS), as_raw([("step", step) for step in steps])),
        (kinds.Lines(lines=streams.CHECKLIST), as_raw([("item", item) for item in items])),
        (kinds.Results(), as_raw([("paragraph", f"<p>{item}</p>") for item in items])),
        (kinds.Words(), words),
    ]
    for kind, value in values:
        notes = Notes(known, "fi")
        cell = kinds.cleaned(kind.write(value, known, ""))
        if not cell:
            continue
        read = kind.empty if cell in kinds.NOTHING else kind.read(cell, notes)
        again = as_raw(read) if isinstance(kind, kinds.Lines | kinds.Results) else read
        assert kinds.cleaned(kind.write(again, known, "")) == cell
        assert not notes.problems


def test_what_looks_like_an_empty_cell_or_an_escape_is_text_again(portal: Any) -> None:
    known = Known()
    notes = Notes(known, "fi")
    for text in ("–", "-", "\\o/", "\\-", "tavallinen"):
        for kind in (kinds.Plain(), kinds.Plain(one_line=False)):
            cell = kind.write(text, known, "")
            assert cell not in kinds.NOTHING
            assert kind.read(cell, notes) == text
    assert kinds.Plain().write("ensin\n sitten", known, "") == "ensin sitten"
    assert kinds.Plain(one_line=False).write("ensin \nsitten\n", known, "") == "ensin\nsitten"
    assert not notes.problems
