"""Views that a signed link opens, without an account, a session, a cookie or scripts: the link is the key.

Therefore no token ties a form to a visitor; what stands in its place is in `practices.public_forms`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from practices.links import BadLink, ExpiredLink

View = Callable[..., HttpResponseBase]


class DeadEnd(Protocol):
    """Answers in place of a view whose link leads nowhere, or was good once; no Http404, whose address Django logs."""

    def __call__(self, request: HttpRequest, *, expired: bool = False) -> HttpResponseBase:
        """Return the answer."""


def public(view: View) -> View:
    """Make a view one that no cache keeps and that needs no cookie."""

    @csrf_exempt
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return answered


def opened_by(read: Callable[[str], Any], dead_end: DeadEnd) -> Callable[[View], View]:
    """Return a decorator that gives a view what the link in its address leads to, or answers with a dead end.

    `read` raises BadLink or ExpiredLink. No search engine lists such a page, and no log has its address.
    """

    def decorate(view: View) -> View:
        @public
        @wraps(view)
        def opened(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                found = read(token)
            except ExpiredLink:
                response = dead_end(request, expired=True)
            except BadLink:
                response = dead_end(request)
            else:
                response = view(request, found, token, *args, **kwargs)
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
            # Django logs the address of what it answers with 4xx, and this one is the key to somebody's data.
            setattr(response, "_has_been_logged", True)  # noqa: B010 no field of the type
            return response

        return opened

    return decorate
