"""The sheet to print for a pilot: its code, the address to type, and the same address as a picture to scan."""

from dataclasses import dataclass

import qrcode
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override
from qrcode.constants import ERROR_CORRECT_M

from practices.models import PracticePage
from publishing.models import Pilot


@dataclass(frozen=True)
class Sheet:
    """A sheet in one language."""

    language: str
    title: str
    entry: str  # the address at which the code is typed, without the https:// that nobody types
    url: str  # the address that needs no code
    picture: SafeString


def sheets(page: PracticePage, pilot: Pilot) -> list[Sheet]:
    """Return a sheet in each language that the practice has a page of its own in, that of `page` first."""
    pages = PracticePage.objects.filter(translation_key=page.translation_key, alias_of=None)
    ordered = sorted(pages.select_related("locale"), key=lambda each: (each.pk != page.pk, each.locale_id))
    return [_sheet(each, pilot) for each in ordered]


def public_url(pilot: Pilot, language: str) -> str:
    """Return the address at which one answers in a language."""
    with override(language):
        return settings.SITE_URL + reverse("pilot_answer", args=(pilot.code,))


def _sheet(page: PracticePage, pilot: Pilot) -> Sheet:
    language = page.locale.language_code
    with override(language):
        entry = settings.SITE_URL + reverse("pilot_enter")
    url = public_url(pilot, language)
    return Sheet(language, page.title, entry.partition("://")[2], url, qr_svg(url))


def qr_svg(text: str) -> SafeString:
    """Return a QR code as SVG that is as large as its box: black on white, with the quiet zone around it."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark)
    size = len(matrix)
    return mark_safe(  # noqa: S308 numbers alone
        f'<svg class="sheet__qr" viewBox="0 0 {size} {size}" aria-hidden="true" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path}"/></svg>'
    )
