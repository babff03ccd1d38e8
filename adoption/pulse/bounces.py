"""Mails that came back: reading what mail servers report (RFC 3464), and what follows from it."""

import email
import email.policy
from collections.abc import Iterator
from email.message import Message

from adoption.pulse.mails import tell_of_bounce
from adoption.pulse.stopping import note_bounce

LARGEST = 2 * 1024 * 1024  # bytes of a report that are read
PERMANENT = "5."


def take_report(raw: bytes) -> int:
    """Note every address that a report says is gone for good, tell the teams, and return how many adoptions that were.

    Whatever else the bytes are, they change nothing and raise nothing.
    """
    noted = 0
    for address in gone_in(raw):
        for adoption in note_bounce(address):
            tell_of_bounce(adoption)
            noted += 1
    return noted


def gone_in(raw: bytes) -> list[str]:
    """Return the addresses, in small letters and each once, whose delivery failed for good by a report's own words."""
    message = email.message_from_bytes(raw[:LARGEST], policy=email.policy.compat32)
    found = (_gone(block) for part in message.walk() for block in _recipients(part))
    return list(dict.fromkeys(address for address in found if address))


def _recipients(part: Message) -> Iterator[Message]:
    """Return the blocks of a report, one for the message and one for each recipient."""
    if part.get_content_type() != "message/delivery-status":
        return
    blocks = part.get_payload()
    if isinstance(blocks, list):
        yield from (block for block in blocks if isinstance(block, Message))


def _gone(block: Message) -> str:
    action, status = _word(block, "Action").casefold(), _word(block, "Status")
    if action != "failed" or not status.startswith(PERMANENT):
        return ""
    # The address that we wrote to is the original one; a server may have passed the mail on to another.
    told = _word(block, "Original-Recipient") or _word(block, "Final-Recipient")
    kind, _semicolon, address = told.partition(";")
    address = address.strip().strip("<>").casefold()
    return address if kind.strip().casefold() == "rfc822" and "@" in address else ""


def _word(block: Message, name: str) -> str:
    return " ".join(str(block.get(name, "")).split())
