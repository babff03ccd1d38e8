"""Mails of the portal: plain text and the same as HTML, in the recipient's language, from one pair of templates.

A mail's template is `PACKAGE/mail/NAME.txt`: its first line is the subject, the rest the text. The HTML is made of the
text, so that the two never differ: paragraphs, lists of lines that begin with "- ", and addresses as links.
"""

import logging
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import override
from django_tasks import task

logger = logging.getLogger(__name__)
# Ten minutes, then twice as long each time: the last attempt is some 21 hours after the first.
ATTEMPTS, FIRST_WAIT = 8, timedelta(minutes=10)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_BLANK_LINES = re.compile(r"\n\s*\n")


def send_mail(
    template: str,
    to: str,
    *,
    language: str,
    context: Mapping[str, Any],
    stop_url: str = "",
    reply_to: str = "",
) -> None:
    """Render a mail in `language` and hand it to the task that sends it.

    `stop_url` is an address that turns such mails off; it also goes to the header that mail programs show as a button.
    Nothing is sent to an address with line breaks (header injection), nor to none.
    """
    mail = _rendered(template, to, language=language, context=context, stop_url=stop_url, reply_to=reply_to)
    if mail is None:
        return
    if deliver.get_backend().supports_defer:
        deliver.enqueue(**mail)  # kept along with what the mail tells of, or neither
    else:
        transaction.on_commit(lambda: deliver.enqueue(**mail))


def send_now(
    template: str, to: str, *, language: str, context: Mapping[str, Any], stop_url: str = ""
) -> bool:
    """Send a mail as `send_mail` does, but before returning; return whether the mail server took it over.

    For work that keeps its own record of what was sent. Raises OSError where the mail server did not take it.
    """
    mail = _rendered(template, to, language=language, context=context, stop_url=stop_url, reply_to="")
    if mail is None:
        return False
    _message(**mail).send()
    return True


def _rendered(
    template: str, to: str, *, language: str, context: Mapping[str, Any], stop_url: str, reply_to: str
) -> dict[str, Any] | None:
    """Return what `deliver` is given, or nothing for an address that no mail may go to."""
    if not to or any(c in f"{to}{reply_to}{stop_url}" for c in "\r\n"):
        logger.warning("A mail (%s) had no address that it could go to", template)
        return None
    with override(language):
        told = {"site_name": settings.WAGTAIL_SITE_NAME, "site_url": settings.SITE_URL, "stop_url": stop_url}
        text = render_to_string(template, {**told, **context}).strip()
    subject, _newline, body = text.partition("\n")
    return {
        "to": to,
        "subject": " ".join(subject.split()),
        "body": _BLANK_LINES.sub("\n\n", body.strip()),
        "language": language,
        "stop_url": stop_url,
        "reply_to": reply_to,
    }


@task()
def deliver(
    to: str, subject: str, body: str, language: str, stop_url: str, reply_to: str, attempt: int = 1
) -> None:
    """Send one mail. While the mail server is out of reach a worker tries again, for a day."""
    mail = _message(to, subject, body, language, stop_url, reply_to)
    try:
        mail.send()
    except OSError:  # smtplib's errors are of this kind
        logger.exception("A mail (%s) could not be sent, attempt %d", subject, attempt)
        if deliver.get_backend().supports_defer and attempt < ATTEMPTS:
            later = timezone.now() + FIRST_WAIT * 2 ** (attempt - 1)
            deliver.using(run_after=later).enqueue(
                to=to,
                subject=subject,
                body=body,
                language=language,
                stop_url=stop_url,
                reply_to=reply_to,
                attempt=attempt + 1,
            )


def _message(
    to: str, subject: str, body: str, language: str, stop_url: str, reply_to: str
) -> EmailMultiAlternatives:
    headers = {"Auto-Submitted": "auto-generated", "Content-Language": language}
    if stop_url:
        headers |= {
            "List-Unsubscribe": f"<{stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    mail = EmailMultiAlternatives(
        subject, body, to=[to], headers=headers, reply_to=[reply_to] if reply_to else None
    )
    html = render_to_string(
        "practices/mail/frame.html", {"lang": language, "title": subject, "body": to_html(body)}
    )
    mail.attach_alternative(html, "text/html")
    return mail


def to_html(text: str) -> str:
    """Return a mail's text as paragraphs and lists; everything is escaped but addresses, which become links."""
    html = []
    for block in _BLANK_LINES.split(text):
        lines = [_linked(line) for line in block.strip().splitlines()]
        if lines and all(line.startswith("- ") for line in lines):
            html.append("<ul>" + "".join(f"<li>{line[2:]}</li>" for line in lines) + "</ul>")
        else:
            html.append("<p>" + "<br>".join(lines) + "</p>")
    return "\n".join(html)


def _linked(line: str) -> str:
    parts, end = [], 0
    for match in _ADDRESS.finditer(line):
        url = escape(match.group())
        parts += [escape(line[end : match.start()]), f'<a href="{url}">{url}</a>']
        end = match.end()
    return "".join([*parts, escape(line[end:])])
