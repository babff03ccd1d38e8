"""The frame's demo content: front page, index pages, ordinary pages, news; made once, then edited in the portal."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import LocaleSynchronization

from home.models import ContentPage, HomePage, NewsIndexPage, NewsPage
from practices import indexing
from practices.loading import BadFiles, Problem
from practices.loading.checks import Checker
from practices.loading.files import read
from practices.loading.records import Localised, Record, blocks
from practices.localised import languages
from practices.models import CataloguePage, ProjectIndexPage, ThemeIndexPage
from practices.translations import other_locales, take_strings, translation_of, write_translation

FOLDER = Path(__file__).parent / "demo"
INDEXES = {
    "catalogue": CataloguePage,
    "themes": ThemeIndexPage,
    "projects": ProjectIndexPage,
    "news": NewsIndexPage,
}


@dataclass(frozen=True)
class FrameData:
    """What the frame's files say."""

    home: Record
    indexes: list[Record]
    pages: list[Record]
    news: list[Record]


def frame_exists() -> bool:
    """Return whether the portal has its front page already."""
    return HomePage.objects.exists()


def load_frame(folder: Path = FOLDER) -> None:
    """Make the frame's pages in every language; all of them or, if a file is bad, none. Raises BadFiles."""
    data = read_frame(folder)
    with indexing.paused(), transaction.atomic():
        default = Locale.get_default()
        for code in languages():
            Locale.objects.get_or_create(language_code=code)
        home = _home(data.home, default)
        for record in data.indexes:
            _add(home, INDEXES[record.kind], record, show_in_menus=True)
        for record in data.pages:
            _add(home, ContentPage, record)
        news = NewsIndexPage.objects.get(locale=default)
        for record in data.news:
            _add(news, NewsPage, record)
        for locale in other_locales(default):
            LocaleSynchronization.objects.get_or_create(locale=locale, defaults={"sync_from": default})


def read_frame(folder: Path) -> FrameData:
    """Return what the files say. Raises BadFiles with every problem there is."""
    problems: list[Problem] = []
    top = _checker(folder / "site.yaml", problems)
    sections = {
        name: Checker(top.file, top.raw(name) or {}, problems, f"{name}.") for name in ("home", *INDEXES)
    }
    data = FrameData(
        home=_record(sections["home"], "home", ("promise", "lead"), ("about",)),
        indexes=[_record(sections[name], name, ("intro",), ()) for name in INDEXES],
        pages=sorted(_articles(folder / "pages", "page", problems), key=lambda r: r.values.pop("order") or 0),
        news=list(_articles(folder / "news", "news", problems)),
    )
    if problems:
        raise BadFiles(problems)
    return data


def _checker(file: Path, problems: list[Problem]) -> Checker:
    data, found = read(file)
    problems += found
    return Checker(file, data, problems)


def _record(c: Checker, kind: str, texts: tuple[str, ...], long_texts: tuple[str, ...]) -> Record:
    values: dict[str, Any] = {
        "slug": Localised(c.slugs("slug")),
        "title": Localised(c.text("title", required=True)),
    }
    values |= {name: Localised(c.text(name, required=True)) for name in texts}
    values |= {name: Localised(c.long_text(name)) for name in long_texts}
    c.unknown_fields()
    return Record(kind=kind, key=c.file.stem, file=c.file, digest="", values=values)


def _articles(folder: Path, kind: str, problems: list[Problem]) -> Iterator[Record]:
    for file in sorted(folder.glob("*.yaml")):
        c = _checker(file, problems)
        extra = {"order": c.number("order")} if kind == "page" else {"date": c.day("date")}
        body = blocks(
            f"{kind}/{file.stem}", "body", [("text", Localised(c.long_text("body", required=True)))]
        )
        record = _record(c, kind, ("lead",), ())
        record.values.update(extra, body=body)
        yield record


def _home(record: Record, default: Locale) -> Page:
    """Make the front pages and the site, in place of the page that Wagtail starts with."""
    root = Page.objects.get(depth=1)
    welcome = root.get_children().first()
    page = root.add_child(instance=HomePage(locale=default, **record.values_in(default.language_code)))
    page.save_revision().publish()
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "root_page": page, "site_name": "Käytäntöpankki"},
    )
    if welcome is not None:
        welcome.specific.delete()
        page = HomePage.objects.get(pk=page.pk)
    _translate(record, page)
    return page


def _add(parent: Page, model: Any, record: Record, **extra: Any) -> None:
    values = record.values_in(parent.locale.language_code) | extra
    page = parent.add_child(instance=model(locale=parent.locale, **values))
    page.save_revision().publish()
    _translate(record, page)


def _translate(record: Record, page: Page) -> None:
    for locale in other_locales(page.locale):
        translation = translation_of(page, locale)
        take_strings(translation, type(page)(**record.values_in(locale.language_code)))
        write_translation(translation, publish=True)
