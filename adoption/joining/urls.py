"""Public addresses of taking into use, below a translated one."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from adoption.joining import accepting, own, writing

urlpatterns = [
    path("", own.links, name="adoption_links"),
    path(_("register/"), own.register, name="adoption_register"),
    path(_("find-institution/"), writing.institution_search, name="institution_search"),
    path(_("confirm-it/<str:token>/"), accepting.confirming, name="adoption_confirm"),
    path(_("ours/<str:token>/"), own.own, name="adoption"),
    path(_("ours/<str:token>/correct/"), own.edit, name="adoption_edit"),
    path(_("ours/<str:token>/download/"), own.download, name="adoption_download"),
    path(_("ours/<str:token>/delete/"), own.deleting, name="adoption_delete"),
    path(_("ours/<str:token>/hand-over/"), own.hand_over, name="adoption_hand_over"),
    path("<slug:key>/", writing.adopt, name="adopt"),
]
