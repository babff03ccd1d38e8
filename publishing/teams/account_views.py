"""Pages of accounts where allauth's own do not suffice: enrolment, recovery codes, closed doors."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import ReauthenticateView
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from publishing.teams.second_factor import ENTER, is_enrolled


@csrf_exempt  # nothing is read of what is sent here
@never_cache
def to_log_in(request: HttpRequest) -> HttpResponse:
    """Lead from Wagtail's doors to the one that asks for the second factor; what is sent to them is not read."""
    return _lead("account_login", request)


@csrf_exempt  # nothing is read of what is sent here
@never_cache
def to_forgotten_password(request: HttpRequest) -> HttpResponse:
    """Lead from Wagtail's page for forgotten passwords to ours."""
    return _lead("account_reset_password", request)


@never_cache
def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form without its token was not read, and what to do."""
    return render(request, "publishing/accounts/form_refused.html", status=403)


class EnrolView(ActivateTOTPView):
    """An authenticator app is taken into use; after that, recovery codes and the way to where somebody was going."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = get_next_redirect_url(self.request) or ""
        return super().get_context_data(**kwargs) | {"next_url": address}

    def form_valid(self, form: Any) -> HttpResponse:
        """Count the code that was just given as this session's second factor."""
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="totp", reauthenticated=True)
        return response

    def get_success_url(self) -> str:
        address = get_next_redirect_url(self.request)
        codes = reverse("mfa_view_recovery_codes")
        return f"{codes}?{urlencode({'next': address})}" if address else codes


class RecoveryCodesView(ViewRecoveryCodesView):
    """The recovery codes, and the way on."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        way_on = reverse("wagtailadmin_home") if self.request.user.has_perm(ENTER) else reverse("mfa_index")
        address = get_next_redirect_url(self.request) or way_on
        return super().get_context_data(**kwargs) | {"next_url": address}


class ConfirmByPasswordView(ReauthenticateView):
    """The password once more; those who have a second factor are asked for a code in its place."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and is_enrolled(request.user):
            return _lead("mfa_reauthenticate", request)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


def _lead(name: str, request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("next", "")
    return HttpResponseRedirect(reverse(name) + (f"?{urlencode({'next': wanted})}" if wanted else ""))
