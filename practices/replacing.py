"""What may stand in the place of a retired practice."""

from typing import Any

from django.utils.translation import gettext as _

# A row of replacements is not followed further; nobody makes one of that length by hand.
MOST_STEPS = 20


def problem_with(page: Any, *, reason: str, replacement: Any) -> str:
    """Return why `replacement` cannot stand in the place of a practice that is retired for `reason`, or nothing.

    `replacement` is another practice's page in any language, or None where there is none.
    """
    if replacement is None:
        return ""
    if not reason.strip():
        return _("Tell why the practice is no longer recommended, or leave out what to use instead.")
    if replacement.translation_key == page.translation_key:
        return _("A practice cannot be used instead of itself. Choose another one.")
    if _leads_back(page, replacement):
        return _("“%s” says to use this practice instead. Choose another one.") % replacement.title
    if replacement.retired_reason:
        return _("“%s” is retired too. Choose one that is recommended.") % replacement.title
    if not replacement.live:
        return (
            _("“%s” is not published, so readers could not open it. Choose another one.") % replacement.title
        )
    return ""


def _leads_back(page: Any, replacement: Any) -> bool:
    following = replacement.replaced_by
    for _step in range(MOST_STEPS):
        if following is None:
            return False
        if following.translation_key == page.translation_key:
            return True
        following = following.replaced_by
    return True
