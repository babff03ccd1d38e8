"""Public pages are made once and kept until something published changes."""

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_from_path
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction, Site

from home.models import ContentVersion
from practices.models import Organisation

SECONDS = 3600
LONGEST_QUERY = 300
# The search page answers from its index, which follows a publication a moment later.
DYNAMIC = "q"
HEADERS = ("Content-Type", "Content-Language", "Vary")


def connect() -> None:
    """Raise the content's number when a row that public pages show is saved or deleted.

    A model whose rows no kept page shows says so: `changes_kept_pages = False`.
    """
    ours = [
        model
        for app in ("home", "practices", "publishing", "adoption")
        for model in apps.get_app_config(app).get_models()
    ]
    shown = [
        model for model in ours if model is not ContentVersion and getattr(model, "changes_kept_pages", True)
    ]
    _listen("page cache", _changed, [*shown, Page, PageViewRestriction, Locale, Site, Redirect])
    of_use = [*apps.get_app_config("adoption").get_models(), Organisation]
    _listen("use", _use_changed, [model for model in of_use if model in shown])


def _listen(name: str, receiver: Callable[..., None], models: Iterable[Any]) -> None:
    for model in models:
        for signal in (post_save, post_delete):
            signal.connect(receiver, sender=model, dispatch_uid=f"{name} {model.__name__}")


def _changed(**_: Any) -> None:
    ContentVersion.raise_number()


def _use_changed(**_: Any) -> None:
    ContentVersion.raise_number(ContentVersion.USE)


class PageCacheMiddleware:
    """Answers visitors without a session from the kept pages; editors always get a page made for them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _may_keep(request):
            return self.get_response(request)
        key = _key(request)
        kept = cache.get(key)
        if kept is not None:
            content, headers = kept
            return HttpResponse(content, headers=headers)
        response = self.get_response(request)
        if _is_for_everybody(response):
            headers = {name: response.headers[name] for name in HEADERS if name in response.headers}
            cache.set(key, (response.content, headers), SECONDS)
        return response


def _may_keep(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and get_language_from_path(request.path_info) is not None
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
        and DYNAMIC not in request.GET
    )


def _is_for_everybody(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "no-store" not in response.headers.get("Cache-Control", "")
    )


def _key(request: HttpRequest) -> str:
    address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    return f"page:{ContentVersion.current()}:{sha256(address.encode()).hexdigest()}"
