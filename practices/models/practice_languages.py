"""Which of a practice's fields each language's page has for itself, and which are the same in all."""

from wagtail_localize.fields import SynchronizedField, TranslatableField

# fmt: off
TRANSLATED = (
    "title", "slug", "seo_title", "search_description", "promise", "image_alt", "time_needed",
    "group_size", "staff_hours", "situation", "intended_change", "idea", "student_notices", "steps",
    "resources", "core", "adaptable", "conditions", "risks", "students_part", "equality",
    "accessibility", "privacy", "results", "evaluations", "student_quotes", "what_did_not_work",
    "materials", "checklist", "ask_makers", "source_says", "sources", "based_on", "related",
    "caretaker", "retired_reason",
)
# Keywords are left out: each language's page has its own.
SHARED = (
    "key", "image", "maturity", "cost", "outline", "region", "review_date", "checked_on",
    "seeking_caretaker", "replaced_by", "show_in_menus", "grade_target_group", "grade_method",
    "grade_implementation", "grade_effect", "grade_cost", "theme_links", "project_links",
    "target_group_links", "setting_links", "phase_links", "maker_links",
)
# fmt: on


def translatable_fields() -> list[TranslatableField | SynchronizedField]:
    """Return how wagtail-localize is to treat each field."""
    return [
        *(TranslatableField(name) for name in TRANSLATED),
        *(SynchronizedField(name, overridable=False) for name in SHARED),
    ]
