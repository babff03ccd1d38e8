"""LibreTranslate and the servers that speak its protocol, such as those over Argos Translate."""

from typing import Any

from publishing.translation.machine.base import HttpTranslator


class LibreTranslator(HttpTranslator):
    """`POST /translate` (docs.libretranslate.com): format=html keeps tags. A key is sent only where there is one."""

    display_name = "LibreTranslate"

    def answers(self, source: str, target: str, texts: list[str], until: float) -> list[Any]:
        """Return what the server answers to texts, in their order."""
        body: dict[str, Any] = {"q": texts, "source": source, "target": target, "format": "html"}
        if self.options["KEY"]:
            body["api_key"] = self.options["KEY"]
        said = self.post("/translate", body, until)
        found = said.get("translatedText") if isinstance(said, dict) else None
        return found if isinstance(found, list) else []
