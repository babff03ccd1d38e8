"""Addresses of the catalogue that are not pages: search, and the permanent addresses of practices."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language, get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from practices.finding import findings_of
from practices.models import PracticePage


@csrf_exempt  # nothing is written: so that other methods are refused as such, not for a missing token
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answer with the hits of `?q=`; 404 with a message where a filter or page of the address does not exist."""
    findings = findings_of(request.GET, language=get_language())
    context = {"findings": findings, "listing": findings.listing}
    return TemplateResponse(request, "practices/search.html", context, status=findings.listing.status)


@require_safe
def permanent(request: HttpRequest, key: str) -> HttpResponse:
    """Lead a permanent address to the practice where it stands now, in the reader's language where it is there."""
    pages = PracticePage.objects.live().public().filter(key=key).select_related("locale")
    by_language = {page.locale.language_code: page for page in pages}
    if not by_language:
        raise Http404(_("No practice has this address."))
    page = by_language.get(get_language_from_request(request)) or next(iter(by_language.values()))
    response = HttpResponseRedirect(page.url)
    response.headers["Vary"] = "Accept-Language"
    return response
