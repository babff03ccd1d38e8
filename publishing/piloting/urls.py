"""Public addresses, below a translated one."""

from django.urls import path

from publishing.piloting.views import answer, enter

urlpatterns = [
    path("", enter, name="pilot_enter"),
    path("<str:code>/", answer, name="pilot_answer"),
]
