"""What is asked before a file is checked, before it is imported, and before practices are exported."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from practices.models import Project
from practices.reading.sandbox import ReaderFailed
from publishing.importing.access import projects_for
from publishing.importing.tables import MAX_BYTES, SUFFIXES, BadTable, suffix_of, too_large
from publishing.models import ImportRun
from publishing.uploads import BadUpload, check_upload

ACCEPTED = ",".join(SUFFIXES)


class UploadForm(forms.Form):
    """A file, and what its rows do not say."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, XLSX or DOCX, at most 20 MB and 5,000 practices."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    project = forms.ModelChoiceField(
        label=_("Project"),
        queryset=Project.objects.none(),
        required=False,
        empty_label=_("As the file says"),
        help_text=_("For rows that name no project."),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Of columns and headings that name no language."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        projects = projects_for(user)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]  # a ModelChoiceField
        if len(projects) == 1:
            self.fields["project"].initial = projects[0].pk

    def clean_file(self) -> Any:
        """Refuse what is no table of practices by its size, its name or its content."""
        file = self.cleaned_data["file"]
        try:
            if file.size > MAX_BYTES:
                raise too_large()
            if suffix_of(file.name) != ".csv":  # of which the content tells nothing but how it is read
                check_upload(file, kinds=[suffix_of(file.name)[1:]], largest=MAX_BYTES)
                file.seek(0)
        except BadTable as bad:
            raise ValidationError([str(problem) for problem in bad.problems]) from bad
        except BadUpload as bad:
            raise ValidationError(str(bad)) from bad
        except ReaderFailed as failed:
            raise ValidationError(
                _("The file could not be looked into just now. Try again in a moment.")
            ) from failed
        return file


class StartForm(forms.Form):
    """Which rows are taken, and what becomes of practices that are there already."""

    wanted = forms.ChoiceField(
        label=_("Which rows"), choices=ImportRun.Wanted.choices, widget=forms.RadioSelect
    )
    when_there = forms.ChoiceField(
        label=_("Practices that are there already"),
        choices=ImportRun.WhenThere.choices,
        widget=forms.RadioSelect,
        initial=ImportRun.WhenThere.SKIP.value,
    )

    def __init__(self, *args: Any, has_errors: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted: Any = self.fields["wanted"]
        if has_errors:
            wanted.choices = [choice for choice in wanted.choices if choice[0] == ImportRun.Wanted.VALID]
        else:
            wanted.initial = ImportRun.Wanted.ALL.value


class ExportForm(forms.Form):
    """Which practices, and in which form."""

    project = forms.ModelChoiceField(
        label=_("Project"),
        queryset=Project.objects.filter(pages__isnull=False).distinct(),
        required=False,
        empty_label=_("All practices that you may see"),
    )
    form = forms.ChoiceField(
        label=_("Form"), choices=[("xlsx", "XLSX"), ("csv", "CSV"), ("docx", "DOCX")], initial="xlsx"
    )
