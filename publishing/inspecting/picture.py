"""Pictures that are whole and of a size that a browser can show."""

from io import BytesIO

from PIL import Image

from publishing.inspecting.result import Fault, Refused

MOST_PIXELS = 50_000_000  # the best phones of today; a picture of 7,000 × 7,000
MOST_FRAMES = 200
FORMATS = {"PNG": "png", "JPEG": "jpeg", "MPO": "jpeg", "WEBP": "webp"}


def is_picture(data: bytes) -> bool:
    """Whether the content begins as a picture's of a kind that is taken."""
    return data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) or (
        data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    )


def kind_of(data: bytes) -> str:
    """Return png, jpeg or webp. Raises Refused, or what the library raises for damage."""
    try:
        opened = Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP"))
    except Image.DecompressionBombError as bomb:
        raise Refused(Fault.BOMB) from bomb
    with opened as image:
        width, height = image.size  # known before anything is unpacked
        if width * height > MOST_PIXELS or getattr(image, "n_frames", 1) > MOST_FRAMES:
            raise Refused(Fault.BOMB)
        image.load()
        return FORMATS[str(image.format)]
