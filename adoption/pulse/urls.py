"""Public addresses, below a translated one."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
