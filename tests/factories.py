"""Pages and terms for tests: only what a test needs, true to what the portal allows."""

from typing import Any
from uuid import uuid4

import factory
from django.utils.text import slugify
from wagtail.models import Locale

from practices.models import (
    CataloguePage,
    Organisation,
    Phase,
    PracticePage,
    Project,
    ProjectPage,
    Setting,
    TargetGroup,
    Theme,
    ThemeIndexPage,
    ThemePage,
)


class TermFactory(factory.django.DjangoModelFactory):
    """A term named in every language: `TermFactory(slug="nepsy")`."""

    class Meta:
        abstract = True
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"term-{n}")
    names = factory.LazyAttribute(lambda o: {"fi": f"{o.slug} suomeksi", "sv": f"{o.slug} på svenska"})


class ThemeFactory(TermFactory):
    class Meta:
        model = Theme


class ProjectFactory(TermFactory):
    class Meta:
        model = Project


class TargetGroupFactory(TermFactory):
    class Meta:
        model = TargetGroup


class SettingFactory(TermFactory):
    class Meta:
        model = Setting


class PhaseFactory(TermFactory):
    class Meta:
        model = Phase


class OrganisationFactory(TermFactory):
    class Meta:
        model = Organisation


def make_terms() -> None:
    """Make one term in each vocabulary that a practice needs."""
    ThemeFactory(slug="osallisuus")
    TargetGroupFactory(slug="opiskelijat")
    SettingFactory(slug="asuntola")
    ProjectFactory(slug="hanke")
    OrganisationFactory(slug="opisto")


def project_page(slug: str = "hanke", **values: Any) -> ProjectPage:
    """Return a live project page below the catalogue, made unless it is there."""
    language = values.pop("language", "fi")
    found = ProjectPage.objects.filter(project__slug=slug, locale__language_code=language).first()
    if found:
        return found
    parent = CataloguePage.objects.get(locale__language_code=language)
    page = ProjectPage(
        title=values.pop("title", f"Hanke {slug}"),
        slug=slug,
        summary=values.pop("summary", "Hanke kokeilee."),
        project=ProjectFactory(slug=slug),
        locale=parent.locale,
        **values,
    )
    return _published(parent.add_child(instance=page))


def theme_page(slug: str = "osallisuus", **values: Any) -> ThemePage:
    """Return a new live theme page."""
    parent = ThemeIndexPage.objects.get(locale__language_code="fi")
    page = ThemePage(
        title=values.pop("title", f"Teema {slug}"),
        slug=slug,
        lead=values.pop("lead", "Teemasta."),
        theme=ThemeFactory(slug=slug),
        locale=parent.locale,
        **values,
    )
    return _published(parent.add_child(instance=page))


PARAGRAPHS = ("situation", "intended_change", "idea", "student_notices")


def practice_page(title: str = "Kaverikahvit", **values: Any) -> PracticePage:
    """Return a new practice with every required field, below `project` and live unless `live=False`."""
    parent = values.pop("parent", None) or project_page()
    live = values.pop("live", True)
    terms = {
        "themes": [ThemeFactory(slug=s) for s in values.pop("themes", ["osallisuus"])],
        "target_groups": [TargetGroupFactory(slug=s) for s in values.pop("target_groups", ["opiskelijat"])],
        "settings": [SettingFactory(slug=s) for s in values.pop("settings", ["asuntola"])],
        "projects": [ProjectFactory(slug=s) for s in values.pop("projects", [parent.project.slug])],
        "makers": [OrganisationFactory(slug=s) for s in values.pop("makers", ["opisto"])],
        "phases": [PhaseFactory(slug=s) for s in values.pop("phases", [])],
    }
    keywords = values.pop("keywords", [])
    defaults: dict[str, Any] = {
        "slug": slugify(title) or uuid4().hex[:8],
        "promise": "Kukaan ei juo kahvia yksin.",
        "maturity": "piloted",
        "steps": [("step", {"what": "Keitetään kahvia.", "who": "", "when": "", "result": ""})],
        "locale": Locale.objects.get(pk=parent.locale_id),
        **dict.fromkeys(PARAGRAPHS, "<p>Tekstiä.</p>"),
    }
    page = PracticePage(title=title, live=live, **{**defaults, **values})
    for name, tags in terms.items():
        getattr(page, name).set(tags)
    page.keywords.set(keywords)
    parent.add_child(instance=page)
    return _published(page) if live else page


def _published(page: Any) -> Any:
    page.save_revision().publish()
    page.refresh_from_db()
    return page
