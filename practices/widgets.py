"""How an editor picks curated terms: from boxes in plain sight, not by guessing what to type."""

from typing import Any

from django import forms
from taggit.utils import edit_string_for_tags, parse_tags

from practices.models.terms import Term


class TermBoxes(forms.CheckboxSelectMultiple):
    """Tick boxes over a vocabulary, speaking the comma-separated text that taggit's form field reads."""

    def __init__(self, model: type[Term], attrs: dict[str, Any] | None = None) -> None:
        self.model = model
        super().__init__(attrs)

    @property  # type: ignore[override]  # the vocabulary as it is now, where Django keeps a list
    def choices(self) -> list[tuple[str, str]]:
        return [(term.name, str(term)) for term in self.model.objects.all()]

    @choices.setter
    def choices(self, value: Any) -> None:
        """The vocabulary is the choice; what a form field hands over is not needed."""

    def __deepcopy__(self, memo: dict[int, Any]) -> "TermBoxes":
        return type(self)(self.model, dict(self.attrs))

    def format_value(self, value: Any) -> list[str]:
        if not value:
            return []
        if isinstance(value, str):
            return parse_tags(value)
        return [getattr(item, "name", None) or str(getattr(item, "tag", item)) for item in value]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        chosen = set(data.getlist(name) if hasattr(data, "getlist") else data.get(name, []))
        return edit_string_for_tags([term for term in self.model.objects.all() if term.name in chosen])

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False
