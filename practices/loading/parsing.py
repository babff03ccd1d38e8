"""From checked fields to records: what each kind of data file may and must say."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from practices.blocks import MaterialMixin
from practices.loading.checks import Checker
from practices.loading.records import Blocks, Localised, Record, blocks, list_items
from practices.models import PracticePage


@dataclass(frozen=True)
class Known:
    """Keys that a file may name: those of the files loaded with it, and those in the portal already."""

    terms: Mapping[str, Collection[str]]
    projects: Collection[str]
    organisations: Collection[str]
    practices: Collection[str]
    documents: Mapping[str, dict[str, Any]]


def digest(data: Any) -> str:
    """Return a short fingerprint of a file's content."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()[:16]


def practice(c: Checker, known: Known, folder: Path) -> Record:
    """Return the record of a practice; what is wrong is in the checker's problems."""
    values = _practice_values(c, known)
    terms = {
        "target_groups": c.keys("for_whom", known.terms["target_groups"], required=True),
        "settings": c.keys("settings", known.terms["settings"], required=True),
        "themes": c.keys("themes", known.terms["themes"], required=True),
        "phases": c.keys("phases", known.terms["phases"]),
        "projects": c.keys("projects", known.projects),
        "makers": c.keys("makers", known.organisations),
    }
    if not terms["makers"] and not values["source_says"]:
        c.fail("source_says", _("is missing: tell the origin here, or name the makers"))
    if values["source_says"] and not values["sources"]:
        c.fail("sources", _("is missing: name the document that says so"))
    image, alt = _image(c, folder)
    return Record(
        kind="practice",
        key=c.file.stem,
        file=c.file,
        digest=digest(c.data),
        values=values | {"image_alt": alt},
        terms=terms,
        keywords=c.words("keywords"),
        image=image,
        parent=c.key("project", known.projects, required=True),
        related=c.keys("related", known.practices),
    )


def _practice_values(c: Checker, known: Known) -> dict[str, Any]:
    key = c.file.stem
    values: dict[str, Any] = {
        "key": key,
        "slug": Localised(c.slugs("slug")),
        "title": Localised(c.text("name", required=True, longest=255)),
        "promise": Localised(c.text("promise", required=True, longest=90)),
        "maturity": c.choice("maturity", PracticePage.Maturity.values, required=True),
        "cost": c.choice("cost", PracticePage.Cost.values),
        "time_needed": Localised(c.text("time", longest=200)),
        "group_size": Localised(c.text("group_size", longest=200)),
        "situation": Localised(c.long_text("situation", required=True)),
        "intended_change": Localised(c.long_text("change", required=True)),
        "idea": Localised(c.long_text("idea", required=True)),
        "student_notices": Localised(c.long_text("student_notices", required=True)),
        "steps": _steps(c, key),
        "resources": _resources(c, key),
        "risks": _risks(c, key),
        "checklist": blocks(
            key, "checklist", (("item", Localised(text)) for text in c.texts("checklist", longest=255))
        ),
        "materials": _materials(c, key),
        "outline": c.flag("outline"),
        "source_says": Localised(c.long_text("source_says")),
        "sources": sources(c, key, known),
    }
    for name in (
        "core",
        "adaptable",
        "conditions",
        "students_part",
        "equality",
        "accessibility",
        "privacy",
        "based_on",
    ):
        values[name] = Localised(c.long_text(name))
    return values


def project(c: Checker, known: Known) -> Record:
    """Return the record of a project."""
    key = c.file.stem
    values: dict[str, Any] = {
        "slug": Localised(c.slugs("slug")),
        "title": Localised(c.text("name", required=True, longest=255)),
        "acronym": c.raw("acronym") or "",
        "summary": Localised(c.text("summary", required=True, longest=200)),
        "description": Localised(c.long_text("description")),
        "aims": blocks(key, "aims", (("aim", Localised(aim)) for aim in c.texts("aims"))),
        "programme": Localised(c.text("programme", longest=200)),
        "starts": c.day("starts"),
        "ends": c.day("ends"),
        "period": Localised(c.text("period", longest=120)),
        "website": c.url("url"),
        "body": Blocks(_charts(c, key, known)),
        "sources": sources(c, key, known),
    }
    if values["starts"] and values["ends"] and values["ends"] < values["starts"]:
        c.fail("ends", _("is before the start"))
    terms = {
        "funder": [k] if (k := c.key("funder", known.organisations)) else [],
        "coordinator": [k] if (k := c.key("coordinator", known.organisations)) else [],
        "partners": c.keys("partners", known.organisations),
    }
    return Record(kind="project", key=key, file=c.file, digest=digest(c.data), values=values, terms=terms)


