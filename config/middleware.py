"""Headers that every answer carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

PUBLIC = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
# Wagtail's editors still use inline scripts, and wagtail-localize's translation editor inline styles.
EDITOR = PUBLIC | {
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "frame-src": "'self'",
    "frame-ancestors": "'self'",  # the preview panel
}
PERMISSIONS = "camera=(), geolocation=(), microphone=(), browsing-topics=()"


def serialise(policy: dict[str, str]) -> str:
    """Return a Content-Security-Policy header value."""
    return "; ".join(f"{directive} {sources}" for directive, sources in policy.items())


class ContentSecurityPolicyMiddleware:
    """Two policies by path: strict for the public, what the editor needs under `/admin/`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            # Also over what a preview brings along: Wagtail makes it as a request of its own, for the page's address.
            response.headers["Content-Security-Policy"] = serialise(EDITOR)
        response.headers.setdefault("Content-Security-Policy", serialise(PUBLIC))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response


class TextGZipMiddleware(GZipMiddleware):
    """Compresses text; pictures and documents are compressed already."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "")
        if kind.startswith("text/") or "json" in kind or "xml" in kind:
            return super().process_response(request, response)
        return response
