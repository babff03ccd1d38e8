"""Every type of public page, with an example in each language."""

FRONT = {"fi": "/fi/", "sv": "/sv/"}
CATALOGUE = {"fi": "/fi/kaytannot/", "sv": "/sv/praxis/"}
SEARCH = {"fi": "/fi/haku/", "sv": "/sv/sok/"}
PRACTICE = {
    "fi": "/fi/kaytannot/valita-visa-omtanke/hyvinvoinnin-vuosikello/",
    "sv": "/sv/praxis/valita-visa-omtanke/arsklocka-for-valbefinnande/",
}
THEME = {"fi": "/fi/teemat/arjenhallintataidot/", "sv": "/sv/teman/fardigheter-att-hantera-vardagen/"}

PAGE_TYPES = {
    "front": FRONT,
    "catalogue": CATALOGUE,
    "filtered catalogue": {
        code: f"{path}?theme=participation&setting=online" for code, path in CATALOGUE.items()
    },
    "unknown filter": {code: f"{path}?theme=ei-ole&page=99" for code, path in CATALOGUE.items()},
    "theme list": {"fi": "/fi/teemat/", "sv": "/sv/teman/"},
    "theme": THEME,
    "project list": {"fi": "/fi/hankkeet/", "sv": "/sv/projekt/"},
    "project": {"fi": "/fi/kaytannot/oho/", "sv": "/sv/praxis/oho/"},
    "practice": PRACTICE,
    "hits": {"fi": "/fi/haku/?q=kiusaamista", "sv": "/sv/sok/?q=mobbningen"},
    "no hits": {code: f"{path}?q=qzxqzx" for code, path in SEARCH.items()},
    "empty search": SEARCH,
    "corrected": {"fi": "/fi/haku/?q=nepsypysakki", "sv": "/sv/sok/?q=mobning"},
    "other language": {"fi": "/fi/haku/?q=mobbning", "sv": "/sv/sok/?q=kiusaaminen"},
    "wishes": {"fi": "/fi/toiveet/", "sv": "/sv/onskemal/"},
    "news list": {"fi": "/fi/ajankohtaista/", "sv": "/sv/aktuellt/"},
    "news": {
        "fi": "/fi/ajankohtaista/haku-ymmartaa-taivutetut-sanat/",
        "sv": "/sv/aktuellt/sokningen-forstar-bojda-ord/",
    },
    "taking into use": {
        "fi": "/fi/ota-kayttoon/hyvinvoinnin-vuosikello/",
        "sv": "/sv/ta-i-bruk/hyvinvoinnin-vuosikello/",
    },
    "in use": {"fi": "/fi/kaytossa/hyvinvoinnin-vuosikello/", "sv": "/sv/i-bruk/hyvinvoinnin-vuosikello/"},
    "local versions": {
        "fi": "/fi/nain-me-teemme/hyvinvoinnin-vuosikello/",
        "sv": "/sv/sa-har-gor-vi/hyvinvoinnin-vuosikello/",
    },
    "fit": {
        "fi": "/fi/sopiiko-meille/?practice=hyvinvoinnin-vuosikello",
        "sv": "/sv/passar-det-oss/?practice=hyvinvoinnin-vuosikello",
    },
    "comparison": {
        "fi": "/fi/sopiiko-meille/rinnakkain/?p=hyvinvoinnin-vuosikello&p=vierellakulkija",
        "sv": "/sv/passar-det-oss/sida-vid-sida/?p=hyvinvoinnin-vuosikello&p=vierellakulkija",
    },
    "rooting": {"fi": "/fi/juurtuminen/", "sv": "/sv/forankring/"},
    "institutions": {"fi": "/fi/oppilaitokset/", "sv": "/sv/laroanstalter/"},
    "institution": {"fi": "/fi/oppilaitokset/demo-harjula/", "sv": "/sv/laroanstalter/demo-harjula/"},
    "content page": {"fi": "/fi/tietosuoja/", "sv": "/sv/dataskydd/"},
    "not found": {"fi": "/fi/ei-ole/", "sv": "/sv/finns-inte/"},
}
NOT_FOUND = ("not found", "unknown filter")
EXAMPLES = [(kind, code, path) for kind, paths in PAGE_TYPES.items() for code, path in paths.items()]
EXAMPLE_IDS = [f"{kind}-{code}" for kind, code, _path in EXAMPLES]
