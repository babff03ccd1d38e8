"""Drafts that code makes of what people sent: as if somebody had made them in the editor."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from wagtail.log_actions import log
from wagtail.models import Page

from practices.models import PracticePage, ProjectPage
from practices.translating.following import give_aliases

LONGEST_SLUG = 100


@transaction.atomic
def new_draft(
    parent: ProjectPage,
    values: Mapping[str, Any],
    *,
    terms: Mapping[str, Any] | None = None,
    user: Any = None,
) -> PracticePage:
    """Return a new draft below a project's page, with a revision, its aliases in other languages and a line in the log.

    `values` are fields by name (StreamFields as native values, so that list items get ids), `terms` are rows of
    vocabularies by field, and words for `keywords`. Raises ValidationError where even a draft cannot be.
    """
    # Those who add below one page at once do so one after the other: each takes the next place in the tree.
    Page.objects.select_for_update().get(pk=parent.pk)
    parent = ProjectPage.objects.get(pk=parent.pk)
    page = PracticePage(
        live=False, locale=parent.locale, owner=user, slug=free_slug(parent, str(values["title"])), **values
    )
    parent.add_child(instance=page)
    set_terms(page, terms or {})
    revision = page.save_revision(user=user, clean=False)
    log(instance=page, action="wagtail.create", user=user, content_changed=True, revision=revision)
    give_aliases(page)
    return page


@transaction.atomic
def change_draft(
    page: PracticePage, values: Mapping[str, Any], *, terms: Mapping[str, Any] | None = None, user: Any = None
) -> Any:
    """Save values into a new revision of a page, and return it; what readers see stays as it is."""
    draft = page.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    set_terms(draft, terms or {})
    return draft.save_revision(user=user, clean=False, log_action=True)


def set_terms(page: PracticePage, terms: Mapping[str, Any]) -> None:
    """Tag a page with terms; the tags are saved with the revision."""
    for name, rows in terms.items():
        getattr(page, name).set(list(rows))


def free_slug(parent: Page, title: str) -> str:
    """Return an address for a title that no sibling has."""
    base = slugify(title)[:LONGEST_SLUG] or "praxis"
    taken = set(parent.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{n}" for n in range(2, len(taken) + 3))
    return next(slug for slug in (base, *numbered) if slug not in taken)
