"""The panel at the side of a practice's form: how far it is, what to see to, the guide and notes beside the fields."""

from typing import Any

from django.forms.widgets import Script
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from practices.models import PracticePage
from publishing.writing.checks import Advice, advice_on
from publishing.writing.completeness import Completeness, completeness_of
from publishing.writing.fields import places
from publishing.writing.guide import guides_in
from publishing.writing.plain_language import Finding, findings

# The text that students read themselves.
PLAIN = "student_notices"


class WritingPanel(BaseSidePanel):
    """How far the practice is. `writing.js` brings it up to date while one types (publishing.writing.live)."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle writing")
        icon_name = "edit"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            """Add how many of the needed fields are missing."""
            missing = self.panel.completeness.missing
            return super().get_context_data(parent_context) | {"count": len(missing)}

    name = "writing"
    title = _("Writing")
    template_name = "publishing/admin/writing/panel.html"
    order = 50

    class Media:
        css = {"all": ["publishing/admin/writing.css"]}
        js = [Script("publishing/admin/writing.js", type="module")]

    def __init__(self, page: PracticePage, request: Any, *, parent: Any) -> None:
        super().__init__(page, request)
        self.parent = parent
        self.completeness = completeness_of(page)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Add what the panel shows at first, and what the script puts beside the fields."""
        language = content_language(self.object, self.parent)
        found = findings(self.object.student_notices or "", language)
        shown = results(self.completeness, advice_on(self.object), found)
        return super().get_context_data(parent_context) | {
            **shown,
            "url": self._url(),
            "guides": guides(language),
            "plain": PLAIN,
        }

    def _url(self) -> str:
        if self.object.pk:
            return reverse("writing_of_practice", args=(self.object.pk,))
        return reverse("writing_of_new_practice", args=(self.parent.pk,))


def content_language(page: PracticePage, parent: Any) -> str:
    """Return the language that a page, saved or not, is written in."""
    return str((page.locale if page.locale_id else parent.locale).language_code)


def results(completeness: Completeness, advice: list[Advice], found: list[Finding]) -> dict[str, Any]:
    """Return the context of what changes while one types. What is refused is not advised as well."""
    refused = {item.name for item in completeness.refused}
    told = [(each, places()[each.name]) for each in advice if each.name not in refused]
    return {"completeness": completeness, "advice": told, "findings": found}


def guides(language: str) -> list[dict[str, Any]]:
    """Return the guide of each field in the editor's language, its examples in the language of the page."""
    own, examples = guides_in(get_language() or ""), guides_in(language)
    return [
        {"name": name, "label": place.label, "guide": own[name], "example": examples[name]}
        for name, place in places().items()
        if name in own
    ]
