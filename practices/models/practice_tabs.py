"""How an editor fills in a practice: tabs in the order in which a teacher reads the page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.models import Page

from practices.reading.panel import FileNotes
from practices.widgets import TermBoxes


def practice_tabs() -> TabbedInterface:
    """Return the editing interface of a practice."""
    tabs = [first_screen(), why(), how(), evidence(), taking_into_use(), background()]
    # Wagtail's settings are comments on fields and the dates of publishing; they have no place of their own in a tab.
    address = ObjectList([*Page.promote_panels, *Page.settings_panels], heading=_("Address"))
    return TabbedInterface([*tabs, address])


def panels(*names: str) -> list[FieldPanel]:
    """Return plain panels for fields."""
    return [FieldPanel(name) for name in names]


def boxes(name: str) -> FieldPanel:
    """Return a panel of tick boxes for a field of terms."""
    return FieldPanel(name, widget=TermBoxes)


def helped(text: Any) -> HelpPanel:
    """Return a sentence that says what a tab is for."""
    return HelpPanel(content=text)


def first_screen() -> ObjectList:
    return ObjectList(
        [
            helped(
                _(
                    "What a teacher sees first. In a minute they decide whether to read on. "
                    "A draft can be saved with a name alone; publishing asks for everything marked with a star."
                )
            ),
            TitleFieldPanel(
                "title",
                heading=_("Name"),
                placeholder=_("Name of the practice"),
                help_text=_("What the practice is called, in a few words."),
            ),
            FieldPanel("promise"),
            MultiFieldPanel(panels("image", "image_alt"), heading=_("Image")),
            FieldPanel("maturity"),
            *map(boxes, ("target_groups", "settings", "themes", "phases")),
            MultiFieldPanel(
                [
                    FieldRowPanel(panels("time_needed", "group_size")),
                    FieldRowPanel(panels("cost", "staff_hours")),
                ],
                heading=_("Time, size and cost"),
            ),
        ],
        heading=_("First screen"),
    )


def why() -> ObjectList:
    return ObjectList(
        [
            helped(
                _(
                    "Why anyone would do this: the situation, the change, the idea, and the student's view of it."
                )
            ),
            *panels("situation", "intended_change", "idea", "student_notices"),
        ],
        heading=_("Why"),
    )


def how() -> ObjectList:
    return ObjectList(
        [
            helped(_("How to do it. Only the steps are required; add the rest when you have it.")),
            *panels("steps", "resources", "core", "adaptable", "conditions", "risks", "students_part"),
            *panels("equality", "accessibility", "privacy"),
        ],
        heading=_("How"),
    )


def evidence() -> ObjectList:
    return ObjectList(
        [
            helped(
                _(
                    "What is known of the effect. Leave empty what is not known: readers see no heading for it."
                )
            ),
            *panels("results", "evaluations", "student_quotes", "what_did_not_work"),
            MultiFieldPanel(
                [
                    helped(_("Your own estimate. A: well founded, B: good, C: partly, D: not yet.")),
                    *panels("grade_target_group", "grade_method", "grade_implementation"),
                    *panels("grade_effect", "grade_cost"),
                ],
                heading=_("Self-rated profile"),
            ),
        ],
        heading=_("Does it work"),
    )


def taking_into_use() -> ObjectList:
    return ObjectList(
        [
            helped(_("What helps another place to start.")),
            FileNotes(),
            *panels("materials", "checklist", "ask_makers"),
        ],
        heading=_("Take into use"),
    )


def background() -> ObjectList:
    return ObjectList(
        [
            helped(
                _("Where it comes from and who keeps it true. Tick the makers, or write what a source says.")
            ),
            boxes("makers"),
            *panels("source_says", "sources", "outline"),
            boxes("projects"),
            *panels("based_on", "related", "region", "keywords", "review_date", "checked_on"),
            *panels("caretaker", "seeking_caretaker"),
            MultiFieldPanel(panels("retired_reason", "replaced_by"), heading=_("Retired")),
        ],
        heading=_("Background"),
    )
