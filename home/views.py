"""Addresses of the frame that are not pages: health, robots, errors."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search import index


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Tell whether the portal can answer: 503 without the database; search may be out of order for a while."""
    parts = {"database": _database_answers(), "search": _search_answers()}
    return JsonResponse(parts, status=200 if parts["database"] else 503)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines in, but not into the endless combinations of filters."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /*?*theme=",
        "Disallow: /*?*use=",
        "Disallow: /*?*sort=",
    ]
    lines.append(f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say in the visitor's language that there is no such page, and offer search."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say in every language that something broke, with nothing that could break again: no database, no context."""
    from django.template.loader import get_template

    return HttpResponse(get_template("500.html").render(), status=500)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _search_answers() -> bool:
    try:
        index.count()
    except index.SearchUnavailable:
        return False
    return True
