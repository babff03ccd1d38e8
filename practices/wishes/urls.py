"""Addresses of the wishes, below a translated one."""

from django.urls import path

from practices.wishes.views import second_wish, wishes

urlpatterns = [
    path("", wishes, name="wishes"),
    path("<int:number>/", second_wish, name="second_wish"),
]
