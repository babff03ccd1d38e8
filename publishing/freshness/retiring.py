"""Taking a practice out of recommendation, and back: why, and what to use instead, in each of its languages."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminPageChooser
from wagtail.log_actions import log

from practices.models import PracticePage
from practices.replacing import problem_with
from practices.translating.access import may_publish
from publishing.drafting import change_draft
from publishing.freshness.facts import change_facts, pages_of

RETIRED, UNRETIRED, PROPOSED = "publishing.retire", "publishing.unretire", "publishing.retire_proposed"
LONGEST_REASON = 1000


class RetireForm(forms.Form):
    """Why a practice is no longer recommended, a text a language, and what to use instead."""

    replaced_by = forms.ModelChoiceField(
        label=gettext_lazy("What to use instead"),
        queryset=PracticePage.objects.all(),
        required=False,
        help_text=gettext_lazy("Leave empty where nothing takes its place."),
    )

    def __init__(self, *args: Any, pages: list[PracticePage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages = pages
        several = len(pages) > 1
        for page in reversed(pages):
            code = page.locale.language_code
            label = _("Why it is no longer recommended")
            if several:
                label = f"{label} ({dict(settings.LANGUAGES).get(code, code)})"
            self.fields[reason_field(code)] = forms.CharField(
                label=label,
                initial=page.retired_reason,
                max_length=LONGEST_REASON,
                widget=forms.Textarea({"rows": 4, "lang": code}),
                help_text=_("Readers see this in place of a recommendation."),
            )
        self.fields["replaced_by"].widget = AdminPageChooser(target_models=[PracticePage])
        self.initial.setdefault("replaced_by", pages[0].replaced_by_id)
        self.order_fields([*(reason_field(page.locale.language_code) for page in pages), "replaced_by"])

    def clean(self) -> dict[str, Any]:
        """Refuse what would lead readers in a circle."""
        cleaned = super().clean() or {}
        reason = " ".join(self.reasons(cleaned).values())
        replacement = cleaned.get("replaced_by")
        if reason and (problem := problem_with(self.pages[0], reason=reason, replacement=replacement)):
            self.add_error("replaced_by", problem)
        return cleaned

    def reasons(self, cleaned: Mapping[str, Any]) -> dict[str, str]:
        """Return the texts by language."""
        codes = [page.locale.language_code for page in self.pages]
        return {code: cleaned[reason_field(code)] for code in codes if cleaned.get(reason_field(code))}


def reason_field(language: str) -> str:
    """Return the name of the field for a language's text."""
    return f"reason_{language}"


def may_decide(user: Any, page: PracticePage) -> bool:
    """Return whether what a user says goes live at once: they may publish the page in every language."""
    return all(may_publish(user, each) for each in pages_of(page))


@transaction.atomic
def retire(
    page: PracticePage, reasons: Mapping[str, str], replacement: PracticePage | None, *, user: Any
) -> bool:
    """Retire a practice; return whether readers see it, or whether it goes to review first.

    Whoever may publish retires at once. For others it becomes a draft in every language, handed in to the workflow: a
    page that says of itself that it should not be used is a new text to readers.
    """
    texts = {language: {"retired_reason": reason} for language, reason in reasons.items()}
    if may_decide(user, page):
        change_facts(page, {"replaced_by": replacement}, texts=texts, user=user, action=RETIRED, is_news=True)
        return True
    for each in pages_of(page):
        values = {"replaced_by": replacement, **texts.get(each.locale.language_code, {})}
        change_draft(each, values, user=user)
        log(instance=each, action=PROPOSED, user=user)
        _hand_in(each, user)
    return False


@transaction.atomic
def unretire(page: PracticePage, *, user: Any) -> None:
    """Recommend a practice again, in every language, in what is live and in what is still being written."""
    texts = {each.locale.language_code: {"retired_reason": ""} for each in pages_of(page)}
    change_facts(page, {"replaced_by": None}, texts=texts, user=user, action=UNRETIRED, is_news=True)


def _hand_in(page: PracticePage, user: Any) -> None:
    """Start a page's way to readers unless it is on it; without a workflow the draft waits for somebody."""
    fresh = PracticePage.objects.get(pk=page.pk)
    workflow = fresh.get_workflow()
    if workflow is not None and not fresh.workflow_in_progress:
        workflow.start(fresh, user)
