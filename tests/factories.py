"""Pages and terms for tests: only what a test needs, true to what the portal allows."""

from typing import Any
from uuid import uuid4

import factory
from django.utils import timezone
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


def project_page(slug: str = "hanke", *, revision: bool = False, **values: Any) -> ProjectPage:
    """Return a live project page below the catalogue, made unless it is there; `revision` as with a practice."""
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
        **_live(not revision),
        **values,
    )
    parent.add_child(instance=page)
    return _published(page) if revision else page


def theme_page(slug: str = "osallisuus", *, revision: bool = False, **values: Any) -> ThemePage:
    """Return a new live theme page; `revision` as with a practice."""
    parent = ThemeIndexPage.objects.get(locale__language_code="fi")
    page = ThemePage(
        title=values.pop("title", f"Teema {slug}"),
        slug=slug,
        lead=values.pop("lead", "Teemasta."),
        theme=ThemeFactory(slug=slug),
        locale=parent.locale,
        **_live(not revision),
        **values,
    )
    parent.add_child(instance=page)
    return _published(page) if revision else page


PARAGRAPHS = ("situation", "intended_change", "idea", "student_notices")


def practice_page(
    title: str = "Kaverikahvit", *, live: bool = True, revision: bool = False, **values: Any
) -> PracticePage:
    """Return a new practice with every required field, below `parent` and live unless `live=False`.

    It is live as if it had been published once, but nothing was told of it: no revision was made and no signal sent,
    which costs more than all the rest. A test of what publishing sets off asks for `revision=True`.
    """
    parent = values.pop("parent", None) or project_page()
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
    page = PracticePage(title=title, **_live(live and not revision), **{**defaults, **values})
    for name, tags in terms.items():
        getattr(page, name).set(tags)
    page.keywords.set(keywords)
    parent.add_child(instance=page)
    return _published(page) if live and revision else page


def _live(live: bool) -> dict[str, Any]:
    now = timezone.now() if live else None
    return {"live": live, "first_published_at": now, "last_published_at": now}


def _published(page: Any) -> Any:
    page.save_revision().publish()
    page.refresh_from_db()
    return page
