"""Taking a sender's file into the portal: into the team's collection, and into the draft with its licence."""

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.models import Collection, Page

from practices.models import PortalImage
from publishing.drafting import change_draft
from publishing.models import SuggestedFile
from publishing.roles import team_of
from publishing.suggesting.following import taken_up
from publishing.uploads import PICTURES

LONGEST_TITLE = 200


@transaction.atomic
def take_in(file: SuggestedFile, *, user: Any) -> str:
    """Make a document or picture of a file and put it into its draft; return what was done, "" if it was before."""
    rows = SuggestedFile.objects.select_for_update(of=("self",))
    row = rows.select_related("suggestion__page").get(pk=file.pk)
    page = row.suggestion.page
    if page is None or row.is_taken_in:
        return ""
    Page.objects.select_for_update().get(pk=page.pk)  # the draft is read and written as one deed
    team = team_of(page)
    collection = team.collection if team else Collection.get_first_root_node()
    with row.file.open("rb") as kept:
        content = ContentFile(kept.read(), name=row.name)
    common = {
        "title": row.name.rpartition(".")[0][:LONGEST_TITLE],
        "collection": collection,
        "uploaded_by_user": user,
    }
    put = _take_picture if row.kind in PICTURES else _take_document
    said = put(row, page.specific, content, common)
    row.save()
    taken_up(page)
    return said


def _take_document(row: SuggestedFile, page: Any, content: ContentFile, common: dict[str, Any]) -> str:
    row.document = get_document_model().objects.create(file=content, **common)
    draft = page.get_latest_revision_as_object()
    material = {
        "title": common["title"],
        "language": row.suggestion.language,
        "licence": row.licence,
        "file": row.document,
    }
    draft.materials.append(("file", material))
    change_draft(page, {"materials": draft.materials}, user=common["uploaded_by_user"])
    return _("The file is in the team's collection and among the materials of the draft.")


def _take_picture(row: SuggestedFile, page: Any, content: ContentFile, common: dict[str, Any]) -> str:
    credit = row.suggestion.organisation
    row.image = PortalImage.objects.create(file=content, licence=row.licence, credit=credit, **common)
    if page.get_latest_revision_as_object().image_id:
        return _("The picture is in the team's collection. The draft has a picture already, which stays.")
    change_draft(page, {"image": row.image}, user=common["uploaded_by_user"])
    return _("The picture is in the team's collection and on the draft. Write its alt text there.")
