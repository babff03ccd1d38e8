"""A translation's PO file out and in, and new texts put into its draft: the ways to translate outside the workbench."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail_localize.models import Translation

from practices.translating import po
from practices.translating.access import may_publish
from practices.translating.importing import import_files, summary
from practices.translating.merging import write_merged
from publishing.translation.asking import asked

SHOWN_PROBLEMS = 10


@require_GET
def download(request: HttpRequest, page_id: int) -> HttpResponse:
    """Answer with the translation's PO file."""
    _page, translation = asked(request, page_id, to_read=True)
    response = HttpResponse(po.export(translation), content_type="text/x-gettext-translation; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{po.file_name(translation)}"'
    return response


@require_POST
def upload(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take in a PO file of this very page, as a draft or published."""
    page, translation = asked(request, page_id)
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


@require_POST
def fetch(request: HttpRequest, page_id: int) -> HttpResponse:
    """Put texts that are new in the source into the page's draft, untranslated, and open it in the editor."""
    page, translation = asked(request, page_id)
    write_merged(translation, (), publish=False, user=request.user, fill=True)
    messages.success(
        request, _("The new texts are in the draft, in their own language. Translate them, then publish.")
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


def to_our_upload(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Lead from the library's PO views, which check neither tags nor texts, to ours."""
    translation = get_object_or_404(Translation, pk=translation_id)
    page = translation.source.object.get_instance_or_none(translation.target_locale)
    return redirect("translation_state", page.pk) if page is not None else redirect("translations_report")
