"""Public addresses, below a translated one."""

from django.urls import path

from adoption.reading.views import in_use

urlpatterns = [path("<slug:key>/", in_use, name="in_use")]
