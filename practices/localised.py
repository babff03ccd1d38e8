"""Names that stand on one row in every language of the portal."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def languages() -> list[str]:
    """Return the codes of the portal's languages, the default first."""
    return [code for code, _name in settings.LANGUAGES]


def in_language(names: dict[str, str], language: str | None = None) -> str:
    """Return the name in `language` (the active one by default), else in the first language that has it."""
    order = [language or get_language() or settings.LANGUAGE_CODE, *languages()]
    return next((names[code] for code in order if names.get(code)), "")


class LocalisedNameWidget(forms.MultiWidget):
    """One text box a language."""

    template_name = "practices/widgets/localised_name.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        widgets: dict[str, Any] = {
            code: forms.TextInput({"lang": code, "aria-label": name}) for code, name in settings.LANGUAGES
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: Any) -> list[str]:
        return [(value or {}).get(code, "") for code in languages()]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for subwidget, (_code, language) in zip(
            context["widget"]["subwidgets"], settings.LANGUAGES, strict=True
        ):
            subwidget["language"] = language
        return context


class LocalisedNameFormField(forms.MultiValueField):
    """A name in every language; each one is needed."""

    widget = LocalisedNameWidget

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        fields = [forms.CharField(max_length=255) for _code in languages()]
        super().__init__(fields=fields, require_all_fields=True, **kwargs)

    def compress(self, data_list: list[str]) -> dict[str, str]:
        return dict(zip(languages(), data_list, strict=True)) if data_list else {}


class LocalisedNameField(models.JSONField):
    """`{language code: name}`. A further language needs no migration."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(**kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": LocalisedNameFormField, **kwargs})

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        missing = [name for code, name in settings.LANGUAGES if not value.get(code)]
        if missing:
            raise ValidationError(_("Give the name in every language. Missing: %s") % ", ".join(missing))
