"""The page before a new practice: its name, and what it starts from."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages

from practices.models import PracticePage, ProjectPage
from publishing.drafting import new_draft
from publishing.writing.beginnings import Kind, beginning, beginnings

EMPTY = "empty"
KINDS = [*Kind.choices, (EMPTY, gettext_lazy("An empty page"))]


class StartForm(forms.Form):
    """A name, and a kind of practice or nothing."""

    title = forms.CharField(
        label=gettext_lazy("Name of the practice"),
        max_length=PracticePage._meta.get_field("title").max_length,
        help_text=gettext_lazy("What the practice is called, in a few words. You can change it later."),
        error_messages={"required": gettext_lazy("Give the practice a name. You can change it later.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What does it start from?"),
        choices=KINDS,
        initial=Kind.MODEL,
        error_messages={
            "required": gettext_lazy("Choose what it starts from."),
            "invalid_choice": gettext_lazy("There is no such beginning. Choose from the list."),
        },
    )


def start(request: HttpRequest, parent_id: int) -> HttpResponse:
    """Ask for a new practice's name and beginning; make the draft and open it."""
    parent = get_object_or_404(ProjectPage, pk=parent_id)
    if not parent.permissions_for_user(request.user).can_add_subpage() or parent.alias_of_id:
        raise PermissionDenied
    form = StartForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        page = _made(form, parent, request.user)
        if page is not None:
            messages.success(request, _said(form.cleaned_data["kind"], page))
            return redirect("wagtailadmin_pages:edit", page.pk)
    status = 422 if form.errors else 200
    return render(request, "publishing/admin/writing/start.html", _context(form, parent), status=status)


def _made(form: StartForm, parent: ProjectPage, user: Any) -> PracticePage | None:
    kind, title = form.cleaned_data["kind"], form.cleaned_data["title"]
    language = parent.locale.language_code
    values = {} if kind == EMPTY else beginning(Kind(kind), language).values
    try:
        return new_draft(parent, {"title": title, **values}, terms={"projects": [parent.project]}, user=user)
    except ValidationError as problem:
        form.add_error("title", problem.messages)
        return None


def _said(kind: str, page: PracticePage) -> str:
    if kind == EMPTY:
        return _("“%s” is a draft now. Nobody else than your team and the network sees it.") % page.title
    return (
        _("“%s” is a draft now. Write your own text over everything in square brackets, or delete it.")
        % page.title
    )


def _context(form: StartForm, parent: ProjectPage) -> dict[str, Any]:
    told = {each.kind.value: each.description for each in beginnings(get_language() or "")}
    told[EMPTY] = _("Nothing is filled in. For those who have the text ready.")
    chosen = form["kind"].value()
    choices = [
        {"value": value, "label": label, "description": told[value], "checked": value == chosen}
        for value, label in KINDS
    ]
    return {"form": form, "parent": parent, "choices": choices}
