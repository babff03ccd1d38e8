"""Advice on pictures and materials: alt texts, licences, captions."""

from typing import Any

import pytest
from wagtail.images.tests.utils import get_test_image_file

from practices.models import PortalImage
from publishing.writing.checks import advice_on
from tests.factories import practice_page, project_page

pytestmark = pytest.mark.django_db


def material(kind: str, **changes: Any) -> tuple[str, dict[str, Any]]:
    values = {"title": "Ohje", "language": "fi", "licence": "CC BY 4.0", "url": "https://example.org/"}
    return kind, {**values, **({"minutes": 3, "captions": True} if kind == "video" else {}), **changes}


def told(page: Any) -> list[tuple[str, str]]:
    return [(each.name, each.about) for each in advice_on(page)]


def test_a_page_without_pictures_and_materials_is_left_alone(portal: Any) -> None:
    assert advice_on(practice_page()) == []


@pytest.mark.parametrize(
    ("block", "number"),
    [
        (material("link"), 0),
        (material("link", licence=" "), 1),
        (material("video"), 0),
        (material("video", captions=False), 1),
        (material("video", captions=False, licence=""), 2),
    ],
)
def test_materials_are_advised_on(portal: Any, block: Any, number: int) -> None:
    page = practice_page(materials=[block], live=False)
    assert told(page) == [("materials", "Ohje")] * number


def test_a_picture_needs_alt_text_maker_and_licence(portal: Any) -> None:
    image = PortalImage.objects.create(title="Järvi", file=get_test_image_file())
    page = practice_page(live=False)
    page.image = image
    assert told(page) == [("image_alt", "Järvi"), ("image", "Järvi")]
    page.image_alt, image.licence, image.credit = "Järvi aamulla.", "CC BY 4.0", "Esimerkkilän opisto"
    assert advice_on(page) == []


@pytest.mark.parametrize(
    ("alt", "decorative", "number"), [("", False, 1), ("Lumi.", False, 0), ("", True, 0)]
)
def test_pictures_within_the_text_of_other_pages_are_found(
    portal: Any, alt: str, decorative: bool, number: int
) -> None:
    image = PortalImage.objects.create(
        title="Lumi", file=get_test_image_file(), licence="CC BY 4.0", credit="Esimerkkilän opisto"
    )
    block = {"image": image.pk, "alt_text": alt, "decorative": decorative}
    page = project_page("kuvat")
    page.body = [{"type": "picture", "value": {"image": block, "caption": ""}, "id": "1"}]
    page.body = page.body.stream_block.to_python(page.body.get_prep_value())
    assert told(page) == [("body", "Lumi")] * number
