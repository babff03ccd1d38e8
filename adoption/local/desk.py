"""Local versions in the editor: those of the practices that one edits, hidden from readers and shown again."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import BaseListingView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.permissions import policy_registry

from adoption.local.core_parts import wordings_of
from adoption.local.mails import tell_adopter
from adoption.local.versions import ShownVersion, as_shown
from adoption.models import LocalVersion
from adoption.teams import may_decide
from practices.models import PracticePage


def seen_by(user: Any) -> QuerySet[LocalVersion]:
    """Return the local versions shown to readers of the practices that a user may edit; `practice` is a title."""
    edited = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    titles = PracticePage.objects.filter(translation_key=OuterRef("adoption__practice"))
    own = titles.filter(locale__language_code=get_language() or "")
    shown = LocalVersion.objects.filter(
        is_shown=True, adoption__practice__in=edited.values("translation_key")
    )
    rows = shown.select_related("adoption__organisation", "adoption__suggested")
    return rows.annotate(
        practice=Subquery(own.values("title")[:1]), any_practice=Subquery(titles.values("title")[:1])
    ).order_by("-changed_at", "-pk")


def sees_any(user: Any) -> bool:
    """Return whether local versions are a user's business: they edit practices."""
    edited = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    return bool(edited.exists())


@transaction.atomic
def hide(version: LocalVersion, *, why: str, user: Any) -> bool:
    """Take a version out of readers' sight and tell its adopter why; return False where it was hidden already."""
    version = LocalVersion.objects.select_for_update().get(pk=version.pk)
    if version.hidden_at:
        return False
    version.hidden_at, version.hidden_why = timezone.now(), why
    _note(version, user, "hide")
    tell_adopter(version, why=why, reply_to=user.email)
    return True


@transaction.atomic
def show_again(version: LocalVersion, *, user: Any) -> bool:
    """Let readers see a version again and tell its adopter; return False where it was not hidden."""
    version = LocalVersion.objects.select_for_update().get(pk=version.pk)
    if not version.hidden_at:
        return False
    version.hidden_at, version.hidden_why = None, ""
    _note(version, user, "show")
    tell_adopter(version, reply_to=user.email)
    return True


def _note(version: LocalVersion, user: Any, action: str) -> None:
    # The day on which the adopter told it stays: readers see the newest first.
    version.save(update_fields=["hidden_at", "hidden_why"])
    if page := practice_page(version):
        log(
            page,
            f"adoption.{action}_local_version",
            user=user,
            data={"by": version.adoption.institution_name},
        )


def practice_page(version: LocalVersion) -> PracticePage | None:
    """Return the page of a version's practice that its makers write, in the active language if there is one."""
    pages = PracticePage.objects.filter(translation_key=version.adoption.practice, alias_of=None)
    found = sorted(
        pages.select_related("locale"), key=lambda page: page.locale.language_code != (get_language() or "")
    )
    return found[0] if found else None


class VersionList(BaseListingView):
    """The local versions, the newest first."""

    page_title = gettext_lazy("How institutions do it")
    header_icon = "group"
    index_url_name = "local_desk"
    index_results_url_name = "local_desk_results"
    is_searchable = False
    paginate_by = 50
    model = LocalVersion
    columns = [
        TitleColumn(
            "institution",
            label=gettext_lazy("Institution"),
            accessor=lambda version: version.adoption.institution_name,
            get_url=lambda version: reverse("local_desk_version", args=[version.pk]),
        ),
        Column(
            "practice",
            label=gettext_lazy("Practice"),
            accessor=lambda version: version.practice or version.any_practice,
        ),
        Column(
            "hidden",
            label=gettext_lazy("Readers"),
            accessor=lambda version: _("hidden") if version.hidden_at else _("may see it"),
        ),
        DateColumn("changed_at", label=gettext_lazy("Last told")),
    ]

    def get_base_queryset(self) -> QuerySet[LocalVersion]:
        if not sees_any(self.request.user):
            raise PermissionDenied
        return seen_by(self.request.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


class HidingForm(forms.Form):
    """Why readers are not to see it."""

    why = forms.CharField(
        label=gettext_lazy("Why it is hidden"),
        max_length=LocalVersion._meta.get_field("hidden_why").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The adopter gets these words by e-mail. Say what should be changed."),
        error_messages={"required": gettext_lazy("Write to the adopter why you hide it.")},
    )


class VersionView(WagtailAdminTemplateMixin, FormView):
    """A local version as readers see it, with the way to hide it or to show it again."""

    template_name = "adoption/local/admin/version.html"
    form_class = HidingForm
    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.page is None:
            raise Http404
        if not may_decide(request.user, self.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def version(self) -> LocalVersion:
        """The version of the address. Raises Http404, also for those whose business it is not."""
        return get_object_or_404(seen_by(self.request.user), pk=self.kwargs["pk"])

    @cached_property
    def page(self) -> PracticePage | None:
        """The practice's page."""
        return practice_page(self.version)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hide it, or show it again."""
        if request.POST.get("do") != "show":
            return super().post(request, *args, **kwargs)
        if show_again(self.version, user=request.user):
            messages.success(request, _("Readers see it again, and the adopter has been told."))
        return redirect("local_desk_version", self.version.pk)

    def form_valid(self, form: Any) -> HttpResponse:
        if hide(self.version, why=form.cleaned_data["why"].strip(), user=self.request.user):
            messages.success(
                self.request, _("Readers do not see it any more, and the adopter has been told why.")
            )
        return redirect("local_desk_version", self.version.pk)

    def get_page_title(self) -> str:
        return self.version.adoption.institution_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listed = {"url": reverse("local_desk"), "label": _("How institutions do it")}
        return [*super().get_breadcrumbs_items(), listed, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = {"version": self.version, "page_title": self.get_page_title(), "practice": self.page}
        return {**super().get_context_data(**kwargs), **more, "shown": self.shown}

    @property
    def shown(self) -> ShownVersion:
        """What readers see."""
        version = self.version
        return as_shown(
            version,
            version.parts.all(),
            version.materials.all(),
            wordings=wordings_of(version.adoption.practice),
            language=get_language() or "",
        )
