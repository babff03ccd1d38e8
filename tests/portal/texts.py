"""Which language a text of a page is in, told by its small words, and which it says it is in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, NavigableString, Tag


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that are frequent in one of the languages and no words of the others.
SMALL_WORDS = {
    "fi": _words(
        """ja on ei että se ovat tai kun niin myös sekä joka jotka voi voivat mitä miten kuin jos mutta ole olla oli
        hän he ne tämä tätä tämän nämä sen sitä siitä siinä niitä kanssa mukaan kaikki vain vielä jo nyt sitten ennen
        jälkeen välillä kautta aikana omaa oman omia yhdessä uusi missä mihin mistä kuka kenen kenelle jossa josta
        jonka joita joilla saa tulee pitää kannattaa opiskelija opiskelijat opiskelijoiden opiskelijoille käytäntö
        käytännön käytännöt hanke hankkeen sivu sivun tällä täällä"""
    ),
    "sv": _words(
        """och att är som en ett för med på den det av till kan inte eller de har från hur vad när var vem vid om man
        ni vi ska också där då så sig sin sitt sina alla mellan efter under utan genom hos än över bara blir finns
        får vill denna detta dessa dem deras egen egna samma varje någon något några studerande praxis projektet
        sidan läroanstalten läroanstalter samt"""
    ),
    "en": _words(
        """the and of to is are that this with from by be it was which you your not has have will their there
        where what when how who page practice practices"""
    ),
}
BLOCKS = _words(
    """address article aside blockquote body button caption dd details dialog div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header label legend li main nav ol option p section summary table td th title tr
    ul"""
)
SILENT = frozenset(("script", "style", "template", "noscript"))
READ_ATTRIBUTES = ("alt", "aria-label", "title", "placeholder", "data-copied")
WORD = re.compile(r"[a-zåäö]+(?:-[a-zåäö]+)*")


@dataclass(frozen=True)
class Stretch:
    """A piece of text that stands together, with the language it is marked as and the element it stands in."""

    text: str
    language: str
    place: str


def strings_of(soup: BeautifulSoup) -> Iterator[Stretch]:
    """Yield every string by itself: those between two tags, and those in attributes that readers meet."""
    for string, block in _strings(soup):
        yield Stretch(_tidy(string), marked_language(string.parent), path_of(block))
    yield from _attributes(soup)


def stretches_of(soup: BeautifulSoup) -> Iterator[Stretch]:
    """Yield every text as it is read: the strings of a block that are marked alike together, then attributes."""
    pieces: dict[tuple[int, str], list[str]] = {}
    places: dict[tuple[int, str], Tag] = {}
    for string, block in _strings(soup):
        key = (id(block), marked_language(string.parent))
        pieces.setdefault(key, []).append(string)
        places.setdefault(key, block)
    for key, texts in pieces.items():
        yield Stretch(_tidy("".join(texts)), key[1], path_of(places[key]))
    yield from _attributes(soup)


def _strings(soup: BeautifulSoup) -> Iterator[tuple[NavigableString, Tag]]:
    for string in soup.find_all(string=True):
        if type(string) is NavigableString and string.strip():
            around = list(string.parents)
            if not any(parent.name in SILENT for parent in around):
                yield string, next(parent for parent in around if parent.name in BLOCKS)


def _attributes(soup: BeautifulSoup) -> Iterator[Stretch]:
    for element in soup.find_all(True):
        for name in READ_ATTRIBUTES:
            if element.get(name):
                yield Stretch(
                    _tidy(str(element[name])), marked_language(element), f"{path_of(element)}@{name}"
                )
        if element.name == "meta" and element.get("name", element.get("property")) in _DESCRIPTIONS:
            yield Stretch(_tidy(str(element["content"])), marked_language(element), "meta description")


_DESCRIPTIONS = ("description", "og:description")


def marked_language(element: Tag | None) -> str:
    """Return the value of the nearest `lang` around an element."""
    while element is not None:
        if element.get("lang"):
            return str(element["lang"])
        element = element.parent
    return ""


def language_of(text: str) -> str:
    """Return the language that a text's small words clearly belong to, or nothing where they do not tell."""
    words = WORD.findall(text.lower())
    counts = {code: sum(word in small for word in words) for code, small in SMALL_WORDS.items()}
    best = max(counts, key=lambda code: counts[code])
    rest = max(count for code, count in counts.items() if code != best)
    return best if counts[best] >= 2 and counts[best] > 2 * rest else ""


def path_of(element: Tag) -> str:
    """Return where an element stands, such as `main section#how li`."""
    steps = []
    for part in [element, *element.parents]:
        if part.name in (None, "[document]", "html", "body"):
            break
        mark = f"#{part['id']}" if part.get("id") else "".join(f".{c}" for c in part.get("class", [])[:1])
        steps.append(f"{part.name}{mark}")
    return " ".join(reversed(steps[:4]))


def _tidy(text: str) -> str:
    return " ".join(text.split())
