"""Public addresses of teams, below a translated one: where an invitation's link leads."""

from django.urls import path

from publishing.teams.joining import join

urlpatterns = [path("<str:token>/", join, name="join")]
