"""Public addresses of rooting, below a translated one."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from adoption.rooting import views

urlpatterns = [
    path("", views.rooting, name="rooting"),
    path(_("chart/<slug:name>.<slug:kind>"), views.chart, name="rooting_chart"),
]