def theme(c: Checker, known: Known) -> Record:
    """Return the record of a theme's page."""
    key = c.file.stem
    if key not in known.terms["themes"]:
        c.fail("", _("The file's name is not the key of a theme in terms.yaml."))
    values: dict[str, Any] = {
        "slug": Localised(c.slugs("slug")),
        "title": Localised(c.text("title", required=True, longest=255)),
        "lead": Localised(c.text("lead", required=True, longest=400)),
        "body": Blocks(
            [
                *blocks(key, "body", [("text", Localised(c.long_text("body", required=True)))]),
                *_charts(c, key, known),
            ]
        ),
        "sources": sources(c, key, known),
    }
    return Record(kind="theme", key=key, file=c.file, digest=digest(c.data), values=values)


def sources(c: Checker, key: str, known: Known) -> Blocks:
    """Return the blocks of a file's sources."""
    return blocks(
        key, "sources", (("source", s) for item in c.items("sources") if (s := _source(item, known)))
    )


def _source(item: Checker, known: Known) -> dict[str, Any]:
    document = item.key("document", known.documents, required=True)
    place = Localised(item.text("place", longest=255))
    item.unknown_fields()
    return known.documents[document] | {"place": place} if document else {}


def _steps(c: Checker, key: str) -> Blocks:
    steps = []
    for item in c.items("steps", required=True):
        step: dict[str, Any] = {"what": Localised(item.text("what", required=True))}
        step |= {name: Localised(item.text(name, longest=160)) for name in ("who", "when")}
        steps.append(("step", step | {"result": Localised(item.text("result"))}))
        item.unknown_fields()
    return blocks(key, "steps", steps)


def _resources(c: Checker, key: str) -> Blocks:
    found = []
    for item in c.items("resources"):
        kind = item.choice("kind", ("people", "ways", "tools"), required=True)
        need = item.choice("need", ("must", "nice", "help"), required=True)
        what = Localised(item.text("what", required=True, longest=255))
        item.unknown_fields()
        found.append(("resource", {"kind": kind, "need": need, "what": what}))
    return blocks(key, "resources", found)


def _risks(c: Checker, key: str) -> Blocks:
    found = []
    for item in c.items("risks"):
        texts = {name: Localised(item.text(name, required=True)) for name in ("risk", "remedy")}
        item.unknown_fields()
        found.append(("risk", texts))
    return blocks(key, "risks", found)


def _materials(c: Checker, key: str) -> Blocks:
    codes = [code for code, _label in MaterialMixin().child_blocks["language"].field.choices]
    found = []
    for item in c.items("materials"):
        title = Localised(item.text("title", required=True, longest=200))
        url = item.url("url", required=True)
        language = item.choice("language", codes, required=True)
        found.append(
            ("link", {"title": title, "url": url, "language": language, "licence": item.raw("licence") or ""})
        )
        item.unknown_fields()
    return blocks(key, "materials", found)


def _image(c: Checker, folder: Path) -> tuple[Path | None, Localised]:
    value = c.raw("image")
    if value is None:
        return None, Localised()
    if not isinstance(value, dict):
        c.fail("image", _("must name a file and its alt text"))
        return None, Localised()
    inner = Checker(c.file, value, c.problems, "image.")
    name = inner.raw("file", required=True)
    alt = Localised(inner.text("alt", required=True, longest=200))
    path = folder / "images" / str(name)
    if name and (not isinstance(name, str) or Path(name).name != name or not path.is_file()):
        inner.fail("file", _("There is no picture “%s” in images/.") % name)
        return None, alt
    return path, alt


def _charts(c: Checker, key: str, known: Known) -> list[dict[str, Any]]:
    charts = []
    for item in c.items("charts"):
        name = item.raw("key", required=True)
        item.choice("kind", ("bars",), required=True)
        rows = [
            {
                "label": Localised(row.text("label", required=True, longest=200)),
                "value": row.number("value", required=True),
            }
            for row in item.items("rows", required=True)
        ]
        source = Checker(c.file, item.raw("source", required=True) or {}, c.problems, f"{item.prefix}source.")
        document = source.key("document", known.documents, required=True)
        place = source.text("place", longest=120)
        title = known.documents[document]["title"] if document else {}
        charts.append(
            {
                "title": Localised(item.text("title", required=True, longest=200)),
                "question": Localised(item.text("question")),
                "unit": str(item.raw("unit") or ""),
                "maximum": float(item.number("max", required=True) or 100),
                "n": item.number("n"),
                "rows": list_items(key, f"charts/{name}", rows),
                "note": Localised(item.text("note")),
                "source": Localised(
                    {code: ": ".join(filter(None, (title[code], place.get(code)))) for code in title}
                ),
            }
        )
        item.unknown_fields()
    return blocks(key, "charts", (("chart", chart) for chart in charts))
