"""Two editors at once: whoever saves second is told, keeps the text, and decides.

Wagtail refuses only what it saves by itself (autosave) over a newer version; its Save button writes over it unless the
browser happened to hear of the newer version in time. Here the button is refused as well.
"""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page
from wagtail.utils.timestamps import render_timestamp


class NoLostUpdate(EditView):
    """A view that edits a page, and saves only over the version that its form was opened at.

    Stands below `Careful`, inside whose transaction it reads the newest version: of two forms sent at the same moment
    the second waits for the first, and sees what it saved.
    """

    page: Any
    latest_revision: Any

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._read_newest()
        if not self.expects_json_response and self._is_overtaken() and not self.page.alias_of_id:
            return self._conflict()
        response = super().post(request, *args, **kwargs)
        return self._with_newest(response) if self.expects_json_response else response

    def _read_newest(self) -> None:
        """Lock the page until it is saved. On SQLite the transaction has locked the database already."""
        # Not joined: what may be missing cannot be locked.
        page = Page.objects.select_for_update().only("pk", "latest_revision").get(pk=self.page.pk)
        newest = page.latest_revision
        before = self.latest_revision
        if newest and (before is None or (newest.pk, newest.created_at) != (before.pk, before.created_at)):
            self.latest_revision = newest
            self.__dict__.pop("latest_revision_created_at", None)
            self.page = self._read_again()

    def _read_again(self) -> Any:
        """Return the page as it is now, where it changed after this view had read it."""
        self.real_page_record = Page.objects.get(pk=self.page.pk)
        return self.get_object()

    def _is_overtaken(self) -> bool:
        if self.is_out_of_date:
            return True
        # Opened when the page had no version yet: the editor's form, known by its `next`, then names none.
        sent = self.request.POST
        names_none = not (sent.get("loaded_revision_id") or sent.get("overwrite_revision_id"))
        return self.latest_revision is not None and "next" in sent and names_none

    def _conflict(self) -> HttpResponse:
        """Show the form again with what was written; it now names the newest version, which the next save replaces."""
        self.form = self.form_class(
            self.request.POST,
            self.request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=self.request.user,
        )
        self.form.defer_required_fields()
        self.form.is_valid()
        self.form.restore_required_fields()
        messages.error(self.request, self._told(), buttons=self._ways_out())
        self.has_unsaved_changes = True
        self.autosave_enabled = False  # would save over the newer version before anybody has read this
        return self.render_to_response(self.get_context_data())

    def _told(self) -> str:
        newest = self.latest_revision
        by_self = newest.user_id == self.request.user.pk
        told = (
            _("You saved this page in another window at %(time)s, after you had opened it here.")
            if by_self
            else _("%(name)s saved this page at %(time)s, after you had opened it.")
        ) % {
            "name": get_user_display_name(newest.user) if newest.user else _("Somebody else"),
            "time": render_timestamp(newest.created_at),
        }
        parts = [told, _("Nothing of yours is lost, and nothing is saved yet: your text is below.")]
        if different := self._different():
            parts.append(_("It differs from the newest version in: %s.") % ", ".join(different))
        parts.append(_("Compare them. When you save now, yours takes the place of the newest version."))
        return " ".join(parts)

    def _different(self) -> list[str]:
        """Return the labels of the fields in which what was sent differs from the newest version."""
        names = [name for name in self.form.changed_data if name in self.form.fields]
        labels = (
            str(self.form.fields[name].label or name) for name in names if name != "comment_notifications"
        )
        return list(dict.fromkeys(labels))

    def _ways_out(self) -> list[Any]:
        ways = [messages.button(self.get_edit_url(), _("Open the newest version"), new_window=True)]
        opened_at = self.request.POST.get("loaded_revision_id", "")
        earlier = self.page.revisions.exclude(pk=self.latest_revision.pk)
        if opened_at.isdigit() and earlier.filter(pk=opened_at).exists():
            url = reverse(
                "wagtailadmin_pages:revisions_compare",
                args=(self.page.pk, opened_at, self.latest_revision.pk),
            )
            ways.insert(0, messages.button(url, _("See what changed in between"), new_window=True))
        return ways

    def _with_newest(self, response: HttpResponse) -> HttpResponse:
        """Let a form that has just been saved by itself name the version that it is now opened at."""
        if response.status_code != 200 or not isinstance(response, JsonResponse):
            return response
        answer = json.loads(response.content)
        if answer.get("success") and "revision_id" in answer:
            answer.setdefault("field_updates", {}).update(
                loaded_revision_id=str(answer["revision_id"]),
                loaded_revision_created_at=answer["revision_created_at"],
            )
        return JsonResponse(answer)
