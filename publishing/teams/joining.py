"""The page that an invitation's link leads to: looking changes nothing, the button takes into the team."""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from wagtail.users.models import UserProfile

from practices import limits
from practices.links import BadLink
from publishing.models import Invitation
from publishing.teams.forms import JoinForm
from publishing.teams.inviting import Gone, accept, invitation_of, people_with

MOST_ATTEMPTS = 60  # an hour and address
GONE = 410


@sensitive_post_parameters("password1", "password2")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation, or accept it."""
    try:
        invitation = invitation_of(token)
    except BadLink:
        return _dead_end(request, "bad", 404)
    if not invitation.is_open:
        return _dead_end(request, _end_of(invitation), GONE)
    if request.method == "POST" and not limits.may(request, "join", most=MOST_ATTEMPTS):
        return _dead_end(request, "often", 429)
    if request.user.is_authenticated:
        return _as_somebody(request, invitation)
    there = people_with(invitation.email)
    if any(not user.is_active for user in there):
        return _dead_end(request, "closed", 403)
    return _ask_to_log_in(request, invitation) if there else _as_newcomer(request, invitation)


def _as_somebody(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Confirm for somebody who is logged in, if the invitation was sent to them."""
    user: Any = request.user
    is_theirs = user.email.lower() == invitation.email.lower()
    if request.method != "POST" or not is_theirs:
        context = {"invitation": invitation, "is_theirs": is_theirs}
        status = 403 if request.method == "POST" else 200
        return render(request, "publishing/teams/join_confirm.html", context, status=status)
    try:
        accept(invitation, user)
    except Gone:
        return _dead_end(request, "used", GONE)
    messages.success(request, _("You are in the team now."))
    return redirect("wagtailadmin_home")


def _ask_to_log_in(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    return render(request, "publishing/teams/join_log_in.html", {"invitation": invitation})


def _as_newcomer(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Make an account, take it into the team, log it in, and lead to the editor, which asks for a second factor."""
    form = JoinForm(request.POST if request.method == "POST" else None, email=invitation.email)
    if request.method != "POST" or not form.is_valid():
        context: dict[str, Any] = {"invitation": invitation, "form": form}
        return render(request, "publishing/teams/join.html", context, status=422 if form.is_bound else 200)
    user = form.new_user(get_language() or invitation.language)
    try:
        accept(invitation, user)
    except (Gone, IntegrityError):  # somebody was first: by this link, or to this user name
        return _dead_end(request, "used", GONE)
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = get_language() or invitation.language
    profile.save(update_fields=["preferred_language"])
    login = Login(user=user, email=user.email, redirect_url=reverse("wagtailadmin_home"))
    response: HttpResponse = perform_password_login(request, {"email": user.email}, login)
    return response


def _end_of(invitation: Invitation) -> str:
    if invitation.accepted_at:
        return "used"
    return "withdrawn" if invitation.withdrawn_at else "expired"


def _dead_end(request: HttpRequest, end: str, status: int) -> HttpResponse:
    return render(request, "publishing/teams/join_dead_end.html", {"end": end}, status=status)
