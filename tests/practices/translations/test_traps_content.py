"""Known traps of wagtail-localize in what pages contain, by their numbers in the notes."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import DraftStateMixin, Locale, Page, TranslatableMixin, get_page_models
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
)
from wagtail_localize.segments.extract import extract_segments

import practices
from home.loading import FOLDER as FRAME
from home.loading import read_frame
from home.models import ContentPage, HomePage, NewsPage
from practices.loading import check
from practices.loading.records import Blocks
from practices.localised import languages
from practices.models import PortalImage, PracticePage, ProjectPage, ThemePage
from practices.translations import translation_of, write_translation
from tests.factories import practice_page, theme_page
from tests.practices.translations.conftest import latest

PRACTICES = Path(practices.__file__).parent / "demo"
OURS = (ContentPage, HomePage, NewsPage, PracticePage, ProjectPage, ThemePage)


def items_without_ids(value: Any, at: str = "") -> Iterator[str]:
    """Yield the place of every block or list item that has no id, in a stream's raw value."""
    if isinstance(value, dict):
        if {"type", "value"} <= value.keys() and not value.get("id"):
            yield f"{at}.{value['type']}"
        for name, inner in value.items():
            yield from items_without_ids(inner, f"{at}.{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            if not isinstance(inner, dict) or not inner.get("id"):
                yield f"{at}[{number}]"
            yield from items_without_ids(inner, f"{at}[{number}]")


def streams(model: type[Page]) -> list[StreamField]:
    return [field for field in model._meta.get_fields() if isinstance(field, StreamField)]


def all_blocks(block: Any) -> Iterator[Any]:
    yield block
    children = getattr(block, "child_blocks", {}).values()
    for child in [*children, *filter(None, [getattr(block, "child_block", None)])]:
        yield from all_blocks(child)


CHART = {
    "title": "Kuva",
    "question": "Kysymys?",
    "unit": "%",
    "note": "",
    "source": "Kysely",
    "maximum": 100.0,
    "n": None,
    "rows": [{"label": "Osallisuus", "value": 90.0}, {"label": "Tutorointi", "value": 38.0}],
}


def test_trap_1_every_block_of_the_loaded_content_has_an_id(db: None) -> None:
    records = check(PRACTICES).records
    frame = read_frame(FRAME)
    found = {
        f"{record.kind} {record.key} {name}": list(items_without_ids(json.loads(value)))
        for record in [*records, frame.home, *frame.indexes, *frame.pages, *frame.news]
        for code in languages()
        for name, value in record.values_in(code).items()
        if isinstance(record.values[name], Blocks)
    }
    assert len(found) > 150
    assert {place for place, items in found.items() if items} == set()


def test_trap_1_the_check_finds_an_item_without_id() -> None:
    raw = [{"type": "chart", "id": "1", "value": {"rows": [{"type": "item", "value": {"label": "x"}}]}}]
    assert list(items_without_ids(raw))


def test_traps_3_and_4_empty_and_absent_values_do_not_crash(
    portal: Any, swedish: Locale, committing: Any
) -> None:
    """None where a text should be, as some import or older form may have left it."""
    texts = dict.fromkeys(("who", "when", "result"))
    chart = {**CHART, "question": None, "unit": None, "note": None, "n": None}
    with committing():
        page = practice_page(
            revision=True,
            steps=[("step", {"what": "Keitetään.", **texts})],
            results=[("chart", chart)],
            materials=[("video", {**_material(), "licence": None, "minutes": None, "captions": False})],
            sources=[
                ("source", {"title": "Kysely", "publisher": None, "year": None, "place": None, "url": None})
            ],
            student_quotes=[("quote", {"text": "Kivaa.", "who": None})],
        )
    translated = write_translation(translation_of(page, swedish), publish=False)
    assert latest(translated).steps[0].value["what"] == "Keitetään."


def _material() -> dict[str, Any]:
    return {"title": "Video", "language": "fi", "licence": "", "url": "https://example.org/"}


def test_traps_1_and_4_submitting_puts_broken_blocks_right(
    portal: Any, swedish: Locale, chief: Client, committing: Any
) -> None:
    with committing():
        page = theme_page(body=[("chart", CHART)], revision=True)
    broken = [{"type": "chart", "id": "c", "value": {**CHART, "note": None}}]
    ThemePage.objects.filter(pk=page.pk).update(body=json.dumps(broken))
    with committing():
        chief.post(
            reverse("wagtail_localize:submit_page_translation", args=[page.pk]), {"locales": [swedish.pk]}
        )
    texts = {s.string.data for s in StringSegment.objects.filter(source__object_id=page.translation_key)}
    assert {"Osallisuus", "Tutorointi"} <= texts
    chart = latest(Page.objects.get(translation_key=page.translation_key, locale=swedish)).body[0].value
    assert [row["label"] for row in chart["rows"]] == ["Osallisuus", "Tutorointi"]


def test_trap_5_every_text_of_every_block_is_translated(portal: Any, committing: Any) -> None:
    with committing():
        image = PortalImage.objects.create(title="kuva", file=ContentFile(_png(), "kuva.png"))
        page = practice_page(
            steps=[("step", {"what": "mitä", "who": "kuka", "when": "milloin", "result": "tulos"})],
            resources=[("resource", {"kind": "people", "need": "must", "what": "resurssi"})],
            risks=[("risk", {"risk": "riski", "remedy": "apu"})],
            results=[("paragraph", "<p>kappale</p>"), ("chart", {**CHART, "note": "huom"})],
            student_quotes=[("quote", {"text": "sanat", "who": "rooli"})],
            materials=[("link", {**_material(), "title": "linkki", "licence": "CC"})],
            checklist=[("item", "rivi")],
            sources=[
                (
                    "source",
                    {"title": "lähde", "publisher": "julkaisija", "year": 2025, "place": "s", "url": ""},
                )
            ],
        )
        theme = theme_page(body=[("picture", {"image": image, "caption": "kuvateksti"})])
    texts = {s.string.data for p in (page, theme) for s in extract_segments(p) if hasattr(s, "string")}
    wanted = "mitä kuka milloin tulos resurssi riski apu kappale huom sanat rooli linkki CC rivi lähde julkaisija s"
    assert {
        *wanted.split(),
        "Kuva",
        "Kysymys?",
        "%",
        "Kysely",
        "Osallisuus",
        "Tutorointi",
        "kuvateksti",
    } <= texts


def _png() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "PNG")
    return buffer.getvalue()


