"""Pictures made beforehand in the sizes that templates use, so that no visitor waits for them."""

from collections.abc import Callable

from practices.models import PortalImage, PracticePage

# As in templates: cards, and the picture of a practice.
SPECS = (
    "fill-320x180-c100|format-webp",
    "fill-640x360-c100|format-webp",
    "width-640|format-webp",
    "width-1200|format-webp",
)


def make_renditions(*, progress: Callable[[int, int], None]) -> int:
    """Make every missing rendition of pictures used on practices; return how many were made."""
    images = PortalImage.objects.filter(pk__in=_used()).prefetch_related("renditions")
    todo = [
        (image, spec)
        for image in images
        for spec in SPECS
        if spec not in {rendition.filter_spec for rendition in image.renditions.all()}
    ]
    for done, (image, spec) in enumerate(todo, 1):
        image.get_rendition(spec)
        progress(done, len(todo))
    return len(todo)


def _used() -> list[int]:
    return list(PracticePage.objects.exclude(image=None).values_list("image_id", flat=True).distinct())
