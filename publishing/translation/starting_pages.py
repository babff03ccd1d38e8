"""The buttons that set something going: a translation begun, and missing texts sent to the machine."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail.models import Locale, Page

from practices.translating.access import may_translate
from publishing.translation.asking import asked
from publishing.translation.beginning import begin
from publishing.translation.machine import CannotTranslate, translator_for
from publishing.translation.machine.running import Outcome, translate_missing
from publishing.translation.panel import Panel, can_be_source, language_name, translation_into

SHOWN_PROBLEMS = 5


@require_GET
def languages(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show into which languages a page is or can be translated, a button each."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if translation_into(page) is not None:
        return redirect("translation_state", page.pk)
    if not can_be_source(page):
        raise Http404
    context = {"page": page, "panel": Panel(page, request.user)}
    return render(request, "publishing/admin/translation/languages.html", context)


@require_POST
def begin_translation(request: HttpRequest, page_id: int, language: str) -> HttpResponse:
    """Begin a page's translation as a draft and open its workbench; where it was begun already, only open it."""
    page = get_object_or_404(Page, pk=page_id)
    locale = get_object_or_404(Locale.objects.exclude(pk=page.locale_id), language_code=language)
    if not can_be_source(page) or translation_into(page) is not None:
        raise Http404
    if not may_translate(request.user, page, [locale]):
        raise PermissionDenied
    there = page.get_translation_or_none(locale)
    translated = begin(page, locale, user=request.user)
    if there is None or there.alias_of_id is not None:
        name = language_name(language)
        messages.success(
            request,
            _(
                "The translation (%s) has been begun as a draft. Until it is published, readers get the original."
            )
            % name,
        )
    return redirect("translation_state", translated.pk)


@require_POST
def translate_by_machine(request: HttpRequest, page_id: int) -> HttpResponse:
    """Send the texts that nobody has translated to the service of the settings."""
    page, translation = asked(request, page_id)
    service = translator_for(translation)
    if service is None:
        raise Http404
    try:
        outcome = translate_missing(translation, service, user=request.user)
    except CannotTranslate as error:
        messages.error(request, _("%s Nothing was saved.") % error)
    else:
        _tell(request, outcome)
    return redirect("translation_state", page.pk)


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    made = len(outcome.texts)
    if made:
        text = ngettext("%d text translated by machine.", "%d texts translated by machine.", made) % made
        marked = _("Each stays marked until somebody has checked it.")
        messages.success(request, f"{text} {marked}")
    if outcome.unfit:
        count = len(outcome.unfit)
        head = (
            ngettext(
                "%d text came back unfit and is left for you:",
                "%d texts came back unfit and are left for you:",
                count,
            )
            % count
        )
        told = [f"{row.place.label} ({reason})" for row, reason in outcome.unfit[:SHOWN_PROBLEMS]]
        messages.warning(request, f"{head} {' · '.join(told)}")
    if outcome.left:
        left = outcome.left
        messages.warning(
            request,
            ngettext(
                "%d text did not come in time. Press the button again.",
                "%d texts did not come in time. Press the button again.",
                left,
            )
            % left,
        )
    if not made and not outcome.unfit and not outcome.left:
        messages.warning(request, _("There was nothing to translate: no text is missing."))
