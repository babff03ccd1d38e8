"""The public list of changes between a practice's published versions."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from wagtail.models import Page

from practices.models import PracticePage
from practices.stand_ins import practice_by
from publishing.versions.listing import VersionList
from publishing.versions.telling import shown_refinements


@csrf_exempt  # nothing is written: so that other methods are refused as such, not for a missing token
@require_safe
def versions(request: HttpRequest, key: str) -> HttpResponse:
    """Show what changed between the published versions of a practice that everybody may read; else 404."""
    practice, source = _asked(key)
    listing = VersionList(source, request.GET.get("page"), shown_refinements(practice))
    context = {"practice": practice, "source": source, "listing": listing}
    return TemplateResponse(request, "publishing/versions/versions.html", context, status=listing.status)


def _asked(key: str) -> tuple[PracticePage, Any]:
    """Return a practice's page in the active language, and the page whose texts it shows: an alias has none."""
    practice = practice_by(key)
    source = practice.alias_of if practice.alias_of_id else practice
    if source is not practice and not Page.objects.live().public().filter(pk=source.pk).exists():
        raise Http404(_("No practice has this address."))
    return practice, source
