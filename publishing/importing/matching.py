"""Whether a practice is there already: by its permanent id, its address, or its name, inflected or not."""

from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _

from practices.models import PracticePage
from publishing.importing.choices import plain
from publishing.importing.columns import ADDRESS, KEY, TITLE
from publishing.importing.contents import Content
from search.query import query_key


@lru_cache(maxsize=20_000)
def name_key(name: str, language: str) -> str:
    """Return the form under which names are the same: case, order, inflection and small words make no difference."""
    return query_key(name[:255], language=language) or plain(name)


class Matcher:
    """The practices that are there, and the rows of the file as they come."""

    def __init__(self) -> None:
        self._keys: dict[str, UUID] = {}
        self._addresses: dict[tuple[str, str], set[UUID]] = {}
        self._names: dict[tuple[str, str], set[UUID]] = {}
        rows = PracticePage.objects.filter(alias_of=None).values_list(
            "translation_key", "key", "slug", "locale__language_code", "title", "draft_title"
        )
        for family, key, slug, language, *titles in rows:
            self._keys[key] = family
            self._addresses.setdefault((language, slug), set()).add(family)
            for title in {*titles} - {""}:
                self._names.setdefault((language, name_key(title, language)), set()).add(family)
        self._rows_by_key: dict[str, int] = {}
        self._rows_by_name: dict[tuple[str, str], list[tuple[int, str]]] = {}

    def practice(self, content: Content) -> tuple[UUID | None, str]:
        """Return the practice that a row is about, or None; and why nobody can tell, or ""."""
        if (key := content.shared.get(KEY)) in self._keys:
            return self._keys[key], ""
        by_address = self._by(self._addresses, _addresses(content))
        if len(by_address) == 1:
            return by_address.pop(), ""
        by_name = self._by(self._names, _names(content))
        if len(by_name) > 1:
            return None, _("Several practices have this name. Say in the column “key” which one it is.")
        return next(iter(by_name), None), ""

    @staticmethod
    def _by(index: dict[tuple[str, str], set[UUID]], wanted: Iterable[tuple[str, str]]) -> set[UUID]:
        found: set[UUID] = set()
        return found.union(*(index.get(each, set()) for each in wanted))

    def same_in_file(self, content: Content, number: int) -> int | None:
        """Return the number of an earlier row about the same practice, or None; this row is remembered.

        Rows with different permanent ids are different practices, whatever they are called.
        """
        key = content.shared.get(KEY) or ""
        earlier = self._rows_by_key.get(key)
        for name in _names(content):
            others = self._rows_by_name.setdefault(name, [])
            alike = (other for other, other_key in others if not (key and other_key))
            earlier = next(alike, None) if earlier is None else earlier
            others.append((number, key))
        if key:
            self._rows_by_key.setdefault(key, number)
        return earlier


def _addresses(content: Content) -> list[tuple[str, str]]:
    return [(language, texts[ADDRESS]) for language, texts in content.texts.items() if texts.get(ADDRESS)]


def _names(content: Content) -> list[tuple[str, str]]:
    return [
        (language, name_key(texts[TITLE], language))
        for language, texts in content.texts.items()
        if texts.get(TITLE)
    ]
