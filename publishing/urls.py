"""Addresses of publishing that visitors meet, below each language's prefix."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from publishing.desk.visits import count
from publishing.versions.views import versions

urlpatterns = [
    path(_("join/"), include("publishing.teams.urls")),
    path(_("propose/"), include("publishing.suggesting.urls")),
    path(_("pilot/"), include("publishing.piloting.urls")),
    path("visit/<slug:key>/", count, name="visit"),
    path(_("changes/<slug:key>/"), versions, name="versions"),
    path(_("mails/stop/"), include("publishing.stopping.urls")),
]
