"""Addresses of suggestions, below a translated one."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from publishing.suggesting import own, writing

urlpatterns = [
    path("", writing.propose, name="propose"),
    path(
        "<str:token>/",
        include(
            [
                path("", own.own, name="suggestion"),
                path("<int:number>/", writing.step, name="suggestion_step"),
                path(_("check/"), writing.check, name="suggestion_check"),
                path(_("later/"), writing.later, name="suggestion_later"),
                path(_("confirm/"), own.confirming, name="suggestion_confirm"),
                path(_("withdraw/"), own.withdrawing, name="suggestion_withdraw"),
                path(_("data/"), own.data, name="suggestion_data"),
                path(_("files/<int:pk>/"), own.file, name="suggestion_file"),
            ]
        ),
    ),
]
