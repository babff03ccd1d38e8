"""What the editor's views of search have in common, and the view of synonyms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from search.models import SynonymSet
from search.text import clean

LONGEST_PREFILL = 120


# Wagtail ships no types, so its classes are Any to mypy.
class Filters(WagtailFilterSet):  # type: ignore[misc]
    """Filters some of which are set before anybody sets them: those with an `initial`, until the address says else."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        if data is not None:
            data = data.copy()
            for name, declared in self.base_filters.items():
                if "initial" in declared.extra and name not in data:
                    data[name] = declared.extra["initial"]
        super().__init__(data, *args, **kwargs)


class LanguageFilters(Filters):
    """By language."""

    language = django_filters.ChoiceFilter(
        label=_("Language"),
        choices=lambda: settings.LANGUAGES,
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )


class PrefilledCreateView(CreateView):  # type: ignore[misc]
    """A form for something new in which the address may have filled in the language and some words.

    What it fills in is text in a field, which the editor reads and saves, or does not.
    """

    def get_initial(self) -> dict[str, Any]:
        """Return what the address fills in: a language that the site has, words without anything but text."""
        return {**super().get_initial(), **prefill(self.request.GET)}


def prefill(asked: Mapping[str, str]) -> dict[str, str]:
    """Return the fields `language` and `words` that an address asks to be filled in, as far as they make sense."""
    language, words = asked.get("language", ""), clean(asked.get("words", "")[: LONGEST_PREFILL * 4])
    filled = {"language": language} if language in dict(settings.LANGUAGES) else {}
    return filled | ({"words": words[:LONGEST_PREFILL]} if words else {})


class SynonymSets(SnippetViewSet):  # type: ignore[misc]
    """The sets of synonyms in the editor."""

    model = SynonymSet
    icon = "list-ul"
    menu_label = _("Synonyms")
    list_display = ("__str__", "language", "kind", "note")
    search_fields = ("words", "note")
    list_filter = ("language", "kind")
    add_view_class = PrefilledCreateView
    copy_view_enabled = False
    add_to_admin_menu = False
