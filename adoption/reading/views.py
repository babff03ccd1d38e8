"""The readers' page of a practice: who uses it and where, whether it lasts, what it takes, and what they tell."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from adoption.places import finland
from adoption.reading.lasting import ENOUGH_FOR_SHARE
from adoption.reading.regions import FEWEST_UNNAMED
from adoption.reading.use import use_of
from practices.models import PracticePage


@csrf_exempt  # nothing is written: so that other methods are refused as such, not for a missing token
@require_safe
def in_use(request: HttpRequest, key: str) -> HttpResponse:
    """Show who uses a practice that everybody may read; 404 for any other."""
    pages = PracticePage.objects.live().public().filter(key=key, locale__language_code=get_language())
    practice = pages.select_related("locale", "alias_of__locale").order_by("pk").first()
    if practice is None:
        raise Http404(_("No practice has this address."))
    use = use_of(practice)
    context = {
        "practice": practice,
        "use": use,
        "map": finland(),
        "promised": practice.staff_hours,
        "fewest_unnamed": FEWEST_UNNAMED,
        "enough_for_share": ENOUGH_FOR_SHARE,
    }
    return TemplateResponse(request, "adoption/reading/in_use.html", context)
