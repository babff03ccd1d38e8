"""Translations in the editor: the library's views behind page permissions, and what follows in the tree.

Imported by `practices.wagtail_hooks`, where Wagtail looks for hooks.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path
from wagtail import hooks
from wagtail.models import Page
from wagtail_localize.models import LocaleSynchronization

from practices.translating import guards
from practices.translating.following import give_aliases

# Two languages that follow each other break the making of pages.
LocaleSynchronization.base_form_class = guards.OneWayForm


@hooks.register(
    "register_admin_urls", order=-100
)  # before the library's, whose addresses the guards take over
def admin_urls() -> list[Any]:
    """Return the library's addresses, with our views behind them."""
    return [
        path("localize/submit/page/<int:page_id>/", guards.SubmitView.as_view()),
        path("localize/update/<int:translation_source_id>/", guards.UpdateView.as_view()),
        path("localize/page/<int:page_id>/convert_to_alias/", guards.convert_to_alias),
    ]


@hooks.register("construct_page_action_menu")
def without_restart(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Leave out the way into the library's own editor, which writes over what was edited here."""
    items[:] = [item for item in items if item.name != guards.RESTART]


@hooks.register("before_edit_page", order=-100)
def before_edit(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Keep a translated page in the normal editor."""
    return guards.keep_normal_editor(request, page)


@hooks.register("construct_translated_pages_to_cascade_actions")
def cascade(pages: list[Page], action: str) -> dict[Page, Any]:
    """Return what goes with a page that is deleted, moved or unpublished: its pages in the languages that follow it.

    Aliases need no help when the page is unpublished.
    """
    found = {}
    for page in pages:
        following = LocaleSynchronization.objects.filter(sync_from=page.locale_id).values("locale")
        translations = page.get_translations().filter(locale__in=following)
        found[page] = (
            translations.filter(alias_of__isnull=True, live=True) if action == "unpublish" else translations
        )
    return found


@hooks.register("before_delete_page")
def may_delete_translations(request: HttpRequest, page: Page) -> None:
    """Deleting a page deletes its translations: whoever may not delete those may not delete it."""
    for translation in cascade([page], "delete")[page].filter(alias_of__isnull=True):
        if not translation.permissions_for_user(request.user).can_delete():
            raise PermissionDenied


@hooks.register("before_unpublish_page")
def may_unpublish_translations(request: HttpRequest, page: Page) -> None:
    """Unpublishing a page unpublishes its translations: whoever may not unpublish those may not unpublish it."""
    for translation in cascade([page], "unpublish")[page]:
        if not translation.permissions_for_user(request.user).can_unpublish():
            raise PermissionDenied


@hooks.register("after_delete_page")
def leave_alias(request: HttpRequest, page: Page) -> None:
    """Where a translation was deleted and its source was not, the source is read in its place again."""
    for source in page.get_translations().filter(alias_of__isnull=True, live=True):
        give_aliases(source.specific)


@hooks.register("before_bulk_action")
def remember_aliases(request: HttpRequest, action_type: str, objects: Any, action: Any) -> None:
    """Note the aliases of pages that are deleted together; the database forgets whose they were."""
    if action_type == "delete" and objects and all(isinstance(page, Page) for page in objects):
        action.aliases = list(Page.objects.filter(alias_of__in=objects))


@hooks.register("after_bulk_action")
def delete_aliases(request: HttpRequest, action_type: str, objects: Any, action: Any) -> None:
    """Delete the aliases of pages that were deleted together."""
    for alias in getattr(action, "aliases", []):
        if action_type == "delete" and (page := Page.objects.filter(pk=alias.pk, alias_of=None).first()):
            page.delete()
