"""Stories and photos in the editor: nobody else sees them before somebody of the practice's team has looked at them."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permission_policies.pages import PagePermissionPolicy

from adoption.models import FollowUp
from adoption.practice_pages import page_of, pages_of
from adoption.teams import may_decide
from practices.models import PracticePage

MOST_SHOWN = 100  # the newest of those that were looked at


@dataclass(frozen=True)
class Told:
    """A follow-up with something for readers, and the practice that it is of."""

    follow_up: FollowUp
    page: PracticePage

    @property
    def seen(self) -> str:
        """What the form sends back, so that nobody decides about what was changed meanwhile."""
        return fingerprint(self.follow_up)


def sees_any(user: Any) -> bool:
    """Return whether stories are a user's business at all."""
    return bool(PagePermissionPolicy().user_has_any_permission(user, {"change"}))


def stories() -> QuerySet[FollowUp]:
    """Return the follow-ups that have something for readers, the newest first."""
    told = FollowUp.objects.exclude(story_consent="").filter(~Q(story="") | Q(photo__isnull=False))
    related = told.select_related("adoption__organisation", "adoption__suggested", "photo")
    return related.order_by("-answered_at", "-pk")


def waiting() -> QuerySet[FollowUp]:
    """Return those that nobody has looked at."""
    return stories().filter(story_checked_at=None, story_hidden_at=None)


def seen_by(user: Any, found: QuerySet[FollowUp]) -> list[Told]:
    """Return those of `found` about which a user decides."""
    follow_ups = list(found)
    pages = (
        pages_of({each.adoption.practice for each in follow_ups}, language=settings.LANGUAGE_CODE)
        if follow_ups
        else {}
    )
    theirs = {key for key, page in pages.items() if may_decide(user, page)}
    return [
        Told(each, pages[each.adoption.practice]) for each in follow_ups if each.adoption.practice in theirs
    ]


class StoriesView(WagtailAdminTemplateMixin, TemplateView):
    """What waits, and what was decided of late."""

    template_name = "adoption/admin/pulse/stories.html"
    header_icon = "pick"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not sees_any(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Stories from institutions")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decided = stories().exclude(story_checked_at=None, story_hidden_at=None)[:MOST_SHOWN]
        more = {
            "waiting": seen_by(self.request.user, waiting()),
            "decided": seen_by(self.request.user, decided),
        }
        return super().get_context_data(**kwargs) | more


class DecideView(View):
    """Show a story to readers, or keep it from them."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        follow_up = get_object_or_404(stories(), pk=pk)
        page = page_of(follow_up.adoption.practice, language=settings.LANGUAGE_CODE)
        if page is None or not may_decide(request.user, page):
            raise PermissionDenied
        shows = request.POST.get("do") == "show"
        # What was looked at is what is decided: a story that was rewritten meanwhile waits to be looked at again.
        as_seen = FollowUp.objects.filter(pk=pk, story=follow_up.story, photo=follow_up.photo_id)
        if request.POST.get("seen") != fingerprint(follow_up):
            as_seen = as_seen.none()
        now = timezone.now()
        checked, hidden = (now, None) if shows else (None, now)
        if not as_seen.update(story_checked_at=checked, story_hidden_at=hidden):
            messages.warning(
                request, _("The story was changed while you looked at it. Look at it once more, please.")
            )
        elif shows:
            messages.success(request, _("Readers see the story on the practice's page."))
        else:
            messages.success(request, _("The story is kept from readers."))
        return redirect("stories")


def fingerprint(follow_up: FollowUp) -> str:
    """Return what tells one state of a story and photo from another."""
    told = f"{follow_up.photo_id} {follow_up.photo_alt} {follow_up.story}"
    return salted_hmac("adoption.pulse.desk", told, algorithm="sha256").hexdigest()[:20]
