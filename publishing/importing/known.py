"""What the portal knows that a cell may name: terms, projects, practices, pictures, files. Looked up once a check."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page

from practices.models import PracticePage, Project, ProjectPage
from practices.models.terms import Term
from publishing.importing.choices import by_name, plain, unknown
from publishing.importing.notes import Notes
from publishing.importing.richtext import GOOD_LINK, PAGE, Block, relinked

PRACTICE = "practice:"


class Vocabulary:
    """The terms of one kind, by any of their names."""

    def __init__(self, model: type[Term]) -> None:
        self.rows = {row.pk: row for row in model._default_manager.all()}
        names = {row: [row.slug, row.name, *row.names.values()] for row in self.rows.values()}
        self._by_name = by_name({row: names[row][1:] for row in names})
        self._by_slug = {row.slug: row for row in names}

    def find(self, text: str, notes: Notes) -> Any:
        """Return the term that a text names, or None with a problem noted."""
        row = self._by_slug.get(text.strip()) or self._by_name.get(plain(text))
        if row is None:
            notes.fail(unknown(text, map(str, self.rows.values())))
        return row

    def name(self, pk: int, language: str) -> str:
        """Return the name of a term in a language ("": its address), as `find` finds it again; "" for none."""
        row = self.rows.get(pk)
        if row is None:
            return ""
        name = row.names.get(language, "")
        usable = self._by_name.get(plain(name)) is row and not re.search(r"[;\n]", name)
        return name if language and usable else str(row.slug)


class Known:
    """Everything that cells may name."""

    def __init__(self, coming: Iterable[str] = ()) -> None:
        """Look nothing up yet. `coming` are the permanent ids of practices that the file is about to make."""
        self._vocabularies: dict[Any, Vocabulary] = {}
        self.coming = set(coming)

    def vocabulary(self, model: Any) -> Vocabulary:
        """Return the terms of a model."""
        if model not in self._vocabularies:
            self._vocabularies[model] = Vocabulary(model)
        return self._vocabularies[model]

    @cached_property
    def locales(self) -> dict[str, Locale]:
        """The portal's locales by code."""
        return {locale.language_code: locale for locale in Locale.objects.all()}

    @cached_property
    def project_pages(self) -> dict[tuple[int, str], ProjectPage]:
        """Pages of projects by (project, language)."""
        pages = ProjectPage.objects.select_related("project", "locale").order_by("-pk")
        return {(page.project_id, page.locale.language_code): page for page in pages}

    def projects(self) -> Vocabulary:
        """Return the projects."""
        return self.vocabulary(Project)

    @cached_property
    def _keys(self) -> dict[int, tuple[str, str]]:
        rows = PracticePage.objects.values_list("pk", "key", "locale__language_code")
        return {pk: (key, language) for pk, key, language in rows}

    @cached_property
    def _pages(self) -> dict[tuple[str, str], int]:
        return {both: pk for pk, both in self._keys.items()}

    def practice_key(self, pk: int | None) -> str:
        """Return the permanent id of a practice's page, or ""."""
        return self._keys.get(pk or 0, ("", ""))[0]

    def practice(self, text: str, notes: Notes) -> int | None:
        """Return the page of the practice with a permanent id, in the language of the text where there is one."""
        key = text.strip().rstrip("/").rpartition("/")[2]
        languages = [notes.language, *self.locales]
        pk = next((self._pages[key, code] for code in languages if (key, code) in self._pages), None)
        if pk is None and key in self.coming:
            notes.awaits = True
        elif pk is None:
            notes.warn(_("There is no practice with the permanent id “%s”; it was left out.") % text[:60])
        return pk

    def document(self, text: str, notes: Notes) -> int | None:
        """Return the number of a file that is in the portal."""
        found = re.fullmatch(r"(?:document:)?(\d{1,18})", text.strip(), re.IGNORECASE)
        pk = int(found[1]) if found else 0
        if pk not in self._documents:
            notes.fail(
                _("There is no file “%s” in the portal. Add the file in the editor after importing.")
                % text[:60]
            )
            return None
        return pk

    @cached_property
    def _documents(self) -> set[int]:
        return set(get_document_model().objects.values_list("pk", flat=True))

    @cached_property
    def images(self) -> dict[int, str]:
        """Titles of the portal's pictures by number."""
        return dict(get_image_model().objects.values_list("pk", "title"))

    def image(self, text: str, notes: Notes) -> int | None:
        """Return the number of a picture: “12 Title”, or a title that one picture alone has."""
        number = re.match(r"#?(\d{1,18})\b", text.strip())
        if number and int(number[1]) in self.images:
            return int(number[1])
        named = [pk for pk, title in self.images.items() if plain(title) == plain(text)]
        if len(named) == 1:
            return named[0]
        notes.warn(
            _("There is no picture “%s” in the portal; add it in the editor after importing.") % text[:60]
        )
        return None

    @cached_property
    def _page_pks(self) -> set[int]:
        return set(Page.objects.values_list("pk", flat=True))

    def links_in(self, blocks: Iterable[Block], notes: Notes) -> list[Block]:
        """Return blocks of a cell with links as the editor stores them; those that lead nowhere are taken off."""

        def link(target: str) -> str:
            kind, _colon, rest = target.partition(":")
            if target.startswith(PRACTICE):
                pk = self.practice(rest, notes)
                return f"{PAGE}{pk}" if pk else ""
            there = (
                (kind == "page" and rest.isdigit() and int(rest) in self._page_pks)
                or (kind == "document" and rest.isdigit() and int(rest) in self._documents)
                or kind not in {"page", "document"}
            )
            if not there or not GOOD_LINK.match(target):
                notes.warn(
                    _("The link to “%s” leads nowhere or is not allowed; its words were kept.") % target[:60]
                )
                return ""
            return target

        return relinked(blocks, link)

    def links_out(self, blocks: Iterable[Block]) -> list[Block]:
        """Return blocks as the editor stores them, with links to practices by their permanent ids."""

        def link(target: str) -> str:
            kind, _colon, pk = target.partition(":")
            key = self.practice_key(int(pk)) if kind == "page" and pk.isdigit() else ""
            return f"{PRACTICE}{key}" if key else target

        return relinked(blocks, link)
