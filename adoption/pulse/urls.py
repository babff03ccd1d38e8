"""Public addresses, below a translated one."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from adoption.pulse import views

urlpatterns = [
    path(
        "<str:token>/",
        include(
            [
                path("", views.follow_up, name="follow_up"),
                path(_("more/"), views.details, name="follow_up_details"),
                path(_("no-more-mails/"), views.stop, name="follow_up_stop"),
            ]
        ),
    ),
]
