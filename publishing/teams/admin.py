"""Teams in the editor: the list, a team's page with its people and invitations, and what is asked before a change."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from publishing.models import Team
from publishing.models.team import Role
from publishing.notices import language_of
from publishing.roles import is_network, may_coordinate, teams_of
from publishing.teams import inviting, membership, second_factor
from publishing.teams.forms import InviteForm

HOME = [{"url": "", "label": gettext_lazy("Teams")}]


def _marked(people: list[membership.Person], by: Any) -> list[membership.Person]:
    """Note on each person whether `by` may take their authenticator app out of use; no query a person."""
    helps = is_network(by)
    for person in people:
        reached = helps and second_factor.reaches(by, person.user)
        person.user.may_be_reset = reached and person.user.has_second_factor
    return people


class TeamsView(WagtailAdminTemplateMixin, TemplateView):
    """The teams that somebody works in; all of them, and the network's own people, for the network."""

    template_name = "publishing/admin/teams/index.html"
    page_title = gettext_lazy("Teams")
    header_icon = "group"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *HOME]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the teams with their numbers, in a constant number of queries."""
        user = self.request.user
        people = _marked(membership.people_of_network(), user) if is_network(user) else []
        return super().get_context_data(**kwargs) | {
            "teams": membership.with_counts(teams_of(user)),
            "network": people,
        }


class OneTeam(WagtailAdminTemplateMixin):
    """A view of one team, for those who work in it."""

    header_icon = "group"
    coordinators_alone = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.coordinators_alone and not self.may_coordinate:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def team(self) -> Team:
        """The team of the address; to others there is none."""
        return get_object_or_404(teams_of(self.request.user), pk=self.kwargs["pk"])

    @cached_property
    def may_coordinate(self) -> bool:
        return may_coordinate(self.request.user, self.team)

    @property
    def team_url(self) -> str:
        return reverse("team", args=[self.team.pk])

    def get_page_title(self) -> str:
        return str(self.team)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        teams = {"url": reverse("teams"), "label": _("Teams")}
        return [*self.breadcrumbs_items, teams, {"url": "", "label": str(self.team)}]


class TeamView(OneTeam, TemplateView):
    """A team's page: its people; for coordinators also invitations, and the form that sends one."""

    template_name = "publishing/admin/teams/team.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send an invitation."""
        if not self.may_coordinate:
            raise PermissionDenied
        form = InviteForm(request.POST)
        if form.is_valid():
            try:
                invitation = inviting.invite(self.team, **form.cleaned_data, by=request.user)
            except ValidationError as problem:
                form.add_error("email", problem)
            else:
                messages.success(request, _("The invitation was sent to %s.") % invitation.email)
                return HttpResponseRedirect(self.team_url)
        messages.error(request, _("The invitation was not sent."))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        people = _marked(membership.people_of(self.team), user)
        waiting = self.team.invitations.waiting().select_related("invited_by") if self.may_coordinate else []
        kwargs.setdefault("form", InviteForm(initial={"language": language_of(user)}))
        pages = list(self.team.project.pages.select_related("locale").order_by("locale"))
        return super().get_context_data(**kwargs) | {
            "team": self.team,
            "people": people,
            "waiting": waiting,
            "may_coordinate": self.may_coordinate,
            "pages": pages,
        }


