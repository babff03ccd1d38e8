"""Finnish words: Voikko's readings weighed by a lexicon of real texts, new compounds and names worked out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from search.analysis import voikko
from search.analysis.base import Word, bare, is_installed, without_doubles
from search.analysis.finnish_guess import guesses
from search.analysis.lexicon import lexicon
from search.analysis.stop_words import FINNISH
from search.analysis.voikko import Reading, Segment

# A member that Voikko must know for a new compound to be taken apart, when the first is unknown too.
_MIN_TAIL = 4
_MIN_TAIL_OF_UNKNOWN = 6
_MIN_HEAD = 3
_MIN_UNKNOWN_HEAD = 4
# Marks of forms that running text seldom has: first and second person possessives, comitative, instructive,
# abessive, imperative, potential. Such a reading gives way to others of the same word.
_RARE = {
    "[O1": 3,
    "[O2": 3,
    "[Sko]": 2,
    "[Sin]": 2,
    "[Sab]": 2,
    "[Tk]": 2,
    "[Tm]": 3,
    "[F": 1,
    "[P1]": 1,
    "[P2]": 1,
    "[Rm]": 2,
}
_COMPOUND_PENALTY = 10
_NAME_PENALTY = 3
# From this difference on, the lexicon's choice stands beside Voikko's likeliest reading instead of alone.
_DOUBTFUL = 2


# Lemmas, parts and stems, as in `Word`, perhaps with doubles.
Analysis = tuple[list[str], list[str], list[str]]


@dataclass(frozen=True)
class Candidate:
    """A reading as a dictionary form: `lemma` counts, `base` is Voikko's own, `stem` what it is derived from."""

    lemma: str
    base: str
    stem: str
    penalty: int
    reading: Reading


class FinnishAnalyser:
    """Reads Finnish words in lower case."""

    language = "fi"
    stop_words = FINNISH

    def __init__(self) -> None:
        """Load the dictionaries."""
        self._lexicon = lexicon("fi")
        voikko.lookup()

    @classmethod
    def is_available(cls) -> bool:
        """Whether Voikko, as a library or in Python, and the lexicon are installed."""
        return bool(voikko.source()) and is_installed("simplemma")

    @classmethod
    def source(cls) -> str:
        """Return which Voikko there is."""
        return f"{voikko.source()}, simplemma"

    def analyse(self, surface: str) -> Word:
        """Return the word with its lemmas, the members of compounds, and what it is derived from."""
        word = bare(surface)
        if not word:
            return Word(surface, (surface,))
        found = self._known(word) or self._hyphenated(word) or self._new_compound(word)
        lemmas, parts, stems = found or (guesses(word), [], [])
        return without_doubles(surface, lemmas, parts, stems)

    def is_known(self, surface: str) -> bool:
        """Whether Voikko or the lexicon knows the word."""
        word = bare(surface)
        return bool(word) and (bool(_candidates(word)) or self._lexicon.lemma(word) is not None)

    def _known(self, word: str) -> Analysis | None:
        """Return the analysis of a word that Voikko or the lexicon knows."""
        candidates = _candidates(word)
        usual = (self._lexicon.lemma(word) or "").replace("-", "")
        if not candidates:
            return self._bound(word) or self._only_in_lexicon(word, usual)
        chosen = _agreeing(candidates, usual) or _best(candidates)
        lemmas = [_chosen_lemma(candidate, usual) for candidate in chosen]
        lemmas += [_canonical(candidate) for candidate in chosen if len(candidate.reading.segments) > 1]
        parts = [part for candidate in chosen for part in self._members(candidate.reading)]
        stems = [form for candidate in chosen for form in (candidate.stem, candidate.base)]
        stems += [candidate.lemma for candidate in candidates]
        return lemmas, parts, [*stems, usual]

    def _only_in_lexicon(self, word: str, usual: str) -> Analysis | None:
        """Return the lexicon's dictionary form, with the parts of a compound that Voikko can take apart."""
        if not usual or "-" in word:
            return None
        compound = self._new_compound(word)
        return ([usual], compound[1], compound[0]) if compound else ([usual], [], [])

    def _bound(self, word: str) -> Analysis | None:
        """Return the analysis of the form that -nen words have before others (kehittämis-, ihmis-)."""
        whole = f"{word[:-1]}nen"
        return self._known(whole) if word.endswith("s") and _candidates(whole) else None

    def _members(self, reading: Reading) -> Iterator[str]:
        """Yield the dictionary forms of a compound's members and of neighbours together (opiskelija-kunta)."""
        segments = reading.segments
        for start, stop in combinations(range(len(segments) + 1), 2):
            last = segments[stop - 1]
            if stop - start < len(segments):
                before = "".join(segment.form for segment in segments[start : stop - 1]).replace("-", "")
                yield from (before + base for base in _bases(last))
        for segment in segments:
            for half in segment.halves:
                yield half
                yield from (candidate.lemma for candidate in _best(_candidates(half)))

    def _hyphenated(self, word: str) -> Analysis | None:
        """Return the analysis of a hyphenated word (VEKE-malli): its last member is inflected."""
        members = [member for member in word.split("-") if member]
        if len(members) < 2:
            return None
        joined = "".join(members)
        split_by_a_line = _candidates(joined) if not all(_candidates(member) for member in members) else []
        if any(len(candidate.reading.segments) == 1 for candidate in split_by_a_line):
            return self._known(joined)
        *heads, tail = members
        last = self.analyse(tail)
        lemmas = ["".join(heads) + lemma for lemma in last.lemmas]
        parts = [*heads, *(lemma for head in heads for lemma in self.analyse(head).lemmas)]
        return lemmas, [*parts, *last.lemmas, *last.parts], []

    def _new_compound(self, word: str) -> Analysis | None:
        """Return the analysis of an unknown word whose last member is known (Nepsypysäkki), or None."""
        best: tuple[bool, int] | None = None
        for cut in range(_MIN_HEAD, len(word) - _MIN_TAIL + 1):
            head, tail = word[:cut], word[cut:]
            head_known = bool(_candidates(head))
            if not head_known and not _may_be_new_head(head, tail):
                continue
            if (best is None or (head_known, -cut) > best) and any(map(_can_end_compound, _candidates(tail))):
                best = head_known, -cut
        if best is None:
            return None
        head, tail = word[: -best[1]], word[-best[1] :]
        last = self.analyse(tail)
        known_head = self._known(head)
        heads = [head, *(known_head[0] if known_head else [])]
        return [head + lemma for lemma in last.lemmas], [*heads, *last.lemmas, *last.parts], []


