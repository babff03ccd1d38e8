"""The editor's page of a translation: what waits, PO files out and in, marking texts as up to date."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation

from practices.translating import po
from practices.translating.access import may_edit, may_publish, may_read_texts
from practices.translating.importing import Imported, import_files
from practices.translating.merging import write_merged
from practices.translating.texts import State, mark_up_to_date, state_of

SHOWN_PROBLEMS = 10


class Panel:
    """What the editor of a translated page is told of its translation; nothing is queried before it is asked."""

    def __init__(self, page: Page, user: Any) -> None:
        self.page, self.user = page, user

    @cached_property
    def translation(self) -> Translation | None:
        return translation_into(self.page)

    @cached_property
    def state(self) -> State | None:
        return state_of(self.translation) if self.translation else None

    @property
    def source_language(self) -> str:
        """The name of the source's language in the editor's language."""
        return language_name(self.translation.source.locale.language_code) if self.translation else ""

    @property
    def source_page(self) -> Page | None:
        return _source_of(self.translation) if self.translation else None

    @property
    def may_edit(self) -> bool:
        return may_edit(self.user, self.page)

    @property
    def may_publish(self) -> bool:
        return may_publish(self.user, self.page)


def language_name(code: str) -> str:
    """Return a language's name in the active language."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def translation_into(page: Page) -> Translation | None:
    """Return the record of which a page, not an alias, is the translation, while its source is there."""
    if page.alias_of_id is not None:
        return None
    translation = (
        Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale_id)
        .exclude(source__locale=page.locale_id)
        .select_related("source__locale", "target_locale")
        .first()
    )
    return translation if translation is not None and _source_of(translation) is not None else None


def _source_of(translation: Translation) -> Page | None:
    return translation.source.object.get_instance_or_none(translation.source.locale)


def _asked(request: HttpRequest, page_id: int, *, to_read: bool = False) -> tuple[Page, Translation]:
    """Return what a request is about. Raises Http404, and PermissionDenied for those who edit neither page."""
    page = get_object_or_404(Page, pk=page_id)
    translation = translation_into(page)
    if translation is None:
        raise Http404
    source = _source_of(translation)
    pages = [page, source] if to_read and source is not None else [page]
    if not (may_read_texts(request.user, pages) if to_read else may_edit(request.user, page)):
        raise PermissionDenied
    return page, translation


@require_GET
def state(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show a translation: texts that wait, with what can be done about them."""
    page, _translation = _asked(request, page_id, to_read=True)
    context = {
        "panel": Panel(page, request.user),
        "page": page,
        "language": language_name(page.locale.language_code),
    }
    return render(request, "practices/admin/translation_state.html", context)


@require_GET
def download(request: HttpRequest, page_id: int) -> HttpResponse:
    """Answer with the translation's PO file."""
    _page, translation = _asked(request, page_id, to_read=True)
    response = HttpResponse(po.export(translation), content_type="text/x-gettext-translation; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{po.file_name(translation)}"'
    return response


@require_POST
def upload(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take in a PO file of this very page, as a draft or published."""
    page, translation = _asked(request, page_id)
    publish = bool(request.POST.get("publish"))
    if publish and not may_publish(request.user, page):
        raise PermissionDenied
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, _("Choose a PO file first."))
    elif (file.size or 0) > po.LARGEST:
        messages.error(request, _("The file is larger than %d megabytes.") % (po.LARGEST // 1024**2))
    else:
        _take_in(request, translation, (file.name or "PO", file.read()), publish=publish)
    return redirect("translation_state", page_id)


def _take_in(
    request: HttpRequest, translation: Translation, file: tuple[str, bytes], *, publish: bool
) -> None:
    try:
        if po.read(*file).translation.pk != translation.pk:
            messages.error(request, _("The file %s is for another page.") % file[0])
            return
        done = import_files([file], publish=publish, user=request.user)
    except po.BadPo as bad:
        count = len(bad.problems)
        head = (
            ngettext("%d problem; nothing was imported.", "%d problems; nothing was imported.", count) % count
        )
        messages.error(request, " · ".join([head, *map(str, bad.problems[:SHOWN_PROBLEMS])]))
        return
    messages.success(request, summary(done))


def summary(done: Imported) -> str:
    """Return an import's counts as a sentence."""
    return _(
        "Texts changed: %(changed)d, unchanged: %(unchanged)d, not translated: %(waiting)d, "
        "of an earlier version: %(outdated)d. Pages written: %(pages)d."
    ) % {
        "changed": done.changed,
        "unchanged": done.unchanged,
        "waiting": len(done.untranslated),
        "outdated": len(done.outdated),
        "pages": len(done.pages),
    }


@require_POST
def mark(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say of chosen texts that their translation holds as it is."""
    _page, translation = _asked(request, page_id)
    chosen = {int(value) for value in request.POST.getlist("text") if value.isascii() and value.isdigit()}
    count = mark_up_to_date(translation, chosen, user=request.user)
    text = ngettext("%d text marked as up to date.", "%d texts marked as up to date.", count) % count
    (messages.success if count else messages.warning)(request, text)
    return redirect("translation_state", page_id)


@require_POST
def fetch(request: HttpRequest, page_id: int) -> HttpResponse:
    """Put texts that are new in the source into the page's draft, untranslated, and open it in the editor."""
    page, translation = _asked(request, page_id)
    write_merged(translation, (), publish=False, user=request.user, fill=True)
    messages.success(
        request, _("The new texts are in the draft, in their own language. Translate them, then publish.")
    )
    return redirect("wagtailadmin_pages:edit", page.pk)
