"""The search page answers as the portal promises, whatever is typed."""

from urllib.parse import quote

from tests.portal.client import Answer, Client
from tests.portal.texts import language_of

SEARCH = {"fi": "/fi/haku/", "sv": "/sv/sok/"}
RIGHT_ONES = [
    ("fi", "vuosikellot", {"hyvinvoinnin-vuosikello"}),
    ("fi", "kello", {"hyvinvoinnin-vuosikello"}),
    ("fi", "nepsypysäkillä", {"nepsypysakki"}),
    ("fi", "vierelläkulkijan", {"vierellakulkija"}),
    ("fi", "asuntoloiden", {"veke-malli-asuntolassa", "asuntolan-rutiinit", "asuntolan-illat-ja-tapahtumat"}),
    ("fi", "häirintäyhdyshenkilöille", {"hairintayhdyshenkilo"}),
    ("sv", "årsklockan", {"arsklocka-for-valbefinnande"}),
    ("sv", "mobbningen", {"dagen-stopp-for-mobbning"}),
    (
        "sv",
        "studerandekårerna",
        {"modell-for-studerandekarens-verksamhet", "utveckling-av-studerandekaren-pa-folkhogskolan"},
    ),
]
NOT_WORDS = {
    "long": "kysely " * 1429,  # 10,003 characters
    "long word": "ä" * 10_000,
    "control characters": "\x01\x02\x1b\x7f",
    "NUL": "\x00",
    "NUL in a word": "vuosi\x00kello",
    "unbalanced quote": '"kiusaaminen mobbning',
    "quotes": '""" "" "',
    "punctuation": "!?.,:;()[]{}<>/\\|*+-~^",
    "only excluded": "-kiusaaminen -mobbning",
    "query language": "title:(a OR b) AND [* TO *] ~2 ^9",
    "markup": "<script>alert(1)</script>",
    "half an emoji": "\U0001f642\ufe0f",
    "broken encoding": b"%E4%F6%FF",
}


def found(client: Client, language: str, typed: str | bytes) -> Answer:
    """Return the search page for what was typed; bytes are sent as they are."""
    query = typed.decode() if isinstance(typed, bytes) else quote(typed, safe="")
    return client.ask(f"{SEARCH[language]}?q={query}")


def test_an_inflected_or_compound_word_finds_its_practice_first(client: Client) -> None:
    wrong = []
    for language, word, right in RIGHT_ONES:
        answer = found(client, language, word)
        links = answer.soup.select(".hit__title a")
        assert answer.status == 200, word
        assert links, f"nothing was found with {word}"
        assert links[0].find("mark"), f"{word}: the hit's own word form is not marked"
        first = links[0]["href"]
        if first.rstrip("/").rsplit("/", 1)[-1] not in right or not first.startswith(f"/{language}/"):
            wrong.append((word, [link["href"] for link in links[:3]]))
    assert wrong == []


def test_what_is_no_search_is_answered_in_the_reader_s_language(client: Client, language: str) -> None:
    for kind, typed in NOT_WORDS.items():
        answer = found(client, language, typed)
        assert answer.status == 200, (kind, answer.text[:300])
        assert answer.soup.html["lang"] == language, kind
        told = answer.soup.select_one("main .notice, main #results")
        assert told is not None, f"{kind}: the page does not tell what came of the search"
        if "notice" in told.get("class", ()):
            assert language_of(told.get_text(" ")) == language, kind
        assert not answer.soup.find("script", string=True), f"{kind}: what was typed became a script"


def test_only_stop_words_get_an_answer(client: Client) -> None:
    for language, words in (("fi", "ja"), ("sv", "och"), ("fi", "on ja ei"), ("sv", "att är")):
        answer = found(client, language, words)
        assert answer.status == 200, words
        assert answer.soup.select_one("main .notice, main #results") is not None, words


def test_nothing_found_offers_ways_on(client: Client, language: str) -> None:
    answer = found(client, language, "qzxqzx")
    told = answer.soup.select_one(".no-hits")
    assert told is not None
    assert "qzxqzx" in told.get_text()
    assert language_of(told.get_text(" ")) == language
    ways = [link["href"] for link in told.find_all("a")]
    assert len(ways) >= 3
    assert {
        client.ask(way if way.startswith("/") else f"{SEARCH[language]}{way}").status for way in ways
    } == {200}


def test_the_empty_search_page_shows_how_to_begin(client: Client, language: str) -> None:
    answer = client.ask(SEARCH[language])
    examples = [link["href"] for link in answer.soup.select("main .examples a")]
    assert len(examples) >= 3
    for example in examples:
        assert client.ask(example).soup.select(".hit__title a"), f"{example} finds nothing"


def test_counts_beside_the_filters_are_what_the_filters_give(client: Client, language: str) -> None:
    answer = found(client, language, {"fi": "kiusaaminen", "sv": "mobbning"}[language])
    choices = answer.soup.select(".facet__choice")
    assert len(choices) >= 5
    for choice in choices[:: max(1, len(choices) // 6)]:
        narrowed = client.ask(SEARCH[language] + choice["href"])
        told = narrowed.soup.select_one("#results").get_text()
        assert told.split()[0] == choice.select_one(".facet__count").get_text(), choice["href"]


def test_a_filter_or_page_that_does_not_exist_is_told(client: Client, language: str) -> None:
    for asked in ("theme=ei-ole", "setting=%00", "page=0", "page=-1", "page=99999", "page=abc"):
        answer = client.ask(f"{SEARCH[language]}?q=praxis&{asked}")
        assert answer.status == 404, asked
        assert language_of(answer.soup.select_one("main .notice--warning").get_text()) == language, asked


def test_search_only_reads(client: Client, language: str) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert client.ask(SEARCH[language], method=method, body=b"q=x").status == 405, method
