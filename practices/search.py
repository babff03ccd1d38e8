"""What each page type means to search: pages to documents."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import override
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing

from practices.models import PracticePage, ProjectPage, ThemePage
from practices.queries import standing_of
from practices.querysets import FACETS
from practices.reading.materials import files_of
from search.documents import SearchDocument

Maker = Callable[[Any], dict[str, Any]]
_makers: dict[type[Page], Maker] = {}


def document_of(page_type: type[Page]) -> Callable[[Maker], Maker]:
    """Register a function that returns a document's own parts (kind, summary, body, …) for pages of a type."""

    def register(maker: Maker) -> Maker:
        _makers[page_type] = maker
        return maker

    return register


def document_id(pk: int) -> str:
    """Return the id under which the index knows the page with primary key `pk`."""
    return f"page:{pk}"


def pk_of(document: str) -> int:
    """Return the primary key of the page that the index knows under an id."""
    return int(document.removeprefix("page:"))


def is_searchable(page: Page) -> bool:
    """Whether readers may find the page. An alias is its source's text again, so only the source is found.

    A retired practice is not found: it stays at its address for those who have that.
    """
    return (
        type(page) in _makers
        and page.live
        and page.alias_of_id is None
        and not getattr(page, "retired_reason", "")
        and not page.get_view_restrictions().exists()
    )


def to_document(page: Any) -> SearchDocument:
    """Return the document of a page, its labels in the page's language."""
    language = page.locale.language_code
    with override(language):
        parts = _makers[type(page)](page)
        return SearchDocument(
            id=document_id(page.pk),
            language=language,
            title=page.title,
            date=page.first_published_at,
            family=str(page.translation_key),
            payload=page_payload(page) | parts.pop("payload", {}),
            **parts,
        )


def page_payload(page: Page) -> dict[str, Any]:
    """Return what a hit shows of any page."""
    published = page.first_published_at
    return {"url": page.url, "published": published.isoformat() if published else ""}


def all_documents() -> Iterator[SearchDocument]:
    """Yield the document of every page that readers may find."""
    for page_type in _makers:
        pages = page_type.objects.live().public().filter(alias_of__isnull=True).select_related("locale")
        if page_type is PracticePage:
            pages = pages.filter(retired_reason="")
        for page in pages.order_by("pk").iterator(chunk_size=100):
            yield to_document(page)


def paragraphs(page: Page, names: Iterable[str]) -> tuple[str, ...]:
    """Return the plain text of fields, a paragraph an item, in the order of `names`."""
    texts: list[str] = []
    for name in names:
        field, value = page._meta.get_field(name), getattr(page, name)
        if isinstance(field, StreamField):
            texts += [text for block in value for text in block.block.get_searchable_content(block.value)]
        elif isinstance(field, RichTextField):
            texts += get_text_for_indexing(value or "").splitlines()
        else:
            texts.append(str(value or ""))
    return tuple(line for text in texts for line in (strip_tags(str(text)).strip(),) if line)


# In the order of reading; what tells most of the practice comes first.
PRACTICE_TEXTS = [
    "idea",
    "situation",
    "intended_change",
    "student_notices",
    "source_says",
    "steps",
    "resources",
    "core",
    "adaptable",
    "conditions",
    "risks",
    "students_part",
    "equality",
    "accessibility",
    "privacy",
    "checklist",
    "results",
    "student_quotes",
    "what_did_not_work",
    "materials",
    "based_on",
]


def practice_terms(page: PracticePage) -> dict[str, list[Any]]:
    """Return the terms of a practice by facet."""
    return {
        facet: [link.tag for link in getattr(page, links).select_related("tag")]
        for facet, links in FACETS.items()
    }


@document_of(PracticePage)
def practice_document(page: PracticePage) -> dict[str, Any]:
    """A practice: all that a reader reads, its terms as keywords and facets."""
    terms = practice_terms(page)
    named = [str(term) for facet in ("theme", "target_group", "setting") for term in terms[facet]]
    facets = {facet: tuple(term.slug for term in found) for facet, found in terms.items()}
    standing = standing_of(page)
    return {
        "kind": "practice",
        "summary": page.promise,
        "body": paragraphs(page, PRACTICE_TEXTS),
        "keywords": (*(link.tag.name for link in page.keyword_links.select_related("tag")), *named),
        "facets": facets | {"maturity": (page.maturity,), "language": languages_of(page)} | standing.facets,
        "numbers": standing.numbers,
        "files": files_of(page),
        "payload": practice_payload(page, terms) | {"notes": standing.notes},
    }


def languages_of(page: Page) -> tuple[str, ...]:
    """Return the codes of the languages that a page is published in, in a text of its own and not as an alias."""
    versions = Page.objects.filter(translation_key=page.translation_key, live=True, alias_of__isnull=True)
    return tuple(versions.order_by("locale__language_code").values_list("locale__language_code", flat=True))


def practice_payload(page: PracticePage, terms: dict[str, list[Any]]) -> dict[str, Any]:
    """Return what a hit shows of a practice beside its name and text."""
    return {
        "maturity": page.maturity,
        "maturity_label": str(page.get_maturity_display()),
        "themes": [[term.slug, str(term)] for term in terms["theme"]],
        "settings": [str(term) for term in terms["setting"]],
        "target_groups": [str(term) for term in terms["target_group"]],
        "project": page.project_page.title,
    }


@document_of(ProjectPage)
def project_document(page: ProjectPage) -> dict[str, Any]:
    """A project: what it is and aims at, and who is in it."""
    partners = [str(link.tag) for link in page.partner_links.select_related("tag")]
    return {
        "kind": "project",
        "summary": page.summary,
        "body": (*paragraphs(page, ("description", "aims", "programme", "body")), *partners),
        "keywords": tuple(filter(None, (page.acronym, str(page.coordinator or ""), str(page.funder or "")))),
        "facets": {"project": (page.project.slug,)},
    }


@document_of(ThemePage)
def theme_document(page: ThemePage) -> dict[str, Any]:
    """A theme: its introduction and the labels of its figures."""
    return {
        "kind": "theme",
        "summary": page.lead,
        "body": paragraphs(page, ("body",)),
        "keywords": (str(page.theme),),
        "facets": {"theme": (page.theme.slug,)},
        "payload": {"themes": [[page.theme.slug, str(page.theme)]]},
    }
