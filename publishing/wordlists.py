"""Lists of words in every language of the portal, on one row: `{language: [word, …]}`."""

from typing import Any

from django import forms
from django.db import models

from practices.localised import LocalisedNameWidget, languages

LONGEST = 500


class LocalisedWordsWidget(LocalisedNameWidget):
    """One text box a language, the words in it with commas between them."""

    def decompress(self, value: Any) -> list[str]:
        return [", ".join((value or {}).get(code, [])) for code in languages()]


class LocalisedWordsFormField(forms.MultiValueField):
    """Words in every language; none is needed."""

    widget = LocalisedWordsWidget

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        kwargs["required"] = False
        fields = [forms.CharField(max_length=LONGEST, required=False) for _code in languages()]
        super().__init__(fields=fields, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> dict[str, list[str]]:
        given = {code: _words(text) for code, text in zip(languages(), data_list or [], strict=False)}
        return {code: words for code, words in given.items() if words}


class LocalisedWordsField(models.JSONField):
    """`{language code: [word, …]}`, empty unless given. A further language needs no migration."""

    def __init__(self, verbose_name: Any = None, **kwargs: Any) -> None:
        super().__init__(verbose_name, **{"default": dict, "blank": True, **kwargs})

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": LocalisedWordsFormField, **kwargs})


def _words(text: str) -> list[str]:
    found = (" ".join(word.split()) for word in text.replace(";", ",").replace("\n", ",").split(","))
    return list(dict.fromkeys(word for word in found if word))
