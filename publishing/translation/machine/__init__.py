"""Machine translation, off until the settings name a service. What it makes stays marked until somebody approves it.

The services implement wagtail-localize's interface. They are not named in the library's own setting: that would open
its views, which write what came back without looking at it and without asking for the page's permission.
"""

from django.conf import settings
from django.utils.module_loading import import_string
from wagtail_localize.models import Translation

from publishing.translation.machine.base import CannotTranslate, HttpTranslator

__all__ = ["SERVICES", "CannotTranslate", "HttpTranslator", "translator", "translator_for"]

# A further service is a line here and a class.
SERVICES = {
    "libretranslate": "publishing.translation.machine.libretranslate.LibreTranslator",
    "deepl": "publishing.translation.machine.deepl.DeepLTranslator",
}


def translator() -> HttpTranslator | None:
    """Return the service of the settings, None where there is none or its setting is wrong (see `checks`)."""
    chosen = settings.MACHINE_TRANSLATION
    name = SERVICES.get(str(chosen.get("SERVICE", "")).lower())
    if name is None:
        return None
    kind: type[HttpTranslator] = import_string(name)
    options = {"URL": chosen.get("URL", ""), "KEY": chosen.get("KEY", "")}
    return None if kind.faults_of(options) else kind(options)


def translator_for(translation: Translation) -> HttpTranslator | None:
    """Return the service where it translates from and into a translation's languages."""
    found = translator()
    if found is None or not found.can_translate(translation.source.locale, translation.target_locale):
        return None
    return found
