"""How an editor picks curated terms: from boxes in plain sight, not by guessing what to type."""

from typing import Any

from django import forms

MANY = 12  # from this many terms on, the boxes scroll and can be narrowed by typing


class TermBoxes(forms.CheckboxSelectMultiple):
    """Tick boxes over a vocabulary; a long one scrolls and is narrowed by typing. `label` names the group."""

    template_name = "practices/widgets/term_boxes.html"
    label: Any = ""

    class Media:
        css = {"all": ["practices/admin/terms.css"]}
        js = ["practices/admin/terms.js"]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add what names and describes the group, so that no box repeats it, and whether there are `many` terms."""
        attrs = dict(attrs or {})
        described_by = attrs.pop("aria-describedby", "")
        attrs.pop("aria-invalid", None)
        context = super().get_context(name, value, attrs)
        number = len(context["widget"]["optgroups"])
        context["widget"] |= {"label": self.label, "described_by": described_by, "many": number >= MANY}
        return context
