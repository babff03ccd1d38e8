"""Addresses of the catalogue that are not pages: search, and the permanent addresses of practices."""

from dataclasses import asdict

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from practices.finding import findings_of, related_themes
from practices.models import PracticePage
from practices.stand_ins import as_read
from practices.suggesting import suggestions_for
from practices.wishes.forms import blank_form
from practices.wishes.listing import similar_wishes
from search.counting import count_search
from search.index import SearchUnavailable
from search.query import MAX_CHARACTERS


@csrf_exempt  # nothing is written: so that other methods are refused as such, not for a missing token
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answer with the hits of `?q=`; 404 with a message where a filter or page of the address does not exist."""
    language = get_language()
    findings = findings_of(request.GET, language=language)
    if findings.may_be_counted and request.method == "GET":
        agent = request.headers.get("User-Agent", "")
        count_search(findings.query.text, language=language, hits=findings.total, user_agent=agent)
    context = {"findings": findings, "listing": findings.listing, "related_themes": related_themes(findings)}
    if findings.searched and not findings.total:
        context |= {
            "wish_form": blank_form(findings.query.text),
            "wishes": similar_wishes(findings.query.text, language),
        }
    return TemplateResponse(request, "practices/search.html", context, status=findings.listing.status)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Answer with names that complete `?q=`, for the search box."""
    typed = request.GET.get("q", "")[:MAX_CHARACTERS]
    try:
        found = suggestions_for(typed, language=get_language())
    except SearchUnavailable:  # the box then is a plain search box
        return JsonResponse({"query": typed, "suggestions": []}, status=503)
    response = JsonResponse({"query": typed, "suggestions": [asdict(each) for each in found]})
    patch_cache_control(response, public=True, max_age=60)
    return response


@require_safe
def permanent(request: HttpRequest, key: str) -> HttpResponse:
    """Lead a permanent address to the practice where it stands now, in the reader's language where it is there."""
    pages = PracticePage.objects.public().filter(key=key).select_related("locale")
    by_language = {page.locale.language_code: page for page in as_read(pages)}
    if not by_language:
        raise Http404(_("No practice has this address."))
    page = by_language.get(get_language_from_request(request)) or next(iter(by_language.values()))
    response = HttpResponseRedirect(page.url)
    response.headers["Vary"] = "Accept-Language"
    return response
