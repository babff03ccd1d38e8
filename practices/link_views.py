"""Views that a signed link opens, without an account, a session, a cookie or scripts: the link is the key.

Therefore no token ties a form to a visitor; what stands in its place is in `practices.public_forms`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from practices.links import BadLink, ExpiredLink

View = Callable[..., HttpResponseBase]


def public(view: View) -> View:
    """Make a view one that no cache keeps and that needs no cookie."""

    @csrf_exempt
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return answered


@dataclass(frozen=True)
class LinkPages:
    """The pages that links of one kind open.

    `folder` has their templates, "gone.html" among them; `said` is what may have come of a form, by the word that the
    address of a page then carries; `good` are the words of what went well.
    """

    folder: str
    said: Mapping[str, Any]
    good: Collection[str]

    def by_link(self, read: Callable[[str], Any]) -> Callable[[View], View]:
        """Return a decorator that gives a view what the link in its address leads to, or answers with a dead end.

        `read` raises BadLink or ExpiredLink. No search engine lists such a page, and no log has its address.
        """

        def decorate(view: View) -> View:
            @public
            @wraps(view)
            def opened(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
                response: HttpResponseBase
                try:
                    found = read(token)
                except ExpiredLink:
                    response = self.dead_end(request, expired=True)
                except BadLink:
                    response = self.dead_end(request)
                else:
                    response = view(request, found, token, *args, **kwargs)
                response.headers["X-Robots-Tag"] = "noindex, nofollow"
                # Django logs the address of what it answers with 4xx, and this one is the key to somebody's data.
                setattr(response, "_has_been_logged", True)  # noqa: B010 no field of the type
                return response

            return opened

        return decorate

    def dead_end(self, request: HttpRequest, *, expired: bool = False) -> TemplateResponse:
        """Return the page of a link that leads nowhere, or that was good once. No Http404, whose address is logged."""
        return self.page(request, "gone", {"expired": expired}, status=410 if expired else 404)

    def page(
        self, request: HttpRequest, name: str, context: dict[str, Any], *, said: str = "", status: int = 200
    ) -> TemplateResponse:
        """Return a page with the message of a word, by default the address's."""
        word = said or request.GET.get("said", "")
        told = {
            "said": self.said.get(word),
            "good": word in self.good,
            "word": word if word in self.said else "",
        }
        return TemplateResponse(request, f"{self.folder}/{name}.html", {**told, **context}, status=status)


def lead_on(address: str, *, said: str = "") -> HttpResponseRedirect:
    """Lead on under GET, so that reloading sends nothing again, with a word of what came of the form."""
    return HttpResponseRedirect(address + (f"?said={said}#said" if said else ""))
