"""Words that alone say little, per language: a query requires them only when it has nothing else."""

from __future__ import annotations

_FINNISH = """
ja tai sekä että eli mutta vaan kun kuin jos joka jotka mikä mitä mitkä missä mistä mihin millä
miten miksi kuka kuinka milloin onko on ei en et eivät emme ole olla ovat oli olivat olen olemme voi
voin voivat saa saan me te he minä sinä hän se ne tämä nämä tuo nuo minun sinun hänen meidän teidän
heidän sen niiden niitä sitä tätä siitä tästä myös jo vain vielä nyt sitten siis niin näin noin
kanssa ilman varten kautta mukaan
kukaan kuka ketä kenelle kenet joku jotain jotakin jokin mitään mikään kaikki kaikkien kaikille koko oma omaa
oman itse eri muu muut muita toinen toista toiset tehdä tehdään teen tekee tekevät pitää pitäisi täytyy
saada saadaan haluan halutaan halua voiko voisi osaa osata liian enemmän miksei miten minne
jne esim tulla tule tulee tulevat mennä menee käy käydä
"""
_SWEDISH = """
och eller samt att men utan som vad vem vilken vilket vilka var vart när hur varför är vara blir bli
har hade ha kan ska skall vill får en ett den det de dem jag du han hon vi ni man mig dig oss er sin
sitt sina min mitt din vår i på av för till från med om under över vid hos mot inte ej även också nu
så då här där denna detta dessa
göra gör gjort någon något några ingen inget inga alla allt hela själv själva egen eget egna annan annat
andra olika måste borde kunna vilja få fått mer mycket bara sig komma kommer gå går
"""
_ENGLISH = """
a an and are as at be but by for from had has have how i if in is it its of on or our that the their
them there they this to was we what when where which who why will with you your
"""

FINNISH = frozenset(_FINNISH.split())
SWEDISH = frozenset(_SWEDISH.split())
ENGLISH = frozenset(_ENGLISH.split())
