"""Whether a text for students is plain: long sentences and words, words of offices, nobody spoken to.

What to look for is from guides of plain language; where they give no number, the number is ours. Finnish: Selkokeskus,
Selkokirjoitusohjeet, and Kotus, Ohjeita selkokielellä kirjoittamiseen: short sentences with one thing in each, short
words instead of long compounds, everyday words. Swedish: Myndigheternas skrivregler 1.3–1.4 (Språkrådet), and Svarta
listan (PM 2011:1). None of them sets a limit of words or letters. The limits below are set just above what the
portal's own texts for students have: of those in `practices/demo`, 97 sentences of 100 have at most 12 words in
Finnish and 18 in Swedish, and no text has more than 42 and 56 words.
LIX is Björnsson's (Läsbarhet, 1968): words a sentence plus the share of words of more than six letters, in per cent;
under 30 very easy, 30–40 easy, 40–50 medium, 50–60 hard. The bands are made for Swedish: Finnish words are longer, so
it is only told of Swedish texts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import yaml
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from search.analysis import analyser_class, get_analyser, voikko
from search.text import clean, words

LISTS = Path(__file__).parent / "plain_words.yaml"
LONGEST_READ = 20_000  # characters of a text that are looked at
MOST_FINDINGS = 12  # more at once help nobody
LONG_LIX_WORD = 6  # letters; longer words count as long (Björnsson 1968)
HARD_LIX = 50  # from here on "hard", as official texts (Björnsson 1968)
FEWEST_FOR_LIX = 30  # words; of less the figure says little
_BREAKS = re.compile(r"</(?:p|li|h\d)>|<br\s*/?>", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?…])[”\"’»)]*\s+(?=[”“(]?[^\W\d_a-zåäö])")


@dataclass(frozen=True)
class Limits:
    """Above which length something is long in a language: words of a sentence and of a text, letters of a word."""

    sentence: int = 20
    word: int = 18
    compound: int = 16
    text: int = 100


LIMITS = {
    "fi": Limits(sentence=15, word=20, compound=18, text=80),
    "sv": Limits(sentence=20, word=18, compound=16, text=100),
}
# Words that speak to the reader. In Finnish the verb alone can, too: Voikko knows.
YOU = {
    "fi": re.compile(r"^(sinu|sinä|teid|teil|teit|teis|te$)"),
    "sv": re.compile(r"^(du|dig|din|ditt|dina|ni|er|ert|era)$"),
}


@dataclass(frozen=True)
class Finding:
    """Something that may be hard to read: its kind, the very words, and what to do, in the editor's language."""

    kind: str
    text: str
    advice: str


def findings(text: str, language: str) -> list[Finding]:
    """Return what may be hard in a text, HTML or plain, in the order of the text; at most `MOST_FINDINGS`.

    A language without lists and analyser is looked at for its lengths alone.
    """
    limits = LIMITS.get(language, Limits())
    found: dict[tuple[str, str], Finding] = {}
    sentences = list(sentences_of(text[:LONGEST_READ]))
    for sentence in sentences:
        for each in _in_sentence(sentence, language, limits):
            found.setdefault((each.kind, each.text.lower()), each)
    whole = list(_in_whole(sentences, language, limits))
    return [*whole, *found.values()][:MOST_FINDINGS]


def sentences_of(text: str) -> Iterator[str]:
    """Yield the sentences of a text, HTML or plain; a paragraph and a list's item end one."""
    for line in unescape(strip_tags(_BREAKS.sub("\n", text))).split("\n"):
        for sentence in _SENTENCE_END.split(clean(line)):
            if sentence:
                yield sentence


def lix(sentences: list[str]) -> int:
    """Return Björnsson's readability index of sentences; 0 where there are no words."""
    found = [word.surface for sentence in sentences for word in words(sentence)]
    long = sum(len(word) > LONG_LIX_WORD for word in found)
    return round(len(found) / len(sentences) + 100 * long / len(found)) if found else 0


