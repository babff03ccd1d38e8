"""A project's page as parts of a document."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from practices.models import ProjectPage
from publishing.reporting.document import Bullets, Document, Facts, Heading, Part, Picture, Rich
from publishing.reporting.project_report import project_facts
from publishing.reporting.telling import chart, sources


def project_document(page: ProjectPage) -> Document:
    """Return all that a project's page tells its readers."""
    language = page.locale.language_code
    with override(language):
        return Document(page.title, language, list(_parts(page, language)), subtitle=page.summary)


def _parts(page: ProjectPage, language: str) -> Iterator[Part]:
    yield Facts(list(project_facts(page, language)))
    yield Rich(page.description)
    if page.aims:
        yield Heading(_("Aims"))
        yield Bullets([str(block.value) for block in page.aims])
    for block in page.body:
        if block.block_type == "text":
            yield Rich(block.value.source)
        elif block.block_type == "picture" and block.value["image"]:
            image = block.value["image"]
            yield Picture(image, "" if image.decorative else image.contextual_alt_text or "")
        elif block.block_type == "quote":
            yield Bullets([f"“{block.value['text']}” {block.value['who']}".strip()])
        elif block.block_type == "chart":
            yield chart(block.value)
    if found := sources(page):
        yield Heading(_("Sources"))
        yield from found
