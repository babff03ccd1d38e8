"""System checks: machine translation is set up wholly or not at all."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.module_loading import import_string

from publishing.translation.machine import SERVICES


def connect() -> None:
    """Have the settings checked when the portal starts."""
    register(check_settings, "translation")


def check_settings(**_: Any) -> list[CheckMessage]:
    """Return what is wrong with the setting MACHINE_TRANSLATION."""
    chosen = settings.MACHINE_TRANSLATION
    options = {"URL": str(chosen.get("URL", "")), "KEY": str(chosen.get("KEY", ""))}
    service = str(chosen.get("SERVICE", "")).lower()
    if not service:
        return [_unused()] if any(options.values()) else []
    if service not in SERVICES:
        known = ", ".join(SERVICES)
        return [
            Error(
                f"MACHINE_TRANSLATION names an unknown service: {service}.",
                hint=f"Known are: {known}.",
                id="publishing.E001",
            )
        ]
    hints = {
        "URL": Error(
            "MACHINE_TRANSLATION_URL is no address of a service.",
            hint="Give it with http:// or https://, such as http://localhost:5000.",
            id="publishing.E002",
        ),
        "KEY": Error(
            f"The service {service} needs a key.", hint="Set MACHINE_TRANSLATION_KEY.", id="publishing.E003"
        ),
    }
    return [hints[name] for name in import_string(SERVICES[service]).faults_of(options)]


def _unused() -> Warning:
    return Warning(
        "MACHINE_TRANSLATION has an address or a key and no service, so nothing is translated by machine.",
        hint=f"Set MACHINE_TRANSLATION to one of: {', '.join(SERVICES)}.",
        id="publishing.W001",
    )