def _in_whole(sentences: list[str], language: str, limits: Limits) -> Iterator[Finding]:
    found = [word.surface for sentence in sentences for word in words(sentence)]
    if len(found) > limits.text:
        yield Finding(
            "text",
            "",
            _("%(count)d words. A student reads about %(most)d at a go: keep what matters most.")
            % {"count": len(found), "most": limits.text},
        )
    if language in YOU and found and not any(_speaks_to_reader(word, language) for word in found):
        yield Finding(
            "you", "", _("Nobody is spoken to. Write to the student: “You may…”, “You are asked…”.")
        )
    if language == "sv" and len(found) >= FEWEST_FOR_LIX and (index := lix(sentences)) >= HARD_LIX:
        yield Finding(
            "lix",
            "",
            _("The readability index (LIX) is %(index)d, as in official texts. Shorten sentences and words.")
            % {"index": index},
        )


def _in_sentence(sentence: str, language: str, limits: Limits) -> Iterator[Finding]:
    found = [(word.surface, sentence[word.start : word.end]) for word in words(sentence)]
    if len(found) > limits.sentence:
        advice = _("%(count)d words in a sentence. Make two of it: one thing in each.") % {
            "count": len(found)
        }
        yield Finding("sentence", sentence, advice)
    yield from _phrases(sentence, language)
    for surface, written in found:
        yield from _in_word(surface, written, language, limits)
    passive = next((written for surface, written in found if _is_passive(surface, language)), None)
    if passive and not any(_speaks_to_reader(surface, language) for surface, _written in found):
        advice = _("“%(word)s” does not say who does it. Say who: you, we, the teacher.") % {"word": passive}
        yield Finding("passive", sentence, advice)


def _in_word(surface: str, written: str, language: str, limits: Limits) -> Iterator[Finding]:
    analysed = get_analyser(language).analyse(surface)
    instead = next(
        (plain for lemma in analysed.lemmas if (plain := _listed(language, "words").get(lemma))), ""
    )
    if instead:
        yield Finding("office", written, _("A word of offices. Plainer: %(instead)s.") % {"instead": instead})
    elif analysed.parts and len(surface) > limits.compound:
        members = " + ".join(_members(analysed.parts))
        yield Finding(
            "compound",
            written,
            _("A long compound (%(members)s). Say it in two words.") % {"members": members},
        )
    elif len(surface) > limits.word:
        yield Finding("word", written, _("A long word. Is there a shorter one, or can you explain it?"))


def _members(parts: tuple[str, ...]) -> list[str]:
    """Return a compound's smallest members: the analysis also has neighbours together."""
    return [part for part in parts if not any(other != part and other in part for other in parts)]


def _phrases(sentence: str, language: str) -> Iterator[Finding]:
    for phrase, plain in _listed(language, "phrases").items():
        found = re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", sentence, re.IGNORECASE)
        if found:
            yield Finding(
                "office", found[0], _("A word of offices. Plainer: %(instead)s.") % {"instead": plain}
            )


def _is_passive(surface: str, language: str) -> bool:
    if language == "sv":
        return surface in _lists()["sv"]["passives"]
    # Only what can be nothing else, and says that something is done: not "ei pakoteta".
    readings = _finnish_readings(surface) if language == "fi" else []
    return bool(readings) and all("[P4]" in tags and "[Ef]" in tags for tags in readings)


def _speaks_to_reader(surface: str, language: str) -> bool:
    if language in YOU and YOU[language].match(surface):
        return True
    readings = _finnish_readings(surface) if language == "fi" else []
    return any("[P2]" in tags or "[O2" in tags for tags in readings)


@cache
def _has_voikko() -> bool:
    kind = analyser_class("fi")
    return kind is not None and kind.is_available()


def _finnish_readings(surface: str) -> list[str]:
    if not _has_voikko():
        return []
    return [reading.last.tags for reading in voikko.readings(surface)]


@cache
def _lists() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(LISTS.read_text(encoding="utf-8"))
    return loaded


def _listed(language: str, kind: str) -> dict[str, str]:
    listed: dict[str, str] = _lists().get(language, {}).get(kind, {})
    return listed
