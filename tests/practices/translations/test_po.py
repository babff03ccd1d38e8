"""PO files: a round trip changes nothing, translations come in, and a bad file is named with entry and reason."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page, PageLogEntry, Revision
from wagtail_localize.models import StringTranslation, Translation

from practices.models import PracticePage
from practices.translating.importing import import_files
from practices.translating.po import ID, BadPo, PoProblem, export, read
from practices.translating.texts import state_of
from practices.translations import translation_of, write_translation
from tests.factories import practice_page
from tests.practices.translations.conftest import block, latest, live, raw

Edit = Callable[..., PracticePage]


def run(*args: Any, **options: Any) -> str:
    out, errors = StringIO(), StringIO()
    try:
        with override("en"):
            call_command(*args, stdout=out, stderr=errors, **options)
    except CommandError as error:
        raise CommandError(f"{errors.getvalue()}{error}") from error
    return out.getvalue()


@pytest.fixture
def po(translation: Translation) -> polib.POFile:
    return polib.pofile("#\n" + export(Translation.objects.get(pk=translation.pk)))


def entry(po: polib.POFile, place: str) -> polib.POEntry:
    return next(e for e in po if e.msgctxt.startswith(place))


def problems(po: polib.POFile | bytes | str, **options: Any) -> list[PoProblem]:
    content = po if isinstance(po, bytes) else str(po).encode()
    before = (Revision.objects.count(), StringTranslation.objects.values_list("data").order_by("pk").last())
    with pytest.raises(BadPo) as bad:
        import_files([("sv.po", content)], **options)
    after = (Revision.objects.count(), StringTranslation.objects.values_list("data").order_by("pk").last())
    assert before == after
    return bad.value.problems


def test_the_file_tells_translators_what_they_need(po: polib.POFile, source: PracticePage) -> None:
    assert po.metadata["Language"] == "sv"
    promise = entry(po, "promise")
    assert (promise.msgid, promise.msgstr) == ("Kukaan ei juo kahvia yksin.", "Ingen dricker kaffe ensam.")
    assert "90" in promise.comment
    assert "–" in entry(po, "steps.").comment
    keys = [(e.msgctxt, e.msgid) for e in po]
    assert len(keys) == len(set(keys))


def test_a_text_whose_source_changed_is_fuzzy_with_what_it_was(
    translation: Translation, source: PracticePage, edit: Edit
) -> None:
    edit(source, promise="Kukaan ei jää kahvitta.")
    po = polib.pofile("#\n" + export(Translation.objects.get(pk=translation.pk)))
    promise = entry(po, "promise")
    assert promise.fuzzy
    assert promise.previous_msgid == "Kukaan ei juo kahvia yksin."
    assert (promise.msgid, promise.msgstr) == ("Kukaan ei jää kahvitta.", "Ingen dricker kaffe ensam.")


@pytest.mark.parametrize("publish", [False, True])
def test_a_round_trip_changes_nothing(target: PracticePage, tmp_path: Path, publish: bool) -> None:
    run("po_export", tmp_path, language="sv", page=target.pk)
    (file,) = tmp_path.iterdir()
    assert file.name == "sv-kaverikahvit.po"
    before = (Revision.objects.count(), PageLogEntry.objects.count(), StringTranslation.objects.count())
    said = run("po_import", file, publish=publish)
    assert "changed: 0, unchanged: 11" in said
    assert before == (
        Revision.objects.count(),
        PageLogEntry.objects.count(),
        StringTranslation.objects.count(),
    )


def test_a_round_trip_of_an_incomplete_translation_changes_nothing(
    translation: Translation, target: PracticePage, source: PracticePage, edit: Edit, tmp_path: Path
) -> None:
    edit(source, promise="Uusi lupaus.", time_needed="Tunti")
    run("po_export", tmp_path, language="sv", page=target.pk)
    before = Revision.objects.count()
    said = run("po_import", tmp_path)
    assert "changed: 0, unchanged: 10, not translated: 2" in said
    assert Revision.objects.count() == before


def test_new_texts_come_in_as_a_draft(po: polib.POFile, target: PracticePage, committing: Any) -> None:
    entry(po, "promise").msgstr = "Alla får kaffe & bulle."
    entry(po, "source_says").msgstr = "En <b>enkät</b> berättar."
    with committing():
        done = import_files([("sv.po", str(po).encode())])
    assert (done.changed, done.unchanged, done.pages) == (2, 9, ["Kompiskaffe"])
    draft = latest(target)
    assert draft.promise == "Alla får kaffe & bulle."
    assert draft.source_says == "<p>En <b>enkät</b> berättar.</p>"
    assert live(target).promise == "Ingen dricker kaffe ensam."
    assert live(target).has_unpublished_changes


def test_new_texts_can_be_published(
    po: polib.POFile, target: PracticePage, tmp_path: Path, committing: Any
) -> None:
    entry(po, "title").msgstr = "Kaffe med kompisar"
    file = tmp_path / "sv.po"
    po.save(str(file))
    with committing():
        run("po_import", file, publish=True)
    page = live(target)
    assert (page.title, page.live, page.has_unpublished_changes) == ("Kaffe med kompisar", True, False)
    assert "changed: 0, unchanged: 11" in run("po_import", file, publish=True)


def test_a_new_step_comes_with_its_translation(
    translation: Translation,
    source: PracticePage,
    target: PracticePage,
    edit: Edit,
    step_texts: Any,
    committing: Any,
) -> None:
    new = block("step", what="Siivotaan.", who="Kaikki", when="", result="")
    edit(source, steps=[new, *raw(source, "steps")])
    po = polib.pofile("#\n" + export(Translation.objects.get(pk=translation.pk)))
    what, who = (next(e for e in po if e.msgid == text) for text in ("Siivotaan.", "Kaikki"))
    what.msgstr = "Vi städar."
    with committing():
        import_files([("sv.po", str(po).encode())])
    assert step_texts(latest(target)) == ["Vi kokar kaffe.", "Vi bjuder in alla."]
    who.msgstr = "Alla"
    with committing():
        import_files([("sv.po", str(po).encode())], publish=True)
    assert step_texts(live(target)) == ["Vi städar.", "Vi kokar kaffe.", "Vi bjuder in alla."]
    assert live(target).steps[0].value["who"] == "Alla"
    assert state_of(Translation.objects.get(pk=translation.pk)).waiting == ()


def test_a_dry_run_saves_nothing(po: polib.POFile, target: PracticePage, tmp_path: Path) -> None:
    entry(po, "title").msgstr = "Kaffe med kompisar"
    po.save(str(tmp_path / "sv.po"))
    before = Revision.objects.count()
    said = run("po_import", tmp_path, dry_run=True, publish=True)
    assert "Nothing was saved" in said
    assert "changed: 1" in said
    assert (Revision.objects.count(), live(target).title) == (before, "Kompiskaffe")


def test_a_file_made_before_the_source_changed_still_brings_the_rest(
    po: polib.POFile, source: PracticePage, target: PracticePage, edit: Edit
) -> None:
    edit(source, promise="Uusi lupaus.")
    entry(po, "promise").msgstr = "Ändrat löfte."
    entry(po, "title").msgstr = "Kaffe med kompisar"
    done = import_files([("sv.po", str(po).encode())])
    assert len(done.outdated) == 1
    assert (latest(target).title, latest(target).promise) == (
        "Kaffe med kompisar",
        "Ingen dricker kaffe ensam.",
    )


BAD_ENTRIES = [
    ("promise", "", "empty"),
    ("promise", "   ", "white space"),
    ("promise", "x" * 91, "91 characters"),
    ("promise", "Ingen <i>ensam</i>.", "<i>"),
    ("source_says", "Enkäten berättar.", "<b>"),
    ("source_says", "Enkäten <b>berättar.", "</b>"),
    ("source_says", "<p>Enkäten <b>berättar</b></p>", "<p>"),
    ("source_says", '<b onclick="x">Enkäten</b>', "onclick"),
    ("promise", "Ingen %(name)s.", "placeholders"),
    ("promise", "Ingen\x07.", "control"),
    ("slug", "!!!", "address"),
    ("steps.", "y" * 161, "160"),
]


def test_a_bad_entry_is_named(po: polib.POFile, subtests: pytest.Subtests) -> None:
    entry(po, "title").msgstr = "Kaffe med kompisar"
    for place, text, reason in BAD_ENTRIES:
        bad = next(e for e in po if e.msgid == "Ohjaaja") if place == "steps." else entry(po, place)
        good, bad.msgstr = bad.msgstr, text
        with subtests.test(place=place, text=text):
            (problem,) = problems(po)
            assert problem.file == "sv.po"
            assert bad.msgid.replace("<b>", "").replace("</b>", "") in problem.entry
            assert "line" in problem.entry
            assert reason in problem.reason
        bad.msgstr = good


def test_a_changed_msgid_is_named(po: polib.POFile) -> None:
    entry(po, "promise").msgid = "Tätä ei ole missään."
    assert "msgid" in problems(po)[0].reason


def test_two_answers_to_one_question_are_named(po: polib.POFile) -> None:
    twin = entry(po, "title")
    po.append(polib.POEntry(msgctxt=twin.msgctxt, msgid=twin.msgid, msgstr="Annat"))
    assert "twice" in problems(po)[0].reason


def test_publishing_needs_every_text(
    translation: Translation, source: PracticePage, target: PracticePage, edit: Edit
) -> None:
    edit(source, promise="Uusi lupaus.")
    content = export(Translation.objects.get(pk=translation.pk)).encode()
    (problem,) = problems(content, publish=True)
    assert "Uusi lupaus." in problem.entry
    assert "not translated" in problem.reason


def test_a_bad_file_is_named(translation: Translation, subtests: pytest.Subtests) -> None:
    good = export(translation)
    bad = [
        (good.replace("Language: sv", "Language: de"), "language"),
        (good.replace(ID, "X-Other"), "which page"),
        (good.replace(f"{ID}: ", f"{ID}: 0"), "which page"),
        ("hello", "not a PO file"),
        ("", "not a PO file"),
        (good + "\nmsgid ?", "not a PO file"),
        (good + '\nmsgid "x', "not a PO file"),
        ("/etc/passwd", "not a PO file"),
    ]
    for number, (content, reason) in enumerate(bad):
        with subtests.test(number=number, reason=reason):
            (problem,) = problems(content)
            assert reason in problem.reason


def test_broken_encoding_is_named(portal: Any, subtests: pytest.Subtests) -> None:
    for content in (b"\xff\xfe\x00", "\u00e4".encode("latin-1"), b"\x00" * 20, b"\x89PNG\r\n"):
        with subtests.test(content=content):
            assert problems(content)[0].file == "sv.po"


def test_a_page_that_is_not_here_is_named(translation: Translation) -> None:
    content = export(translation).replace(str(translation.uuid), "12345678-1234-4234-8234-123456789abc")
    assert "not in this portal" in problems(content)[0].reason


def test_all_files_or_none(po: polib.POFile, target: PracticePage, tmp_path: Path) -> None:
    entry(po, "title").msgstr = "Kaffe med kompisar"
    po.save(str(tmp_path / "a.po"))
    (tmp_path / "b.po").write_text("hello")
    with pytest.raises(CommandError, match=r"b\.po: is not a PO file(.|\n)*nothing was imported"):
        run("po_import", tmp_path)
    assert latest(target).title == "Kompiskaffe"


@pytest.mark.parametrize("twin", ["a.po", "b.po"])
def test_one_page_in_two_files_is_named(translation: Translation, twin: str) -> None:
    content = export(translation).encode()
    with pytest.raises(BadPo, match="same page"):
        import_files([("x.po", content), (twin, content)])


def test_the_commands_name_what_they_cannot_find(portal: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no PO files"):
        run("po_import", tmp_path)
    with pytest.raises(CommandError, match=r"nothing\.po"):
        run("po_import", tmp_path / "nothing.po")
    for options in ({"page": 999_999}, {"project": "olematon"}):
        with pytest.raises(CommandError, match="no published page"):
            run("po_export", tmp_path, language="sv", **options)
    for language in ("xx", "fi"):
        with pytest.raises(CommandError, match="not a language to translate into"):
            run("po_export", tmp_path, language=language, all=True)
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match="file"):
        run("po_export", tmp_path / "file", language="sv", all=True)


def test_export_by_project_and_of_what_is_missing(
    translation: Translation, source: PracticePage, tmp_path: Path, committing: Any
) -> None:
    with committing():
        practice_page("Toinen käytäntö", revision=True)
    run("po_export", tmp_path / "project", language="sv", project="hanke")
    names = {file.name for file in (tmp_path / "project").iterdir()}
    assert names == {"sv-hanke.po", "sv-kaverikahvit.po", "sv-toinen-kaytanto.po"}
    run("po_export", tmp_path / "missing", language="sv", all=True, missing=True)
    names = {file.name for file in (tmp_path / "missing").iterdir()}
    assert names == {"sv-hanke.po", "sv-toinen-kaytanto.po"}


def test_a_page_without_translation_gets_one_by_its_file(
    untranslated: PracticePage, swedish: Any, tmp_path: Path, committing: Any
) -> None:
    run("po_export", tmp_path, language="sv", page=untranslated.pk)
    (file,) = tmp_path.iterdir()
    po = polib.pofile(str(file))
    alias = Page.objects.get(locale=swedish, alias_of=untranslated)
    entry(po, "title").msgstr = "Tebjudning"
    po.save()
    with committing():
        run("po_import", file)
    page = live(alias)
    assert (page.alias_of_id, page.live, latest(page).title) == (None, False, "Tebjudning")
    for text in po:
        text.msgstr = text.msgid if text.msgctxt != "title" else "Tebjudning"
    po.save()
    with committing():
        run("po_import", file, publish=True)
    assert (live(alias).live, live(alias).title) == (True, "Tebjudning")


def test_a_text_with_paragraphs_of_its_own_is_left_to_the_editor(
    po: polib.POFile, translation: Translation, target: PracticePage, edit: Edit
) -> None:
    own = "<p>Ett.</p><p>Två.</p>"
    edit(target, idea=own)
    assert not [e for e in polib.pofile("#\n" + export(translation)) if e.msgctxt == "idea"]
    entry(po, "idea").msgstr = "Något annat."
    done = import_files([("sv.po", str(po).encode())])
    assert (done.changed, len(done.outdated)) == (0, 1)
    assert latest(target).idea == own


def upload(client: Client, page: Page, content: str | bytes, **data: Any) -> str:
    file = SimpleUploadedFile("sv.po", content.encode() if isinstance(content, str) else content)
    response = client.post(reverse("translation_upload", args=[page.pk]), {"file": file, **data}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_the_buttons_of_the_editor_do_the_same(po: polib.POFile, target: PracticePage, chief: Client) -> None:
    response = chief.get(reverse("translation_po", args=[target.pk]))
    assert response["Content-Disposition"] == 'attachment; filename="sv-kaverikahvit.po"'
    assert 'msgstr "Kompiskaffe"' in response.content.decode()
    entry(po, "title").msgstr = "Kaffe med kompisar"
    upload(chief, target, str(po))
    assert (latest(target).title, live(target).title) == ("Kaffe med kompisar", "Kompiskaffe")
    entry(po, "title").msgstr = "Kaffe, kompis!"
    upload(chief, target, str(po), publish="1")
    assert live(target).title == "Kaffe, kompis!"


def test_a_bad_upload_is_told_and_saves_nothing(
    po: polib.POFile, target: PracticePage, chief: Client, committing: Any, swedish: Any
) -> None:
    before = Revision.objects.count()
    entry(po, "promise").msgstr = "<script>x</script>"
    html = upload(chief, target, str(po))
    assert "<script>x" not in html
    assert "sv.po" in html
    assert "sv.po" in upload(chief, target, b"\xff\xfe")
    assert chief.post(reverse("translation_upload", args=[target.pk]), follow=True).status_code == 200
    assert Revision.objects.count() == before


def test_a_file_of_another_page_is_refused(
    translation: Translation, target: PracticePage, chief: Client, committing: Any, swedish: Any
) -> None:
    with committing():
        other = write_translation(
            translation_of(practice_page("Toinen", revision=True), swedish), publish=True
        )
    upload(chief, other, export(translation).replace("Kompiskaffe", "Fel sida"))
    assert latest(other).title == "Toinen"
    assert latest(target).title == "Kompiskaffe"


def test_reading_says_where_a_file_belongs(translation: Translation) -> None:
    assert read("sv.po", export(translation).encode()).translation == translation
