"""What the editor's forms ask for beyond the model's fields themselves."""

from collections.abc import Iterable
from html import unescape
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.fields import RichTextField

from practices.localised import in_language
from practices.replacing import problem_with
from practices.widgets import TermBoxes

TERMS = ("themes", "target_groups", "settings", "phases", "projects", "makers")


class TermsField(forms.ModelMultipleChoiceField):
    """Curated terms, picked by id. What is not in the vocabulary is refused, where taggit would drop it unsaid."""

    widget = TermBoxes
    default_error_messages = {
        "required": _("Tick at least one."),
        "invalid_choice": _("There is no such term (%(value)s). Tick from the list."),
        "invalid_pk_value": _("There is no such term (%(pk)s). Tick from the list."),
        "invalid_list": _("Tick from the list."),
    }

    def __init__(self, *, tag_model: Any, **kwargs: Any) -> None:
        super().__init__(queryset=tag_model.objects.all(), **kwargs)
        if isinstance(self.widget, TermBoxes):
            self.widget.label = self.label


class CataloguePageForm(WagtailAdminPageForm):
    """A page's form with fields of terms and of text that must say something."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        rich = {field.name for field in self._meta.model._meta.fields if isinstance(field, RichTextField)}
        for name, field in self.fields.items():
            if isinstance(field, TermsField) and name in cleaned:
                cleaned[name] = in_known_order(cleaned[name], self.initial.get(name) or ())
            elif name in rich & cleaned.keys() and field.required and is_blank(cleaned[name]):
                self.add_error(name, ValidationError(field.error_messages["required"], code="required"))
        return cleaned


class ProjectForm(CataloguePageForm):
    """The form of a project's page."""

    class Meta(WagtailAdminPageForm.Meta):
        field_classes = {"partners": TermsField}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("The project cannot end before it starts."))
        return cleaned


class PracticeForm(CataloguePageForm):
    """A practice tells where it comes from before it is published; a draft may wait."""

    class Meta(WagtailAdminPageForm.Meta):
        field_classes = dict.fromkeys(TERMS, TermsField)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        told = cleaned.get("makers") or not is_blank(cleaned.get("source_says"))
        if not told and not self.is_deferred_validation:
            self.add_error(
                "makers", _("Tell the origin: tick the makers, or write below what a source says.")
            )
        self._check_replacement(cleaned)
        return cleaned

    def _check_replacement(self, cleaned: dict[str, Any]) -> None:
        """Refuse to lead readers of a retired practice in a circle; a draft may still lack the reason."""
        reason, replacement = cleaned.get("retired_reason") or "", cleaned.get("replaced_by")
        if self.is_deferred_validation and not reason.strip():
            return
        if problem := problem_with(self.instance, reason=reason, replacement=replacement):
            self.add_error("replaced_by", problem)

    def _post_clean(self) -> None:
        """Let the permanent id follow the name until the first publishing: a draft is saved while it is typed."""
        page = self.instance
        translations = page.get_translations().filter(alias_of__isnull=True)
        if page.first_published_at is None and not page.alias_of_id and not translations.exists():
            page.key = ""
        page.alt_may_wait = self.is_deferred_validation
        super()._post_clean()


class TermForm(WagtailAdminModelForm):
    """A term's form: two terms of a vocabulary never have the same name, and a name fits its column."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        longest = self.instance._meta.get_field("name").max_length
        others = list(type(self.instance).objects.exclude(pk=self.instance.pk))
        for language, name in (cleaned.get("names") or {}).items():
            if len(name) > longest:
                self.add_error("names", _("A name has at most %d characters.") % longest)
            if any(in_language(term.names, language).casefold() == name.casefold() for term in others):
                self.add_error("names", _("There is already “%s”.") % name)
        return cleaned

    def _post_clean(self) -> None:
        """Give a new term its address of plain letters, which taggit would make of any."""
        super()._post_clean()
        term, name = self.instance, (self.cleaned_data.get("names") or {}).get(settings.LANGUAGE_CODE)
        if name and not term.slug:
            taken = set(type(term).objects.values_list("slug", flat=True))
            base = slugify(name)[:90] or term._meta.model_name
            term.slug = next(
                s for s in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if s not in taken
            )


def is_blank(html: str | None) -> bool:
    """Whether a text has no words: an emptied rich text still has its paragraph."""
    return not unescape(strip_tags(html or "")).strip()


def in_known_order(terms: Iterable[Any], before: Iterable[Any]) -> list[Any]:
    """Return `terms` with those of `before` first, in its order, since the first theme is the main one."""
    place = {term.pk: number for number, term in enumerate(before)}
    return sorted(terms, key=lambda term: place.get(term.pk, len(place)))
