"""The installation's own secret, made once where none is given."""

import os
import secrets
from pathlib import Path


def secret_key_from(path: Path) -> str:
    """Return the secret key kept in `path`; make it on the first call, readable by its owner alone.

    Enough for one host. Several hosts share one through the variable SECRET_KEY instead.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(64)
        file.write(key)
    return key
