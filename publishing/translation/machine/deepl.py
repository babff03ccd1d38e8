"""DeepL's translation service."""

from typing import Any

from wagtail.models import Locale
from wagtail_localize.machine_translators.deepl import language_code

from publishing.translation.machine.base import HttpTranslator

FREE_KEY_ENDS = ":fx"


class DeepLTranslator(HttpTranslator):
    """`POST /v2/translate` (https://developers.deepl.com): tags are kept with tag_handling=html."""

    display_name = "DeepL"
    default_url = "https://api.deepl.com"
    needs_key = True
    most_texts, most_characters = 50, 20_000  # DeepL's own bounds: 50 texts, 128 KiB

    @classmethod
    def url_of(cls, options: dict[str, str]) -> str:
        """Return DeepL's address; keys of its free plan have another."""
        if not options["URL"] and options["KEY"].endswith(FREE_KEY_ENDS):
            return "https://api-free.deepl.com"
        return super().url_of(options)

    def language(self, locale: Locale) -> str:
        """Return a language's code as DeepL has it."""
        return str(language_code(locale.language_code))

    def answers(self, source: str, target: str, texts: list[str], until: float) -> list[Any]:
        """Return what DeepL answers to texts, in their order."""
        body = {"text": texts, "source_lang": source, "target_lang": target, "tag_handling": "html"}
        key = f"DeepL-Auth-Key {self.options['KEY']}"
        said = self.post("/v2/translate", body, until, Authorization=key)
        found = said.get("translations") if isinstance(said, dict) else None
        return (
            [each.get("text") if isinstance(each, dict) else None for each in found or []]
            if isinstance(found, list)
            else []
        )
