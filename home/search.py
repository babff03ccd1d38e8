"""What the frame's own pages mean to search."""

from typing import Any

from home.models import ContentPage, NewsPage
from practices.search import document_of, paragraphs


@document_of(NewsPage)
def news_document(page: NewsPage) -> dict[str, Any]:
    """A piece of news."""
    return {
        "kind": "news",
        "summary": page.lead,
        "body": paragraphs(page, ("body",)),
        "payload": {"date": page.date.isoformat()},
    }


@document_of(ContentPage)
def content_document(page: ContentPage) -> dict[str, Any]:
    """An ordinary page."""
    return {"kind": "page", "summary": page.lead, "body": paragraphs(page, ("body",))}
