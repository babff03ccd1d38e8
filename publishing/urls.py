"""Addresses of publishing that visitors meet, below each language's prefix."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

urlpatterns = [
    path(_("join/"), include("publishing.teams.urls")),
    path(_("propose/"), include("publishing.suggesting.urls")),
    path(_("pilot/"), include("publishing.piloting.urls")),
]
