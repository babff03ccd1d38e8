"""The pages of fitting and comparing. They only read: what a visitor tells stands in the address and nowhere else."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from adoption.fit.choosing import MOST, Title, chosen_from, titles
from adoption.fit.comparing import rows_of
from adoption.fit.conditions import with_terms
from adoption.fit.experience import lasting_after_a_year
from adoption.fit.fitting import Fit, best, compare_url, fits_of, set_against
from adoption.fit.profile import Profile, profile_form, profile_in, themes
from practices.models import PracticePage


@csrf_exempt  # nothing is written: other methods are refused as such, not for a missing token
@require_safe
@never_cache  # an institution's answers are kept nowhere
def fit(request: HttpRequest) -> HttpResponse:
    """Answer whether a practice fits an institution, or which ones fit best; 404 for an unknown practice or theme.

    400 where the profile has mistakes. Without a profile it asks for one.
    """
    form = profile_form(request.GET)
    key, theme = (request.GET.get(name, "").strip() for name in ("practice", "theme"))
    here = Locale.get_active()
    known = titles(here)
    practice = next((each for each in known if each.key == key), None) if key else None
    known_themes = [] if practice else themes()
    lost = ""
    if key and practice is None:
        lost = _("There is no such practice here (any more). Choose another one below.")
    elif theme and not practice and theme not in dict(known_themes):
        lost = _("There is no such theme. Choose another one below.")
    context: dict[str, Any] = {
        "form": form,
        "practice": practice,
        "theme": theme,
        "themes": known_themes,
        "titles": known,
        "lost": lost,
        "profile_query": "",
    }
    wrong = form.is_bound and not form.is_valid()
    if form.is_bound and not wrong and not lost:
        context |= _answer(form.profile(), here, practice, theme)
    status = 404 if lost else 400 if wrong else 200
    return TemplateResponse(request, "adoption/fit/fit.html", context, status=status)


def _answer(profile: Profile, here: Locale, practice: Title | None, theme: str) -> dict[str, Any]:
    """Return what a profile is answered: of one practice, or of all."""
    told: dict[str, Any] = {"profile_query": profile.query()}
    if practice is None:
        ranked = best(profile, here, [theme] if theme else [])
        keys = [fit.page.key for fit in ranked[:MOST]]
        return told | {
            "asked_best": True,
            "ranked": ranked,
            "compare": len(keys) > 1 and compare_url(keys, profile),
        }
    result, easier = set_against(practice.pk, profile, here)
    keys = [practice.key, *(each.fit.page.key for each in easier)]
    return told | {"result": result, "easier": easier, "compare": compare_url(keys, profile)}


@dataclass(frozen=True)
class Column:
    """A practice of the comparison, and the way to the comparison without it."""

    fit: Fit
    without: str


@csrf_exempt
@require_safe
@never_cache
def compare(request: HttpRequest) -> HttpResponse:
    """Answer with up to four practices side by side; 404 for an unknown one, 400 for more than four."""
    profile, here = profile_in(request.GET), Locale.get_active()
    chosen = chosen_from(request.GET.getlist("p"), with_terms(PracticePage.objects.readable(here)))
    fits = fits_of(chosen.pages, profile)
    keys = [page.key for page in chosen.pages]
    context = {
        "columns": [
            Column(each, compare_url([k for k in keys if k != each.page.key], profile)) for each in fits
        ],
        "rows": rows_of(
            fits, lasting_after_a_year(page.translation_key for page in chosen.pages) if fits else {}
        ),
        "messages_to_reader": chosen.messages,
        "keys": keys,
        "pairs": profile.pairs(),
        "profile_query": profile.query(),
        "titles": [each for each in titles(here) if each.key not in keys],
        "room": MOST - len(keys),
    }
    return TemplateResponse(request, "adoption/fit/compare.html", context, status=chosen.status)
