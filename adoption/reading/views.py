"""The readers' page of a practice: who uses it and where, whether it lasts, what it takes, and what they tell."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from adoption.places import finland
from adoption.reading.lasting import ENOUGH_FOR_SHARE
from adoption.reading.regions import FEWEST_UNNAMED
from adoption.reading.use import use_of
from practices.stand_ins import practice_by


@csrf_exempt  # nothing is written: so that other methods are refused as such, not for a missing token
@require_safe
def in_use(request: HttpRequest, key: str) -> HttpResponse:
    """Show who uses a practice that everybody may read; 404 for any other."""
    practice = practice_by(key)
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
