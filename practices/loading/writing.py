"""From checked records to terms, pages and their translations, within one transaction."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from practices import indexing
from practices.loading.catalogue import VOCABULARIES, Catalogue, Progress, Report
from practices.loading.problems import BadFiles, Problem
from practices.loading.records import Record, blocks
from practices.models import (
    CataloguePage,
    LoadedFile,
    Organisation,
    PortalImage,
    PracticePage,
    Project,
    ProjectPage,
    Theme,
    ThemeIndexPage,
    ThemePage,
)
from practices.translations import other_locales, take_strings, translation_of, write_translation


def write(catalogue: Catalogue, *, overwrite: bool, progress: Progress) -> Report:
    """Bring terms and pages in step with the catalogue; all or nothing. Raises BadFiles without the index pages."""
    with indexing.paused(), transaction.atomic():
        return _Writer(catalogue, overwrite, progress).run()


class _Writer:
    def __init__(self, catalogue: Catalogue, overwrite: bool, progress: Progress) -> None:
        self.catalogue, self.overwrite, self.progress = catalogue, overwrite, progress
        self.locale = Locale.get_default()
        self.images: dict[Path, PortalImage] = {}
        self.report = Report()

    def run(self) -> Report:
        self._terms()
        todo = [record for record in self.catalogue.records if self._is_due(record)]
        # Pages first, empty; then their content, which may lead from one to another.
        pages = {(record.kind, record.key): self._page_for(record) for record in todo}
        for done, record in enumerate(todo, 1):
            self._fill(record, pages[record.kind, record.key])
            self.progress(_("pages"), done, len(todo))
        return self.report

    def _terms(self) -> None:
        for vocabulary, rows in self.catalogue.terms.items():
            for key, row in rows.items():
                _upsert(VOCABULARIES[vocabulary], key, row)
        for key, row in self.catalogue.organisations.items():
            _upsert(Organisation, key, row)
        for order, record in enumerate(self.catalogue.of_kind("project"), 1):
            _upsert(Project, record.key, {"names": dict(record.values["title"]), "order": order * 10})

    def _is_due(self, record: Record) -> bool:
        """Whether the record has news; a page that somebody edited since the last load is left alone."""
        loaded = LoadedFile.objects.filter(kind=record.kind, key=record.key).first()
        page = _existing(record, self.locale)
        if page is None or loaded is None:
            self.report.created.append(record.key)
            return True
        same = loaded.digest == record.digest
        edited = _edited_since(page, loaded)
        if same and not (edited and self.overwrite):
            self.report.unchanged.append(record.key)
            return False
        if edited and not self.overwrite:
            self.report.kept.append(record.key)
            return False
        self.report.updated.append(record.key)
        return True

    def _page_for(self, record: Record) -> Page:
        page = _existing(record, self.locale)
        if page is not None:
            return page.get_latest_revision_as_object()
        model, parent_of, extra = _PLACES[record.kind]
        values = record.values_in(self.locale.language_code)
        page = model(live=False, **{**values, **extra(record)})
        parent_of(record, self.locale).add_child(instance=page)
        return page

    def _fill(self, record: Record, page: Page) -> None:
        values = record.values_in(self.locale.language_code)
        page.refresh_from_db(fields=("path", "depth", "numchild"))  # pages were added below it since
        for name, value in {**values, **_PLACES[record.kind][2](record)}.items():
            setattr(page, name, value)
        self._set_terms(record, page)
        page.save_revision(clean=True).publish()
        for locale in other_locales(self.locale):
            self._translate(record, page, locale)
        LoadedFile.objects.update_or_create(
            kind=record.kind, key=record.key, defaults={"digest": record.digest, "loaded_at": timezone.now()}
        )

    def _set_terms(self, record: Record, page: Page) -> None:
        if record.kind == "practice":
            page.image = self._image(record.image)
            page.related = _related(record, self.locale)
            _set_keywords(record, page, self.locale.language_code)
        for name, keys in record.terms.items():
            field = page._meta.get_field(name)
            rows = {row.slug: row for row in field.related_model.objects.filter(slug__in=keys)}
            if field.many_to_one:
                setattr(page, name, rows[keys[0]] if keys else None)
            else:
                getattr(page, name).set([rows[key] for key in keys])

    def _translate(self, record: Record, page: Page, locale: Locale) -> None:
        shadow = type(page)(**record.values_in(locale.language_code))
        translation = translation_of(page, locale)
        take_strings(translation, shadow)
        if record.kind != "practice":
            write_translation(translation, publish=True)
            return
        translated = write_translation(translation, publish=False).get_latest_revision_as_object()
        _set_keywords(record, translated, locale.language_code)
        translated.save_revision().publish()

    def _image(self, path: Path | None) -> PortalImage | None:
        if path is None:
            return None
        if path not in self.images:
            found = PortalImage.objects.filter(title=path.stem, credit=_CREDIT).first()
            self.images[path] = found or _store_image(path)
        return self.images[path]


def _edited_since(page: Page, loaded: LoadedFile) -> bool:
    """Whether somebody saved the page, in any language, after it was loaded."""
    pages = Page.objects.filter(translation_key=page.translation_key)
    return bool(pages.filter(latest_revision_created_at__gt=loaded.loaded_at).exists())


_CREDIT = "Käytäntöpankki"


def _store_image(path: Path) -> PortalImage:
    with path.open("rb") as file:
        return PortalImage.objects.create(
            title=path.stem, file=ImageFile(file, name=path.name), credit=_CREDIT, licence="CC BY 4.0"
        )


def _upsert(model: Any, key: str, row: dict[str, Any]) -> None:
    """Make a term, or change the row that is there; an unchanged row is left alone."""
    term = model.objects.filter(slug=key).first() or model(slug=key)
    if term.pk is None or any(getattr(term, name) != value for name, value in row.items()):
        for name, value in row.items():
            setattr(term, name, value)
        term.save()


def _set_keywords(record: Record, page: Page, language: str) -> None:
    page.keywords.set(record.keywords.get(language, []))


def _related(record: Record, locale: Locale) -> Any:
    pks = dict(PracticePage.objects.filter(key__in=record.related, locale=locale).values_list("key", "pk"))
    return json.dumps(
        blocks(record.key, "related", (("practice", pks[key]) for key in record.related if key in pks))
    )


def _existing(record: Record, locale: Locale) -> Page | None:
    lookups: dict[str, tuple[Any, str]] = {
        "practice": (PracticePage, "key"),
        "project": (ProjectPage, "project__slug"),
        "theme": (ThemePage, "theme__slug"),
    }
    model, lookup = lookups[record.kind]
    return model.objects.filter(**{lookup: record.key, "locale": locale}).first()


def _only(model: Any, locale: Locale) -> Page:
    page = model.objects.filter(locale=locale).first()
    if page is None:
        reason = _("The portal has no page of the kind “%s” yet. Make it with: manage.py setup_demo")
        raise BadFiles([Problem(Path(), "", reason % model._meta.verbose_name)])
    return page


def _project_page(record: Record, locale: Locale) -> Page:
    return ProjectPage.objects.get(project__slug=record.parent, locale=locale)


_Place = tuple[Any, Callable[[Record, Locale], Page], Callable[[Record], dict[str, Any]]]
_PLACES: dict[str, _Place] = {
    "theme": (
        ThemePage,
        lambda _r, loc: _only(ThemeIndexPage, loc),
        lambda r: {"theme": Theme.objects.get(slug=r.key)},
    ),
    "project": (
        ProjectPage,
        lambda _r, loc: _only(CataloguePage, loc),
        lambda r: {"project": Project.objects.get(slug=r.key)},
    ),
    "practice": (PracticePage, _project_page, lambda _r: {}),
}