def test_trap_5_no_block_that_cannot_be_translated() -> None:
    untranslatable = (TableBlock, TypedTableBlock, blocks.RawHTMLBlock, EmbedBlock, blocks.StaticBlock)
    found = [(model, b) for model in OURS for field in streams(model) for b in all_blocks(field.stream_block)]
    assert not [(model, block) for model, block in found if isinstance(block, untranslatable)]


def test_trap_5_chart_rows_are_translated_on_the_page(portal: Any, swedish: Locale, committing: Any) -> None:
    with committing():
        page = theme_page(body=[("chart", CHART)], revision=True)
        translation = translation_of(page, swedish)
    for segment in StringSegment.objects.filter(source=translation.source).select_related("string"):
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=swedish,
            context=segment.context,
            data=f"sv {segment.string.data}",
        )
    chart = latest(write_translation(translation, publish=False)).body[0].value
    assert [(row["label"], row["value"]) for row in chart["rows"]] == [
        ("sv Osallisuus", 90.0),
        ("sv Tutorointi", 38.0),
    ]


def test_trap_6_rich_text_has_no_pictures_or_embeds() -> None:
    for model in OURS:
        fields = [f for f in model._meta.get_fields() if isinstance(f, RichTextField)]
        found = [
            b
            for s in streams(model)
            for b in all_blocks(s.stream_block)
            if isinstance(b, blocks.RichTextBlock)
        ]
        for one in [*fields, *found]:
            assert one.features, f"{model.__name__}: {one}"
            assert not {"image", "embed"} & set(one.features), f"{model.__name__}: {one}"


def test_trap_7_alt_texts_are_each_languages_own() -> None:
    names = {
        field.field_name
        for field in PracticePage.translatable_fields
        if type(field).__name__ == "TranslatableField"
    }
    assert "image_alt" in names


def test_every_field_is_either_translated_or_shared_or_a_languages_own() -> None:
    """A new field that nobody declared would stay as it was copied, in silence."""
    own = {"keyword_links", "comments", "first_published_at", "go_live_at", "expire_at", "owner", "locked"}
    for model in OURS:
        declared = {field.field_name for field in model.translatable_fields}
        fields = {
            f.name
            for f in model._meta.get_fields()
            if f.model is model and not f.auto_created and getattr(f, "editable", True) and f.concrete
        }
        links = (
            {r.get_accessor_name() for r in model._meta.child_relations}
            if hasattr(model._meta, "child_relations")
            else set()
        )
        tags = {f.name for f in model._meta.many_to_many}
        assert fields | links <= declared | own | tags | {"page_ptr"}, model


def test_trap_16_no_snippet_is_a_translatable_page_in_disguise() -> None:
    """Dates of publication are shared by the library where a snippet has drafts; our terms are one row for all."""
    models = [
        m for m in get_snippet_models() if issubclass(m, TranslatableMixin) and issubclass(m, DraftStateMixin)
    ]
    assert models == []
    for model in get_page_models():
        names = {field.field_name for field in getattr(model, "translatable_fields", [])}
        assert not names & {"go_live_at", "expire_at", "first_published_at"}, model


def test_trap_17_addresses_are_ascii(translation: Translation, source: PracticePage, committing: Any) -> None:
    with committing():
        page = practice_page("Työyhteisön pelisäännöt täysi", slug="")
    assert page.slug.isascii()
    segment = StringSegment.objects.get(source=translation.source, context__path="slug")
    StringTranslation.objects.filter(context=segment.context).update(data="Kaffe på börja-dagen")
    written = write_translation(translation, publish=False)
    assert latest(written).slug.isascii()
