"""The address of the link that stops mails, below a translated one."""

from django.urls import path

from publishing.stopping.views import stop_mails

urlpatterns = [path("<str:token>/", stop_mails, name="stop_mails")]
