"""The draft that a confirmed suggestion becomes.

It stands in the default language's tree, whatever language it is written in: a Swedish page is the translation of a
Finnish one, and a page that were Swedish alone could never be put into Finnish. A suggestion in Swedish therefore gives
its Swedish texts to the draft; the editors are told (`following.say_where_from`) to put them into Finnish, and find the
sender's own words for the Swedish page with the suggestion.
"""

from typing import Any

from django.conf import settings
from django.utils.html import linebreaks

from practices.models import Organisation, PracticePage, ProjectPage, Setting, TargetGroup, Theme
from publishing.drafting import new_draft
from publishing.models import Suggestion
from publishing.suggesting.forms import lines_of

# The network's own page takes what belongs to no project.
NETWORK_PAGE = "valita-visa-omtanke"
TERMS = {"themes": Theme, "target_groups": TargetGroup, "settings": Setting}
LONGEST_TITLE = 200


class NoPlace(Exception):
    """The portal has no project page that a draft could stand below."""


def place_for(suggestion: Suggestion) -> ProjectPage:
    """Return the project page that takes a suggestion: the chosen project's, else the network's, else the first one."""
    pages = ProjectPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE, alias_of=None)
    chosen = pages.filter(project=suggestion.project_id) if suggestion.project_id else pages.none()
    for found in (chosen, pages.filter(slug=NETWORK_PAGE), pages.live(), pages):
        if (page := found.order_by("path").first()) is not None:
            return page
    raise NoPlace


def draft_of(suggestion: Suggestion) -> PracticePage:
    """Return the new draft of a suggestion, on its way to the project's check. Raises NoPlace, ValidationError."""
    parent = place_for(suggestion)
    # Kept from others until the page is there: two pages added at once would get the same place in the tree.
    ProjectPage.objects.select_for_update().get(pk=parent.pk)
    page = new_draft(parent, _values(suggestion), terms=_terms(suggestion))
    workflow = page.get_workflow()
    if workflow is not None:
        workflow.start(page, user=None)
    return page


def _values(suggestion: Suggestion) -> dict[str, Any]:
    what, why, how = (suggestion.answers.get(key, {}) for key in ("what", "why", "how"))
    steps = [{"what": step, "who": "", "when": "", "result": ""} for step in lines_of(how.get("steps", ""))]
    return {
        "title": what.get("title", ""),
        "promise": what.get("promise", ""),
        "maturity": what.get("maturity", ""),
        **{name: _rich(why.get(name, "")) for name in ("situation", "idea", "intended_change")},
        "student_notices": _rich(how.get("student_notices", "")),
        "steps": [("step", step) for step in steps],
        "materials": _links(suggestion),
    }


def _links(suggestion: Suggestion) -> list[tuple[str, dict[str, str]]]:
    files = suggestion.answers.get("files", {})
    more = {"language": suggestion.language, "licence": files.get("links_licence", "")}
    links = lines_of(files.get("links", ""))
    return [("link", {"title": link[:LONGEST_TITLE], "url": link, **more}) for link in links]


def _terms(suggestion: Suggestion) -> dict[str, list[Any]]:
    what = suggestion.answers.get("what", {})
    terms: dict[str, list[Any]] = {
        name: list(model._default_manager.filter(slug__in=what.get(name, [])))
        for name, model in TERMS.items()
    }
    name = suggestion.organisation.casefold()
    makers = [each for each in Organisation.objects.all() if name in map(str.casefold, each.names.values())]
    projects = [suggestion.project] if suggestion.project else []
    return {**terms, "makers": makers[:1], "projects": projects}


def _rich(text: str) -> str:
    """Return plain text as paragraphs; whatever looks like markup in it stays text."""
    return linebreaks(text, autoescape=True) if text else ""
