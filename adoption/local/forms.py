"""The form of a local version, and those of the buttons around it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from adoption.local.core_parts import CorePart
from adoption.local.editing import Told
from adoption.local.words import line, lines
from adoption.models import LocalMaterial, LocalPart, LocalVersion
from practices.public_forms import PublicForm

MOST_MATERIALS, SPARE_MATERIALS = 10, 3
CONTACT_CONSENT = _(
    "The contact may be shown to everybody on this portal. I have the right to give it, and I know that I can take it "
    "away here whenever I want."
)
FATES = [
    (LocalPart.Fate.KEPT, _("We keep it as it is")),
    (LocalPart.Fate.CHANGED, _("We do it in another way")),
    (LocalPart.Fate.LEFT_OUT, _("We leave it out")),
    ("", _("Not answered")),
]
_is_address = URLValidator(schemes=["https"])


class ActionForm(PublicForm):
    """A button without fields."""

    fastest_seconds = 0


class VersionForm(PublicForm):
    """What an institution does with each part of a practice, its own materials, and a contact for readers."""

    fastest_seconds = 0
    summary = forms.CharField(
        label=_("How we do it (not required)"),
        help_text=_("In a few sentences: for whom, where, how often, what works well at your place."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "field__input", "rows": 6}),
    )
    contact = forms.CharField(
        label=_("Whom readers may contact (not required)"),
        help_text=_(
            "A shared mailbox or a telephone number of the institution is best. It is shown to everybody."
        ),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "field__input", "autocomplete": "off"}),
    )
    contact_consent = forms.BooleanField(label=CONTACT_CONSENT, required=False)

    def __init__(
        self,
        parts: Sequence[CorePart],
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), auto_id="v-%s")
        self.parts = list(parts)
        for part in self.parts:
            self.fields |= _part_fields(part)
        first = [self.fields.pop(name) for name in ("contact", "contact_consent")]
        for number in range(MOST_MATERIALS):
            self.fields |= _material_fields(number)
        self.fields |= dict(zip(("contact", "contact_consent"), first, strict=True))

    @classmethod
    def of(
        cls, parts: Sequence[CorePart], version: LocalVersion | None, answers: Mapping[str, LocalPart]
    ) -> "VersionForm":
        """Return the form with what was saved; `answers` by the key that each part has now."""
        if version is None:
            return cls(parts)
        initial: dict[str, Any] = {
            "summary": version.summary,
            "contact": version.contact,
            "contact_consent": bool(version.contact_consent),
        }
        for key, told in answers.items():
            initial |= {f"fate-{key}": told.fate, f"what-{key}": told.what, f"why-{key}": told.why}
        for number, material in enumerate(version.materials.all()):
            initial |= {f"title-{number}": material.title, f"url-{number}": material.url}
        return cls(parts, initial=initial)

    @classmethod
    def sent(cls, parts: Sequence[CorePart], post: QueryDict) -> "VersionForm":
        """Return the form as it was sent, with text that can be shown again and saved, whatever the bytes were."""
        names = cls(parts).fields
        areas = {name for name, field in names.items() if isinstance(field.widget, forms.Textarea)}
        data = {
            name: lines(post.get(name, "")) if name in areas else line(post.get(name, "")) for name in names
        }
        data["show"] = "on" if post.get("do") == "show" else ""
        return cls(parts, data)

    @cached_property
    def part_rows(self) -> list[dict[str, Any]]:
        """The bound fields of each part."""
        return [
            {"part": part, **{name: self[f"{name}-{part.key}"] for name in ("fate", "what", "why")}}
            for part in self.parts
        ]

    @cached_property
    def material_rows(self) -> list[dict[str, Any]]:
        """The bound fields of materials: those that are filled in, and a few more."""
        rows: list[dict[str, Any]] = [
            {"number": n + 1, "title": self[f"title-{n}"], "url": self[f"url-{n}"]}
            for n in range(MOST_MATERIALS)
        ]
        filled = [n for n, row in enumerate(rows, start=1) if row["title"].value() or row["url"].value()]
        return rows[: max(filled, default=0) + SPARE_MATERIALS]

    def clean(self) -> dict[str, Any]:
        """Refuse a contact without consent, half a material, and showing readers an empty page."""
        cleaned = super().clean()
        if cleaned.get("contact") and not cleaned.get("contact_consent"):
            self.add_error(
                "contact_consent",
                _("Tick that the contact may be shown, or leave the contact empty."),
            )
        for number in range(MOST_MATERIALS):
            title, url = (cleaned.get(f"{name}-{number}", "") for name in ("title", "url"))
            if title and not url and f"url-{number}" not in self.errors:
                self.add_error(f"url-{number}", _("Add the address of “%s”, or empty its name.") % title)
            elif url and not title and f"title-{number}" not in self.errors:
                self.add_error(f"title-{number}", _("Give the material a name that tells what it is."))
        if self.data.get("show") and not self.errors and not (self.told.summary or self.told.parts):
            self.add_error(
                "summary", _("Tell how you do it, or what you did with one part, before readers see it.")
            )
        return cleaned

    @property
    def told(self) -> Told:
        """What was told, of a form that is in order."""
        get = self.cleaned_data.get
        parts = [
            {
                "key": part.key,
                "title": part.title,
                **{name: get(f"{name}-{part.key}", "") for name in ("fate", "what", "why")},
            }
            for part in self.parts
            if get(f"fate-{part.key}")
        ]
        materials = [(get(f"title-{n}", ""), get(f"url-{n}", "")) for n in range(MOST_MATERIALS)]
        return Told(
            summary=get("summary", ""),
            contact=get("contact", ""),
            contact_consent=str(CONTACT_CONSENT) if get("contact") and get("contact_consent") else "",
            parts=parts,
            materials=[pair for pair in materials if all(pair)],
        )


def is_mail(contact: str) -> bool:
    """Return whether a contact is an e-mail address alone."""
    try:
        validate_email(contact)
    except ValidationError:
        return False
    return True


def _part_fields(part: CorePart) -> dict[str, forms.Field]:
    texts = {"what": _("What do you do instead? (not required)"), "why": _("Why? (not required)")}
    return {
        f"fate-{part.key}": forms.ChoiceField(
            label=_("What do you do with it?"), choices=FATES, required=False, widget=forms.RadioSelect
        ),
        **{
            f"{name}-{part.key}": forms.CharField(
                label=label,
                required=False,
                max_length=1000,
                widget=forms.Textarea(attrs={"class": "field__input", "rows": 2}),
            )
            for name, label in texts.items()
        },
    }


def _material_fields(number: int) -> dict[str, forms.Field]:
    title = LocalMaterial._meta.get_field("title").max_length
    url = LocalMaterial._meta.get_field("url").max_length
    told = {"n": number + 1}
    return {
        f"title-{number}": forms.CharField(
            label=_("Name of material %(n)d") % told,
            required=False,
            max_length=title,
            widget=forms.TextInput(attrs={"class": "field__input", "autocomplete": "off"}),
        ),
        f"url-{number}": forms.CharField(
            label=_("Address of material %(n)d") % told,
            required=False,
            max_length=url,
            validators=[_check_address],
            widget=forms.URLInput(
                attrs={"class": "field__input", "autocomplete": "off", "placeholder": "https://"}
            ),
        ),
    }


def _check_address(value: str) -> None:
    try:
        _is_address(value)
    except ValidationError as bad:
        raise ValidationError(
            _(
                "The address has to begin with https:// and lead to a page or a file, such as https://example.org/guide."
            )
        ) from bad