class Confirm(WagtailAdminTemplateMixin, TemplateView):
    """Asks, and does it when the answer is yes."""

    template_name = "publishing/admin/teams/confirm.html"
    header_icon = "group"
    button: Any = ""

    def question(self) -> str:
        """Return what is asked."""
        raise NotImplementedError

    def act(self) -> str:
        """Do it, and return what to tell. Raises ValidationError with the reason why not."""
        raise NotImplementedError

    def back(self) -> str:
        """Return where to go afterwards."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            messages.success(request, self.act())
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
        return HttpResponseRedirect(self.back())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"question": self.question(), "button": self.button, "back": self.back()}
        return super().get_context_data(**kwargs) | told


class OfTeam(OneTeam, Confirm):
    """A change to a team that its coordinators may make."""

    coordinators_alone = True

    def back(self) -> str:
        # Whoever took themselves out of the team cannot see it any more.
        still_there = teams_of(self.request.user).filter(pk=self.team.pk).exists()
        return self.team_url if still_there else reverse("teams")

    @cached_property
    def person(self) -> Any:
        """The user of the address, out of the team's."""
        people = {person.user.pk: person for person in membership.people_of(self.team)}
        return people.get(self.kwargs.get("user"))

    @cached_property
    def invitation(self) -> Any:
        """The invitation of the address, out of the team's."""
        return get_object_or_404(self.team.invitations, pk=self.kwargs["number"])


class ChangeRole(OfTeam):
    """A member becomes coordinator, or the other way."""

    button = gettext_lazy("Change the role")

    @property
    def role(self) -> str:
        """The role that the person does not have now."""
        is_member = self.person is None or self.person.role == Role.MEMBER
        return Role.COORDINATOR if is_member else Role.MEMBER

    def question(self) -> str:
        name = self.person.name if self.person else "–"
        if self.role == Role.COORDINATOR:
            return _("Make %s a coordinator, who checks pages and invites colleagues?") % name
        return _("Make %s a member, who writes but neither checks pages nor invites?") % name

    def act(self) -> str:
        user = get_object_or_404(get_user_model(), pk=self.kwargs["user"])
        membership.change_role(self.team, user, self.role, by=self.request.user)
        return _("The role was changed.")


class RemovePerson(OfTeam):
    """Somebody leaves the team."""

    button = gettext_lazy("Remove from the team")

    def question(self) -> str:
        name = self.person.name if self.person else "–"
        return _("Remove %s from the team? What they have written stays.") % name

    def act(self) -> str:
        user = get_object_or_404(get_user_model(), pk=self.kwargs["user"])
        membership.remove(self.team, user, by=self.request.user)
        return _("Removed from the team.")


class SendAgain(OfTeam):
    """An invitation is sent once more."""

    button = gettext_lazy("Send again")

    def question(self) -> str:
        return (
            _("Send the invitation to %s again? It is then good for two weeks more.") % self.invitation.email
        )

    def act(self) -> str:
        inviting.send_again(self.invitation, by=self.request.user)
        return _("The invitation was sent to %s.") % self.invitation.email


class Withdraw(OfTeam):
    """An invitation is taken back."""

    button = gettext_lazy("Withdraw")

    def question(self) -> str:
        return _("Withdraw the invitation to %s? Its link stops working.") % self.invitation.email

    def act(self) -> str:
        inviting.withdraw(self.invitation, by=self.request.user)
        return _("The invitation was withdrawn.")


class ResetSecondFactor(Confirm):
    """A colleague has lost their phone."""

    page_title = gettext_lazy("Lost authenticator app")
    header_icon = "key"
    button = gettext_lazy("Take the app out of use")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not second_factor.may_reset(request.user, self.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def user(self) -> Any:
        return get_object_or_404(get_user_model(), pk=self.kwargs["user"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        teams = {"url": reverse("teams"), "label": _("Teams")}
        return [*self.breadcrumbs_items, teams, {"url": "", "label": self.page_title}]

    def question(self) -> str:
        name = self.user.get_full_name() or self.user.get_username()
        return (
            _(
                "Take the authenticator app of %s out of use? Make sure first, by a call or face to face, that it is "
                "they who ask: afterwards their password alone is enough to set up a new one."
            )
            % name
        )

    def act(self) -> str:
        if not second_factor.reset(self.user, by=self.request.user):
            raise ValidationError(_("There was no app to take out of use."))
        return _("The app is out of use. They were told by e-mail.")

    def back(self) -> str:
        return reverse("teams")
