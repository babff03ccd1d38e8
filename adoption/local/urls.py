"""Addresses of local versions and questions, below a translated one."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from adoption.local import own, questions, reading
from adoption.models import Question

urlpatterns = [
    path("<slug:key>/", reading.local_versions, name="local_versions"),
    path(_("tell/<str:token>/"), own.local_version, name="local_version"),
    path(_("ask/<uuid:pk>/"), questions.ask_adopter, name="ask_adopter"),
    path(_("question/<str:token>/"), questions.ask_confirm, name="ask_confirm"),
    path(_("no-questions/<str:token>/"), questions.ask_stop, name="ask_stop"),
    path(_("start-together/<slug:key>/"), reading.together, name="together"),
    path(
        _("start-together/<uuid:pk>/ask/"),
        questions.ask_adopter,
        {"kind": Question.Kind.TOGETHER},
        name="ask_together",
    ),
]
