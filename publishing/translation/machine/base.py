"""What the services of machine translation share: batches, patience, and answers that are not believed unseen."""

import json
import logging
import time
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

import requests
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.strings import StringValue

logger = logging.getLogger(__name__)

CONNECT_SECONDS, READ_SECONDS = 5.0, 20.0
# A web process answers within 60 seconds (config/gunicorn.py).
TOTAL_SECONDS = 40.0
LARGEST_ANSWER = 2 * 1024 * 1024  # bytes


class CannotTranslate(Exception):
    """The service did not do it; says why in words for an editor."""


class HttpTranslator(BaseMachineTranslator):
    """A service spoken to over HTTP. Options: URL, KEY."""

    display_name = ""
    default_url = ""
    needs_key = False
    most_texts, most_characters = 20, 5_000

    @classmethod
    def faults_of(cls, options: dict[str, str]) -> list[str]:
        """Return the names of the settings that are missing or wrong."""
        url = urlsplit(cls.url_of(options))
        is_address = url.scheme in ("http", "https") and bool(url.hostname)
        return [*([] if is_address else ["URL"]), *(["KEY"] if cls.needs_key and not options["KEY"] else [])]

    @classmethod
    def url_of(cls, options: dict[str, str]) -> str:
        """Return the service's address, without what the protocol adds."""
        return (options["URL"] or cls.default_url).rstrip("/")

    def can_translate(self, source_locale: Locale, target_locale: Locale) -> bool:
        return self.language(source_locale) != self.language(target_locale)

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Sequence[StringValue]
    ) -> dict[StringValue, StringValue]:
        """Return translations as they came, not checked. Where time runs out, those of the first batches alone.

        Raises CannotTranslate where any batch fails, or not even the first one came in time.
        """
        until = time.monotonic() + TOTAL_SECONDS
        done: dict[StringValue, StringValue] = {}
        for batch in self.batches(strings):
            if done and time.monotonic() > until - CONNECT_SECONDS:
                break
            texts = [string.data for string in batch]
            answers = self.answers(self.language(source_locale), self.language(target_locale), texts, until)
            if len(answers) != len(texts) or not all(isinstance(answer, str) for answer in answers):
                raise CannotTranslate(_("The translation service gave an answer that makes no sense."))
            done.update(zip(batch, map(StringValue, answers), strict=True))
        return done

    def batches(self, strings: Sequence[StringValue]) -> Iterator[list[StringValue]]:
        """Yield the strings in portions that a service takes at once."""
        batch: list[StringValue] = []
        size = 0
        for string in strings:
            if batch and (len(batch) >= self.most_texts or size + len(string.data) > self.most_characters):
                yield batch
                batch, size = [], 0
            batch.append(string)
            size += len(string.data)
        if batch:
            yield batch

    def language(self, locale: Locale) -> str:
        """Return a language's code in the service's words."""
        return str(locale.language_code).split("-")[0]

    def answers(self, source: str, target: str, texts: list[str], until: float) -> list[Any]:
        """Return what the service answers to texts, in their order."""
        raise NotImplementedError

    def post(self, path: str, body: dict[str, Any], until: float, **headers: str) -> Any:
        """Return the service's answer, read as JSON. Raises CannotTranslate for whatever else comes, or nothing."""
        try:
            with requests.post(
                self.url_of(self.options) + path,
                json=body,
                headers=headers,
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                allow_redirects=False,  # the key is for this address alone
                stream=True,
            ) as response:
                content = _read(response, until)
                return _understood(response.status_code, content)
        except requests.Timeout as error:
            raise CannotTranslate(
                _("The translation service did not answer in time. Try again later.")
            ) from error
        except requests.RequestException as error:
            logger.warning("Machine translation failed: %s", type(error).__name__)
            raise CannotTranslate(_("The translation service cannot be reached. Try again later.")) from error


def _read(response: requests.Response, until: float) -> bytes:
    content = b""
    for piece in response.iter_content(65_536):
        content += piece
        if len(content) > LARGEST_ANSWER:
            raise CannotTranslate(_("The translation service gave an answer that makes no sense."))
        if time.monotonic() > until:
            raise requests.Timeout
    return content


def _understood(status: int, content: bytes) -> Any:
    if status in (401, 403):
        raise CannotTranslate(
            _("The translation service does not accept the portal's key. Tell an administrator.")
        )
    if status in (429, 456):
        raise CannotTranslate(_("The translation service has no room for more now. Try again later."))
    if status != requests.codes.ok:
        logger.warning("Machine translation was refused with the status %d", status)
        raise CannotTranslate(_("The translation service refused the texts (status %d).") % status)
    try:
        return json.loads(content)
    except ValueError as error:
        raise CannotTranslate(_("The translation service gave an answer that makes no sense.")) from error
