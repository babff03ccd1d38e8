"""What the editor's forms send, filled in as an editor would."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.text import slugify
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from practices.models import Organisation, PracticePage, Setting, TargetGroup, Theme

STREAMS = ("resources", "risks", "results", "student_quotes", "materials", "checklist", "sources", "related")


def practice_form(**changes: Any) -> dict[str, Any]:
    """Return a practice's form with its twelve required fields; `changes` replace fields, None leaves one out."""
    step = {"what": "Keitetään kahvia.", "who": "", "when": "", "result": ""}
    data = {
        "title": "Kaverikahvit",
        "slug": "kaverikahvit",
        "promise": "Kukaan ei juo kahvia yksin.",
        "maturity": "piloted",
        "target_groups": [TargetGroup.objects.get(slug="opiskelijat").pk],
        "settings": [Setting.objects.get(slug="asuntola").pk],
        "themes": [Theme.objects.get(slug="osallisuus").pk],
        "situation": rich_text("<p>Moni on yksin.</p>"),
        "intended_change": rich_text("<p>Jokainen tuntee jonkun.</p>"),
        "idea": rich_text("<p>Kahvit pareittain.</p>"),
        "student_notices": rich_text("<p>Sinua pyydetään kahville.</p>"),
        "steps": streamfield([("step", step)]),
        "makers": [Organisation.objects.get(slug="opisto").pk],
        **{name: streamfield([]) for name in STREAMS},
        **changes,
    }
    ticked = {name: value for name, value in data.items() if isinstance(value, list)}
    others = {name: value for name, value in data.items() if name not in ticked and value is not None}
    return nested_form_data(others) | ticked


def title_only(title: str = "Luonnos") -> dict[str, Any]:
    """Return what a form sends when only the name has been typed; the editor's script makes the address of it."""
    streams = {name: streamfield([]) for name in (*STREAMS, "steps")}
    return nested_form_data({"title": title, "slug": slugify(title), **streams})


def create(client: Client, parent: Any, data: dict[str, Any], *, action: str = "") -> HttpResponse:
    """Send the form of a new practice below `parent`; `action` is "publish" or nothing for a draft."""
    url = reverse("wagtailadmin_pages:add", args=("practices", "practicepage", parent.pk))
    return client.post(url, data | ({f"action-{action}": "1"} if action else {}))


def edit(client: Client, page: Any, data: dict[str, Any], *, action: str = "") -> HttpResponse:
    """Send the form of a page that is there."""
    url = reverse("wagtailadmin_pages:edit", args=(page.pk,))
    return client.post(url, data | ({f"action-{action}": "1"} if action else {}))


def errors_of(response: HttpResponse) -> dict[str, str]:
    """Return the form's messages by field; fails where the form was accepted."""
    assert response.status_code == 200, f"the form was accepted: {response.status_code}"
    return {name: " ".join(map(str, errors)) for name, errors in response.context["form"].errors.items()}


def only_practice() -> PracticePage:
    """Return the one practice in Finnish."""
    return PracticePage.objects.get(locale__language_code="fi")
