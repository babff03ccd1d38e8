"""After the source changed: what waits is shown, hand edits are kept, and no new Finnish appears in Swedish."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import Translation

from practices.models import PracticePage, Theme
from practices.translating.merging import write_merged
from practices.translating.texts import mark_up_to_date, state_of
from practices.translations import record_text, translation_of, write_translation
from tests.factories import ThemeFactory
from tests.practices.translations.conftest import block, latest, live, raw

Edit = Callable[..., PracticePage]


def fresh(translation: Translation) -> Translation:
    return Translation.objects.get(pk=translation.pk)


def waiting(translation: Translation) -> dict[str, str]:
    return {text.label: text.source for text in state_of(fresh(translation)).waiting}


def step(what: str) -> dict[str, Any]:
    return block("step", what=what, who="", when="", result="")


def test_a_complete_translation_has_nothing_waiting(translation: Translation, target: PracticePage) -> None:
    state = state_of(translation)
    assert (state.waiting, state.total) == ((), 11)
    assert target.title == "Kompiskaffe"
    assert target.url.startswith("/sv/")
    assert target.url.endswith("/kompiskaffe/")


def test_publishing_the_source_shows_what_to_translate(
    translation: Translation, target: PracticePage, source: PracticePage, edit: Edit
) -> None:
    edit(source, promise="Kukaan ei jää kahvitta.")
    (text,) = state_of(fresh(translation)).waiting
    assert text.label == str(PracticePage._meta.get_field("promise").verbose_name).capitalize()
    assert text.old_source == "Kukaan ei juo kahvia yksin."
    assert text.source == "Kukaan ei jää kahvitta."
    assert text.current == "Ingen dricker kaffe ensam."
    assert state_of(fresh(translation)).changed


def test_a_draft_of_the_source_changes_nothing(
    translation: Translation, source: PracticePage, committing: Any
) -> None:
    page = latest(source)
    page.promise = "Luonnos."
    with committing():
        page.save_revision()
    assert waiting(translation) == {}


def test_trap_11_changed_source_never_shows_new_finnish_in_swedish(
    translation: Translation, target: PracticePage, source: PracticePage, edit: Edit, step_texts: Any
) -> None:
    steps = raw(source, "steps")
    steps[0]["value"]["what"] = "Keitetään teetä."
    edit(source, steps=[*steps, step("Siivotaan.")], promise="Uusi lupaus.", time_needed="Tunti")
    texts = set(step_texts(live(target)))
    assert texts == {"Vi kokar kaffe.", "Vi bjuder in alla."}
    write_merged(fresh(translation), (), publish=True)
    page = live(target)
    assert set(step_texts(page)) == texts
    assert (page.promise, page.time_needed) == ("Ingen dricker kaffe ensam.", "")
    assert len(waiting(translation)) == 4


def test_a_hand_edit_is_taken_and_survives_the_next_writing(
    translation: Translation, target: PracticePage, source: PracticePage, edit: Edit
) -> None:
    edit(target, promise="Alla får kaffe i gott sällskap.")
    edit(source, title="Kahvit kaverille")
    write_merged(fresh(translation), (), publish=True)
    assert live(target).promise == "Alla får kaffe i gott sällskap."
    fresh(translation).save_target(publish=False)
    assert latest(target).promise == "Alla får kaffe i gott sällskap."


def test_an_unpublished_hand_edit_survives_too(translation: Translation, target: PracticePage) -> None:
    page = latest(target)
    page.promise = "Utkast som någon skriver på."
    page.save_revision()
    segment = translation.source.stringsegment_set.get(context__path="title")
    record_text(translation, segment, "Kaffe med kompisar")
    write_merged(translation, {segment.pk}, publish=False)
    page = latest(target)
    assert (page.title, page.promise) == ("Kaffe med kompisar", "Utkast som någon skriver på.")


def test_a_text_the_editor_touched_counts_and_an_untouched_one_waits(
    translation: Translation, target: PracticePage, source: PracticePage, edit: Edit
) -> None:
    edit(source, promise="Uusi lupaus.", title="Uusi nimi")
    edit(target, promise="Ett nytt löfte.")
    assert set(waiting(translation).values()) == {"Uusi nimi"}


def test_a_text_still_in_finnish_is_not_a_translation(
    untranslated: PracticePage, swedish: Locale, edit: Edit, committing: Any
) -> None:
    with committing():
        translation = translation_of(untranslated, swedish)
        page = write_translation(translation, publish=False)
    edit(page, title="Tebjudning")
    assert "Kukaan ei juo kahvia yksin." in waiting(translation).values()
    assert "Teekutsut" not in waiting(translation).values()


def test_marking_says_that_the_text_holds(
    translation: Translation, target: PracticePage, source: PracticePage, edit: Edit
) -> None:
    edit(source, promise="Kukaan ei juo kahvia yksin!", title="Uusi nimi")
    promise = next(t for t in state_of(fresh(translation)).waiting if t.source.endswith("!"))
    assert mark_up_to_date(fresh(translation), [promise.segment]) == 1
    assert set(waiting(translation).values()) == {"Uusi nimi"}
    assert live(target).promise == "Ingen dricker kaffe ensam."


def test_paragraphs_of_its_own_are_kept(
    translation: Translation, target: PracticePage, source: PracticePage, edit: Edit
) -> None:
    own = "<p>Ett.</p><p>Två.</p>"
    edit(target, idea=own)
    assert waiting(translation) == {}
    write_merged(fresh(translation), set(), publish=True)
    assert live(target).idea == own
    edit(source, idea="<p>Uusi idea.</p>")
    assert list(waiting(translation).values()) == ["Uusi idea."]
    write_merged(fresh(translation), set(), publish=True)
    assert live(target).idea == own


def test_a_block_added_by_hand_stays_and_one_removed_by_hand_stays_away(
    translation: Translation, target: PracticePage, source: PracticePage, edit: Edit, step_texts: Any
) -> None:
    edit(target, steps=[raw(target, "steps")[0], step("Vi sjunger.")])
    edit(source, title="Uusi nimi")
    write_merged(fresh(translation), set(), publish=True)
    assert step_texts(live(target)) == ["Vi kokar kaffe.", "Vi sjunger."]


def test_a_block_that_the_source_lost_goes_with_the_next_writing(
    translation: Translation, target: PracticePage, source: PracticePage, edit: Edit, step_texts: Any
) -> None:
    edit(source, steps=raw(source, "steps")[:1])
    write_merged(fresh(translation), set(), publish=True)
    assert step_texts(live(target)) == ["Vi kokar kaffe."]


def test_a_field_emptied_in_the_source_empties_but_one_written_by_hand_stays(
    translation: Translation, target: PracticePage, source: PracticePage, edit: Edit
) -> None:
    edit(target, ask_makers="<p>Svensk brevlåda.</p>")
    edit(source, source_says="")
    write_merged(fresh(translation), set(), publish=True)
    page = live(target)
    assert (page.source_says, page.ask_makers) == ("", "<p>Svensk brevlåda.</p>")


def test_new_texts_can_be_put_into_the_draft_untranslated(
    translation: Translation, target: PracticePage, source: PracticePage, edit: Edit, step_texts: Any
) -> None:
    edit(source, steps=[*raw(source, "steps"), step("Siivotaan.")])
    write_merged(fresh(translation), (), publish=False, fill=True)
    assert step_texts(latest(target)) == ["Vi kokar kaffe.", "Vi bjuder in alla.", "Siivotaan."]
    assert step_texts(live(target)) == ["Vi kokar kaffe.", "Vi bjuder in alla."]


@pytest.mark.second_database
def test_terms_follow_the_source_and_keywords_are_each_languages_own(
    translation: Translation, target: PracticePage, source: PracticePage, edit: Edit
) -> None:
    page = latest(target)
    page.keywords.set(["fika"])
    edit(page, given=True)
    page = latest(source)
    page.keywords.set(["kahvi"])
    for themes in (["osallisuus", "toinen"], ["toinen"], []):
        page.themes.set([ThemeFactory(slug=slug) for slug in themes])
        edit(page, given=True, maturity="refined")
        there = live(target)
        assert sorted(there.themes.slugs()) == sorted(themes)
        assert list(there.keywords.names()) == ["fika"]
        assert there.maturity == "refined"
    assert Theme.objects.filter(slug="toinen").exists()


def test_shared_facts_reach_a_draft_without_burying_it(
    translation: Translation, target: PracticePage, source: PracticePage, edit: Edit
) -> None:
    draft = latest(target)
    draft.promise = "Utkast."
    draft.save_revision()
    edit(source, maturity="established")
    assert (live(target).maturity, live(target).promise) == ("established", "Ingen dricker kaffe ensam.")
    assert (latest(target).maturity, latest(target).promise) == ("established", "Utkast.")


def test_figures_and_addresses_in_blocks_follow_unless_swedish_has_its_own(
    translation: Translation, target: PracticePage, source: PracticePage, edit: Edit
) -> None:
    url = "https://example.org/"
    links = [block("link", title="Opas", language="fi", licence="", url=f"{url}fi") for _n in range(2)]
    edit(source, materials=links)
    write_merged(fresh(translation), (), publish=True, fill=True)
    theirs = raw(target, "materials")
    theirs[1]["value"].update(url=f"{url}sv", language="sv")
    edit(target, materials=theirs)
    for link in links:
        link["value"]["url"] = f"{url}uusi"
    edit(source, materials=links)
    values = [(b.value["url"], b.value["language"]) for b in live(target).materials]
    assert values == [(f"{url}uusi", "fi"), (f"{url}sv", "sv")]


def test_the_normal_editor_shows_what_waits(
    translation: Translation, target: PracticePage, source: PracticePage, edit: Edit, chief: Client
) -> None:
    edit(source, promise="Uusi <lupaus>.")
    response = chief.get(reverse("wagtailadmin_pages:edit", args=[target.pk]))
    html = response.content.decode()
    assert 'id="page-edit-form"' in html
    assert "translation-panel" in html
    for text in ("Kukaan ei juo kahvia yksin", "Uusi &lt;lupaus&gt;", "Ingen dricker kaffe ensam."):
        assert text in html
    assert reverse("translation_po", args=[target.pk]) in html
    assert reverse("translation_state", args=[target.pk]) in html
    assert (
        "translation-panel"
        not in chief.get(reverse("wagtailadmin_pages:edit", args=[source.pk])).content.decode()
    )


def test_fetching_by_the_editors_page(
    translation: Translation, target: PracticePage, source: PracticePage, edit: Edit, chief: Client
) -> None:
    edit(source, promise="Uusi lupaus.")
    response = chief.post(reverse("translation_fetch", args=[target.pk]))
    assert response.url == reverse("wagtailadmin_pages:edit", args=[target.pk])


def test_what_writes_is_never_a_get(target: PracticePage, chief: Client) -> None:
    writing = ("translation_save", "translation_fetch", "translation_upload")
    answers = {name: chief.get(reverse(name, args=[target.pk])).status_code for name in writing}
    assert answers == dict.fromkeys(writing, 405)


def test_pages_that_are_no_translations_have_no_such_page(source: PracticePage, chief: Client) -> None:
    for pk in (source.pk, 999_999):
        assert chief.get(reverse("translation_state", args=[pk]), follow=True).status_code == 404


def test_a_translation_whose_source_was_deleted_is_a_page_like_any_other(
    translation: Translation, target: PracticePage, source: PracticePage, edit: Edit, chief: Client
) -> None:
    edit(source, promise="Uusi lupaus.")
    live(source).delete()
    html = chief.get(reverse("wagtailadmin_pages:edit", args=[target.pk])).content.decode()
    assert 'id="page-edit-form"' in html
    assert "translation-panel" not in html
    assert chief.get(reverse("translation_po", args=[target.pk]), follow=True).status_code == 404
    edit(target, promise="Ett nytt löfte.")
    assert live(target).promise == "Ett nytt löfte."
