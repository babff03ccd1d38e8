"""wagtail-localize's own views, put behind the permissions of the pages that they touch.

The library asks for one permission for the whole site, and then shows, copies and publishes any page.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import LocaleSynchronization, LocaleSynchronizationModelForm
from wagtail_localize.views import convert
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView

from practices.translating.access import may_edit, may_publish, may_translate
from practices.translating.mending import mend
from practices.translations import settle_new_draft

RESTART = "localize-restart-translation"


class SubmitView(SubmitPageTranslationView):
    """Begins translations of a page that the user edits, in places where they may edit or add."""

    object: Page

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_translate(request.user, self.get_object(), ()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        locales = list(form.cleaned_data["locales"])
        if not may_translate(self.request.user, self.object, locales):
            raise PermissionDenied
        for page in self._submitted(form).specific():
            mend(page)
        self.object = self.get_object()
        before = set(self._translations(form, locales).values_list("pk", flat=True))
        response = super().form_valid(form)
        for page in self._translations(form, locales).exclude(pk__in=before).specific():
            settle_new_draft(page, user=self.request.user)
        return response

    def _submitted(self, form: Any) -> Any:
        if form.cleaned_data["include_subtree"]:
            return Page.objects.descendant_of(self.object, inclusive=True)
        return Page.objects.filter(pk=self.object.pk)

    def _translations(self, form: Any, locales: list[Any]) -> Any:
        """Return the pages, aliases apart, that stand in the chosen languages for what is submitted."""
        keys = self._submitted(form).values_list("translation_key", flat=True)
        return Page.objects.filter(translation_key__in=list(keys), locale__in=locales, alias_of__isnull=True)


class UpdateView(UpdateTranslationsView):
    """Re-reads a source, for those who edit it; and publishes its translations, for those who publish them."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        source = self.get_object()
        original = source.object.get_instance_or_none(source.locale)
        targets = [
            source.object.get_instance_or_none(translation.target_locale)
            for translation in source.translations.filter(enabled=True)
        ]
        needed = may_publish if request.POST.get("publish_translations") else may_edit
        if (
            not isinstance(original, Page)
            or not may_edit(request.user, original)
            or not all(needed(request.user, page) for page in targets if page is not None)
        ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """Give a page up for a mirror of its source; since that shows at once, it takes the right to publish."""
    if not may_publish(request.user, get_object_or_404(Page, pk=page_id)):
        raise PermissionDenied
    return convert.convert_to_alias(request, page_id)


def keep_normal_editor(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to take a page out of the normal editor: the library's own would write over what was edited there."""
    if request.method == "POST" and RESTART in request.POST:
        messages.error(request, _("Translations are edited in the normal editor here."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


class OneWayForm(LocaleSynchronizationModelForm):
    """Keeps two languages from following each other: every new page would fail to find its place."""

    def validate_with_locale(self, locale: Any) -> None:
        super().validate_with_locale(locale)
        source = self.cleaned_data.get("sync_from")
        seen = set()
        while source is not None and source.pk not in seen:
            seen.add(source.pk)
            followed = LocaleSynchronization.objects.filter(locale=source).first()
            source = followed.sync_from if followed else None
            if source is not None and source.pk == locale.pk:
                reason = _("That language already follows this one; only one of two may follow the other.")
                raise ValidationError({"sync_from": reason})
