"""Public addresses of institutions and of the year's report, below a translated one."""

from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

from adoption.institutions import own, reporting, views

urlpatterns = [
    path("", views.institutions, name="institutions"),
    re_path(_(r"^report/(?P<year>[0-9]{4})\.pdf$"), reporting.annual_report, name="annual_report"),
    path(_("own/<str:token>/"), own.institution_own, name="institution_own"),
    path(_("own/<str:token>/figures.csv"), own.own_csv, name="institution_own_csv"),
    path(_("own/<str:token>/figures.xlsx"), own.own_xlsx, name="institution_own_xlsx"),
    path("<slug:slug>/", views.institution, name="institution"),
]
