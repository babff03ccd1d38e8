"""Public addresses, below a translated one."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from adoption.fit.views import compare, fit

urlpatterns = [
    path("", fit, name="fit"),
    path(_("side-by-side/"), compare, name="compare"),
]
