"""What a practice is made of: the list items of its core and its steps, as adopters answer about them.

A step has the id of its block, which stays over edits and is the same in every language. An item of the core has only
its place in the text. An answer therefore keeps the words that it was given to; where those stand in another place
now, the answer follows them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bs4 import BeautifulSoup, NavigableString, Tag

from adoption.models import LocalPart
from practices.models import PracticePage
from practices.stand_ins import as_read

LONGEST_TITLE = 500


@dataclass(frozen=True)
class CorePart:
    """A part of a practice. `key` is the same in every language."""

    key: str
    title: str


@dataclass(frozen=True)
class Placed:
    """An answer with the part that it is about now; `part` is None where the practice has no such part any more."""

    told: LocalPart
    part: CorePart | None

    @property
    def is_reworded(self) -> bool:
        """Whether the part reads otherwise than when it was answered."""
        return self.part is not None and self.part.title != self.told.title


@dataclass(frozen=True)
class Wording:
    """A practice's page in one language: what its parts are called, and the language of those words."""

    page: PracticePage
    language: str
    parts: tuple[CorePart, ...]

    @property
    def by_key(self) -> dict[str, CorePart]:
        """The parts by key, in their order."""
        return {part.key: part for part in self.parts}


def parts_of(page: Any) -> tuple[CorePart, ...]:
    """Return the parts of a practice's page: the items of its core, then its steps."""
    core = [CorePart(f"core-{n}", words) for n, words in enumerate(_items(page.core), start=1)]
    steps = [
        CorePart(f"step-{block.id}", _short(block.value["what"]))
        for block in page.steps
        if block.id and block.value["what"].strip()
    ]
    return (*core, *steps)


def wordings_of(practice: UUID) -> dict[str, Wording]:
    """Return a practice's pages as readers get them, by language; at most three queries.

    An alias has its source's words.
    """
    pages = PracticePage.objects.public().filter(translation_key=practice)
    found = {}
    for page in as_read(pages.select_related("locale", "alias_of__locale")):
        spoken = page.alias_of if page.alias_of_id else page
        found[page.locale.language_code] = Wording(page, spoken.locale.language_code, parts_of(page))
    return found


def placed(answers: Iterable[LocalPart], present: Mapping[str, CorePart]) -> list[Placed]:
    """Return each answer with its part among those of the page, in the language in which it was answered.

    First come answers whose words stand where they stood, then those whose words stand elsewhere; what is left keeps
    its key, unless another answer has it: then it was reworded, or it is gone.
    """
    answers = list(answers)
    found: dict[str, CorePart] = {}
    free = dict(present)
    by_title = {part.title: part.key for part in reversed(list(present.values()))}
    for finds in (
        lambda told: told.key if told.key in free and free[told.key].title == told.title else None,
        lambda told: by_title.get(told.title),
        lambda told: told.key,
    ):
        for told in answers:
            if told.key not in found and (key := finds(told)) in free:
                found[told.key] = free.pop(key)
    return [Placed(told, found.get(told.key)) for told in answers]


def _items(html: str) -> list[str]:
    """Return the list items of a text, and its paragraphs but those that only lead to a list."""
    soup = BeautifulSoup(html or "", "html.parser")
    texts = []
    for tag in soup.find_all(["li", "p"]):
        if tag.name == "p" and (tag.find_parent("li") or tag.get_text().rstrip().endswith(":")):
            continue
        texts.append(_short(" ".join(_own_strings(tag))))
    return [text for text in texts if text]


def _own_strings(tag: Tag) -> list[str]:
    """Return the words of an item without those of the list within it, whose items are parts of their own."""
    return [
        str(each) for each in tag.descendants if isinstance(each, NavigableString) and _item_of(each) is tag
    ]


def _item_of(string: NavigableString) -> Tag | None:
    return string.find_parent("li") or string.find_parent("p")


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST_TITLE else words[: LONGEST_TITLE - 1] + "…"
