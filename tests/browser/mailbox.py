"""The mails that the running portal has written, read by those to whom they go."""

import email
import email.policy
import re
import time
from pathlib import Path
from uuid import uuid4

from tests.running import RunningPortal


class Mailbox:
    """The mails to an address that only one test uses."""

    def __init__(self, portal: RunningPortal, *, name: str = "lukija") -> None:
        self.folder: Path = portal.mails
        self.address = f"{name}-{uuid4().hex[:8]}@example.org"

    def read(self, number: int) -> str:
        """Return the text of the nth mail, once it is there."""
        until = time.monotonic() + 20
        while time.monotonic() < until:
            found = self._texts()
            if len(found) >= number:
                return found[number - 1]
            time.sleep(0.1)
        raise AssertionError(f"mail {number} to {self.address} did not come")

    def _texts(self) -> list[str]:
        files = sorted(self.folder.glob("*.log"), key=lambda file: file.stat().st_mtime_ns)
        mails = [
            email.message_from_bytes(part.lstrip(), policy=email.policy.default)
            for file in files
            for part in re.split(rb"\n-{79}\n", file.read_bytes())
            if part.strip()
        ]
        mine = [mail for mail in mails if self.address in str(mail["To"])]
        return [str(body.get_content()) for mail in mine if (body := mail.get_body(("plain",)))]


def links_in(mail: str) -> list[str]:
    """Return the addresses in the text of a mail."""
    return re.findall(r"https?://\S+", mail)
