"""Pictures and files that editors upload: what is taken off them, and what is refused."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo
from wagtail.documents import get_document_model

from practices.models import PortalImage

pytestmark = pytest.mark.django_db
TURN_RIGHT = 6  # EXIF: the camera lay on its side
PLACE = b"60.1699"
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><exif:GPSLatitude>60.1699N</exif:GPSLatitude></x:xmpmeta>"


def picture(format_: str, *, orientation: int = 1, **options: Any) -> bytes:
    """Return a 40 × 20 picture, red to the left and blue to the right, that tells where it was taken."""
    image = Image.new("RGB", (40, 20), "red")
    ImageDraw.Draw(image).rectangle((20, 0, 40, 20), fill="blue")
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = PLACE.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (60.0, 10.0, 11.6), 3: "E", 4: (24.0, 56.0, 15.0)})
    buffer = BytesIO()
    image.save(buffer, format=format_, exif=exif, **options)
    return buffer.getvalue()


def upload(client: Client, content: bytes, name: str = "kuva.jpg") -> Any:
    """Send a picture as an editor does."""
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("wagtailimages:add"), {"title": "Kuva", "file": file, "collection": 1})


@pytest.mark.parametrize(
    ("format_", "name", "options"),
    [
        ("JPEG", "kuva.jpg", {"quality": 95}),
        ("JPEG", "kuva.jpg", {"quality": 95, "xmp": XMP, "comment": PLACE}),
        ("MPO", "kuva.jpg", {}),
        ("PNG", "kuva.png", {}),
        ("WEBP", "kuva.webp", {"lossless": True, "xmp": XMP}),
    ],
    ids=["jpeg", "jpeg with xmp", "phone's jpeg", "png", "webp"],
)
def test_a_picture_loses_its_position_and_keeps_its_turn(
    admin_client: Client, format_: str, name: str, options: dict[str, Any]
) -> None:
    content = picture(format_, orientation=TURN_RIGHT, **options)
    assert b"60.1699" in content
    assert upload(admin_client, content, name).status_code == 302
    image = PortalImage.objects.get()
    with image.file.open("rb") as file:
        kept = file.read()
    assert PLACE not in kept
    with Image.open(BytesIO(kept)) as stored:
        assert not stored.getexif()
        assert stored.size == (20, 40) == (image.width, image.height)
        assert stored.convert("RGB").getpixel((10, 4))[0] > 200  # red is on top now
    assert image.file_size == len(kept)


def test_text_in_a_png_goes_too(admin_client: Client) -> None:
    notes = PngInfo()
    notes.add_text("XML:com.adobe.xmp", XMP.decode())
    notes.add_text("Author", "Maija Meikäläinen")
    buffer = BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, format="PNG", pnginfo=notes)
    upload(admin_client, buffer.getvalue(), "kuva.png")
    with PortalImage.objects.get().file.open("rb") as file:
        kept = file.read()
    assert b"GPSLatitude" not in kept
    assert b"Maija" not in kept


def test_a_picture_that_tells_nothing_is_kept_byte_for_byte(admin_client: Client) -> None:
    buffer = BytesIO()
    Image.new("RGB", (8, 8), "green").save(buffer, format="JPEG")
    upload(admin_client, buffer.getvalue())
    with PortalImage.objects.get().file.open("rb") as file:
        assert file.read() == buffer.getvalue()


def test_renditions_tell_nothing_either(admin_client: Client) -> None:
    upload(admin_client, picture("JPEG"))
    with PortalImage.objects.get().get_rendition("width-10|format-jpeg").file.open("rb") as file:
        assert not Image.open(file).getexif()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "kuva.svg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "kuva.png"),
        (b"%PDF-1.7", "kuva.jpg"),
        (b"", "kuva.jpg"),
        (picture("PNG"), "kuva.jpg"),
        (picture("JPEG")[:200], "kuva.jpg"),
        (picture("PNG")[:-40], "kuva.png"),
    ],
    ids=["svg", "svg named png", "pdf named jpg", "empty", "png named jpg", "cut short", "cut near the end"],
)
def test_what_is_no_picture_is_refused_with_a_message(
    admin_client: Client, content: bytes, name: str
) -> None:
    response = upload(admin_client, content, name)
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not PortalImage.objects.exists()


def test_a_picture_too_large_in_bytes_or_pixels_is_refused(admin_client: Client, settings: Any) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 100
    assert "file" in upload(admin_client, picture("JPEG")).context["form"].errors
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10**7
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 100
    assert "file" in upload(admin_client, picture("JPEG")).context["form"].errors
    assert not PortalImage.objects.exists()


@pytest.mark.parametrize(("name", "taken"), [("opas.pdf", True), ("opas.exe", False), ("opas.html", False)])
def test_only_documents_of_known_kinds_are_taken(admin_client: Client, name: str, taken: bool) -> None:
    file = SimpleUploadedFile(name, b"%PDF-1.7 opas")
    data = {"title": "Opas", "file": file, "collection": 1}
    response = admin_client.post(reverse("wagtaildocs:add"), data)
    assert response.status_code == (302 if taken else 200)
    assert get_document_model().objects.exists() is taken
    if not taken:
        assert response.context["form"].errors["file"]
