"""Addresses of adoption that visitors meet, below each language's prefix."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

urlpatterns = [
    path(_("take-into-use/"), include("adoption.joining.urls")),
    path(_("our-way/"), include("adoption.local.urls")),
    path(_("follow-up/"), include("adoption.pulse.urls")),
    path(_("in-use/"), include("adoption.reading.urls")),
    path(_("does-it-fit/"), include("adoption.fit.urls")),
    path(_("rooting/"), include("adoption.rooting.urls")),
    path(_("institutions/"), include("adoption.institutions.urls")),
]
