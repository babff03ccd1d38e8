"""The public, read-only API: what the portal's own pages show, as JSON. Apps bring their routers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from ninja import NinjaAPI

from adoption.api import router as adoption
from practices.api import router as practices

SECONDS = 60


class OpenAPI(NinjaAPI):
    """Answers that anybody's page may read, and that a cache may keep for a minute."""

    def create_response(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().create_response(request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=SECONDS)
        return response


api = OpenAPI(
    title="Käytäntöpankki · Praxisbanken",
    version="1",
    description=(
        "Good practices of student wellbeing and participation: search them as the portal does, "
        "and see where they were taken into use and what took root."
    ),
)
api.add_router("", practices)
api.add_router("", adoption)
