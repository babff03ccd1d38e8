"""Whether two versions say the same to readers. The editor saves a new one with each decision, changed or not."""

import json
import re
from typing import Any

from wagtail.models import Revision

# What Wagtail notes down about a page and its versions, and what editors say among themselves.
BOOKKEEPING = {
    *("latest_revision", "latest_revision_created_at", "live_revision", "live", "has_unpublished_changes"),
    *("first_published_at", "last_published_at", "draft_title", "path", "depth", "numchild", "url_path"),
    *("locked", "locked_at", "locked_by", "wagtail_admin_comments"),
}
_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


def says_the_same(one: Revision, other: Revision) -> bool:
    """Return whether readers would see no difference between two versions of a page."""
    return one.pk == other.pk or _told(one.content) == _told(other.content)


def _told(content: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in content.items() if name not in BOOKKEEPING}


def _plain(value: Any) -> Any:
    """Return a value without the numbers and keys that saving gives anew; lists of tags in an order of their own."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items() if name != "pk"}
    if isinstance(value, list):
        return [_plain(each) for each in _ordered(value)]
    if isinstance(value, str):
        return _plain(stream) if (stream := _stream(value)) is not None else _BLOCK_KEY.sub("", value)
    return value


def _ordered(values: list[Any]) -> list[Any]:
    are_tags = all(isinstance(each, dict) and "tag" in each for each in values)
    return sorted(values, key=lambda each: each["tag"]) if are_tags else values


def _stream(text: str) -> list[Any] | None:
    """Return what a StreamField is kept as, a list in JSON; nothing for any other text."""
    if not text.startswith("["):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None
