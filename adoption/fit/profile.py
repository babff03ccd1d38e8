"""What an institution tells of itself: it stands in the address and in its own browser, and is kept nowhere else."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from adoption.fit.roles import ROLES
from practices.models import Organisation, PracticePage, Setting, TargetGroup, Theme

Kind = Organisation.Kind
KINDS = (Kind.FOLK_HIGH_SCHOOL, Kind.VOCATIONAL)
MOST_STUDENTS, MOST_HOURS = 50_000, 5_000
SAYS_SOMETHING = ("kind", "students", "dormitory", "roles", "hours", "groups", "settings", "cost")


@dataclass(frozen=True)
class Profile:
    """An institution: what is empty, or None, was not told."""

    kind: str = ""
    students: int | None = None
    dormitory: bool | None = None
    roles: frozenset[str] = frozenset()
    hours: int | None = None  # that the staff can give a month, all together
    groups: frozenset[str] = frozenset()
    settings: frozenset[str] = frozenset()
    cost: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was told."""
        return self == Profile()

    def query(self) -> str:
        """Return the query string that tells the same, always in the same order; "" for nothing."""
        told = QueryDict(mutable=True)
        dormitory = {True: "yes", False: "no", None: ""}[self.dormitory]
        for name, value in (
            ("kind", self.kind),
            ("students", "" if self.students is None else str(self.students)),
            ("dormitory", dormitory),
            ("hours", "" if self.hours is None else str(self.hours)),
            ("cost", self.cost),
        ):
            if value:
                told[name] = value
        for name in ("roles", "groups", "settings"):
            if values := sorted(getattr(self, name)):
                told.setlist(name, values)
        return told.urlencode()

    def pairs(self) -> list[tuple[str, str]]:
        """Return (name, value) of `query`, for hidden fields."""
        told = QueryDict(self.query())
        return [(name, value) for name in told for value in told.getlist(name)]


class _OneGroup:
    """A group of boxes or circles whose fieldset bears the id, so that a list of mistakes can lead to it."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_{index}" if id_ and index else id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)  # type: ignore[misc]  # of the widget
        context["widget"]["attrs"].pop("id", None)
        return context


class Ticks(_OneGroup, forms.CheckboxSelectMultiple):
    """Boxes to tick."""


class Circles(_OneGroup, forms.RadioSelect):
    """Circles, of which one is chosen."""


class ProfileForm(forms.Form):
    """The profile with its questions. None of them has to be answered."""

    kind = forms.ChoiceField(
        label=_("What kind of institution you are"),
        required=False,
        choices=[
            ("", _("Not told")),
            *((kind.value, kind.label) for kind in KINDS),
            (Kind.OTHER.value, _("other")),
        ],
    )
    students = forms.IntegerField(
        label=_("How many students you have"),
        required=False,
        min_value=1,
        max_value=MOST_STUDENTS,
        error_messages={
            "invalid": _("Write the number of students in whole figures, such as 120."),
            "min_value": _("The number of students must be at least one. Leave it empty if you do not know."),
            "max_value": _("The number of students is too large: at most %(limit_value)s."),
        },
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )
    dormitory = forms.ChoiceField(
        label=_("Do you have a dormitory?"),
        required=False,
        choices=[("yes", _("We have a dormitory")), ("no", _("We have no dormitory"))],
        widget=Circles,
    )
    hours = forms.IntegerField(
        label=_("Staff hours a month"),
        help_text=_("How many working hours a month the staff can give to a new practice, all together."),
        required=False,
        min_value=0,
        max_value=MOST_HOURS,
        error_messages={
            "invalid": _("Write the hours in whole figures, such as 8."),
            "min_value": _("The hours cannot be less than zero. Leave the field empty if you do not know."),
            "max_value": _("The number of hours is too large: at most %(limit_value)s a month."),
        },
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )
    cost = forms.ChoiceField(
        label=_("How much it may cost"),
        required=False,
        choices=[("", _("Not told")), *PracticePage.Cost.choices],
    )
    roles = forms.MultipleChoiceField(
        label=_("Who works or acts at your institution"),
        help_text=_("Tick those who could take part. If you tick none, it counts as not told."),
        required=False,
        choices=[(slug, role.label) for slug, role in ROLES.items()],
        widget=Ticks,
    )
    groups = forms.MultipleChoiceField(label=_("Whom you want it for"), required=False, widget=Ticks)
    settings = forms.MultipleChoiceField(label=_("Where you could do it"), required=False, widget=Ticks)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("groups", TargetGroup.objects.all())
        self._offer("settings", Setting.objects.all())
        for name in ("kind", "cost", "roles", "dormitory", "groups", "settings"):
            self.fields[name].error_messages["invalid_choice"] = _(
                "The address has a choice that does not exist. Choose again."
            )
        for name in ("kind", "students", "hours", "cost"):
            self.fields[name].widget.attrs["class"] = "field__input"
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def _offer(self, name: str, terms: Iterable[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = [(term.slug, str(term)) for term in terms]

    def profile(self) -> Profile:
        """Return what was told, of a form without errors."""
        told = self.cleaned_data
        return Profile(
            kind=told["kind"],
            students=told["students"],
            dormitory={"yes": True, "no": False}.get(told["dormitory"]),
            roles=frozenset(told["roles"]),
            hours=told["hours"],
            groups=frozenset(told["groups"]),
            settings=frozenset(told["settings"]),
            cost=told["cost"],
        )


def profile_form(query: QueryDict) -> ProfileForm:
    """Return the form, filled in and checked where an address tells anything of an institution."""
    told = any(value.strip() for name in SAYS_SOMETHING for value in query.getlist(name))
    return ProfileForm(query if told else None, label_suffix="")


def profile_in(query: QueryDict) -> Profile:
    """Return the profile of an address; an empty one where it tells nothing, or something that is not so."""
    form = profile_form(query)
    return form.profile() if form.is_bound and form.is_valid() else Profile()


def themes() -> list[tuple[str, str]]:
    """Return (slug, name) of every theme."""
    return [(theme.slug, str(theme)) for theme in Theme.objects.all()]