def _candidates(word: str) -> list[Candidate]:
    """Return Voikko's readings of a word as dictionary forms, likeliest first."""
    made = []
    for reading in voikko.readings(word):
        last = reading.last
        before = reading.modifiers.replace("-", "")
        lemma, stem = last.base, ""
        if last.is_action_noun:
            lemma, stem = _action_noun(last), last.base
        elif last.is_participle and last.verb:
            lemma = stem = last.verb
        lemma = lemma.replace("-", "")
        penalty = _COMPOUND_PENALTY * (len(reading.segments) - 1) + _NAME_PENALTY * last.is_name
        penalty += sum(cost for mark, cost in _RARE.items() if mark in last.tags)
        made.append(
            Candidate(
                before + lemma,
                before + last.base.replace("-", ""),
                before + stem if stem else "",
                penalty,
                reading,
            )
        )
    return sorted(made, key=lambda candidate: candidate.penalty)


def _agreeing(candidates: list[Candidate], usual: str) -> list[Candidate]:
    """Return the readings that the lexicon's dictionary form confirms, and likelier ones than a rare one."""
    confirmed = [candidate for candidate in candidates if usual in (candidate.lemma, candidate.base)]
    if not confirmed:
        # The lexicon gives comparatives as they are (parempi), Voikko under the positive (hyvä).
        return [candidate for candidate in candidates if usual and candidate.reading.last.is_compared]
    # A word of its own (tapahtuma) rather than a form of a verb (tapahtua) that looks the same.
    own = [candidate for candidate in confirmed if not candidate.reading.last.is_participle]
    confirmed = own if any(candidate.lemma == usual for candidate in own) else confirmed
    if min(candidate.penalty for candidate in confirmed) >= candidates[0].penalty + _DOUBTFUL:
        return [*confirmed, *_best(candidates)]
    return confirmed


def _best(candidates: list[Candidate]) -> list[Candidate]:
    return [candidate for candidate in candidates if candidate.penalty == candidates[0].penalty]


def _chosen_lemma(candidate: Candidate, usual: str) -> str:
    """Return the lemma of a reading: a participle that the lexicon has as a word of its own stays one.

    Past participles (kiusattu, kertonut) are their verb's forms all the same.
    """
    last = candidate.reading.last
    is_past = "[Ru]" in last.tags or "[Rt]" in last.tags
    if last.is_participle and usual == candidate.base and not is_past:
        return candidate.base
    return candidate.lemma


def _canonical(candidate: Candidate) -> str:
    """Return a compound with its genitive members in the nominative, where "vuodenkello" meets "vuosikello"."""
    reading = candidate.reading
    heads = (segment.base if "[Sg]" in segment.tags else segment.form for segment in reading.segments[:-1])
    return "".join(heads).replace("-", "") + candidate.lemma.removeprefix(reading.modifiers.replace("-", ""))


def _bases(segment: Segment) -> Iterator[str]:
    if segment.is_action_noun:
        yield _action_noun(segment)
    yield segment.base
    if segment.is_participle and segment.verb:
        yield segment.verb


def _action_noun(segment: Segment) -> str:
    """Return the -minen noun of a verb's form (kiusaamisesta, oppimis-)."""
    for ending in ("minen", "mise", "mis", "mi"):
        cut = segment.form.rfind(ending)
        if cut > 0:
            return f"{segment.form[:cut]}minen"
    return segment.base


def _can_end_compound(candidate: Candidate) -> bool:
    last = candidate.reading.last
    return last.word_class in ("n", "nl", "l") and len(last.base) > _MIN_HEAD


def _may_be_new_head(head: str, tail: str) -> bool:
    is_long = len(head) >= _MIN_UNKNOWN_HEAD and len(tail) >= _MIN_TAIL_OF_UNKNOWN
    return is_long and any(letter in "aeiouyåäö" for letter in head)
