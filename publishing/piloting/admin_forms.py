"""What the makers fill in: a pilot's name and time, and what they changed because of answers."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Revision

from practices.models import PracticePage
from publishing.models import Pilot, Refinement
from publishing.piloting.refining import versions_to_choose

USUAL = timedelta(days=182)
LONGEST = timedelta(days=731)
LONGEST_TOLD = 1000


def usual_end() -> date:
    """Return until when a pilot is open unless its makers say otherwise: half a year."""
    return timezone.localdate() + USUAL


class TimeForm(forms.Form):
    """Until when one may answer."""

    closes_on = forms.DateField(
        label=gettext_lazy("Open until"),
        initial=usual_end,
        widget=AdminDateInput,
        help_text=gettext_lazy("The last day on which one can answer. You can close the pilot earlier."),
    )

    def clean_closes_on(self) -> date:
        """Refuse a day that is past, and one so far away that nobody remembers the pilot."""
        day: date = self.cleaned_data["closes_on"]
        today = timezone.localdate()
        if day < today:
            raise ValidationError(_("The day is past. Choose today or a later day."))
        if day > today + LONGEST:
            raise ValidationError(_("A pilot can be open for two years at most. Choose an earlier day."))
        return day


class BeginForm(TimeForm):
    """A new pilot."""

    name = forms.CharField(
        label=gettext_lazy("Where and when"),
        max_length=Pilot._meta.get_field("name").max_length,
        help_text=gettext_lazy("Only you who edit the page see this. For example: Dormitory, spring 2027."),
    )
    field_order = ["name", "closes_on"]


class ChangeForm(forms.Form):
    """What was changed because of answers: in words for readers, after which pilots, in which version."""

    pilots = forms.ModelMultipleChoiceField(
        label=gettext_lazy("After which pilots"),
        queryset=Pilot.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one pilot.")},
    )

    def __init__(self, page: PracticePage, *args: Any, refinement: Refinement | None = None) -> None:
        super().__init__(*args)
        self.page, self.refinement = page, refinement
        self.versions = versions_to_choose(page)
        self._add_texts()
        pilots: Any = self.fields["pilots"]
        pilots.queryset = Pilot.objects.of(page)
        chosen = refinement.pilots.all() if refinement else pilots.queryset.filter(answers__isnull=False)
        pilots.initial = [pilot.pk for pilot in chosen.distinct()]
        if self.versions:
            self.fields["revision"] = self._version_field()

    def _add_texts(self) -> None:
        own = self.page.locale.language_code
        told = self.refinement.told if self.refinement else {}
        languages = sorted(settings.LANGUAGES, key=lambda language: language[0] != own)
        texts = {
            f"told_{code}": forms.CharField(
                label=_("What you changed (%s)") % name,
                required=code == own,
                max_length=LONGEST_TOLD,
                initial=told.get(code, ""),
                widget=forms.Textarea(attrs={"rows": 4, "lang": code}),
                help_text=_("Readers see this: what was said, and what you did about it. No names.")
                if code == own
                else _("Readers of this language see the other text if you leave this empty."),
            )
            for code, name in languages
        }
        self.fields = {**texts, **self.fields}

    def _version_field(self) -> forms.ChoiceField:
        choices = [
            (
                str(version.revision_id),
                _("Version %(number)d, published %(day)s")
                % {"number": version.number, "day": date_format(version.published_at, "DATE_FORMAT")},
            )
            for version in self.versions
        ]
        told = self.refinement.revision_id if self.refinement else None
        if told and told not in {version.revision_id for version in self.versions}:
            choices.insert(0, (str(told), _("The version that you chose before")))
        return forms.ChoiceField(
            label=_("The version that came of it"),
            choices=choices,
            initial=str(told or self.versions[0].revision_id),
            help_text=_("The newest published one, unless the change came earlier."),
        )

    @property
    def told(self) -> dict[str, str]:
        """The texts by language, of a form that is in order."""
        texts = {code: self.cleaned_data[f"told_{code}"].strip() for code, _name in settings.LANGUAGES}
        return {code: text for code, text in texts.items() if text}

    @property
    def revision(self) -> Revision | None:
        """The version, of a form that is in order; None where nothing is published yet or it is no longer kept."""
        return Revision.objects.filter(pk=self.cleaned_data.get("revision") or 0).first()
