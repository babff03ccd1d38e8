"""The readers' pages: the institutions that use practices, and each of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from adoption.institutions.listing import institution_of, places
from adoption.institutions.yearly import years
from adoption.places import finland


@csrf_exempt  # nothing is written: so that other methods are refused as such, not for a missing token
@require_safe
def institutions(request: HttpRequest) -> HttpResponse:
    """List the institutions that may be named, by region."""
    found = places()
    context = {
        "places": found,
        "total": sum(len(place.institutions) for place in found),
        "any_demo": any(each.is_demo for place in found for each in place.institutions),
        "years": years(),
    }
    return TemplateResponse(request, "adoption/institutions/index.html", context)


@csrf_exempt
@require_safe
def institution(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what an institution does with practices. Raises Http404 where nothing of it may be told."""
    found = institution_of(slug)
    if found is None:
        raise Http404(_("No institution of this address tells of itself here."))
    context = {"institution": found, "map": finland()}
    return TemplateResponse(request, "adoption/institutions/institution.html", context)
