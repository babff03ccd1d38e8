"""Curated terms: one row a term, its name in every language on the row, so a facet means the same everywhere."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel

from practices.localised import LocalisedNameField, in_language


class Term(TagBase):
    """A row of a curated vocabulary. `slug` is what addresses, facets and the API carry."""

    name: str  # taggit's own column: the name in the default language
    free_tagging = False

    names = LocalisedNameField(
        verbose_name=_("name"), help_text=_("The name that readers see, in each language.")
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=100, help_text=_("Smaller comes first in lists.")
    )

    panels = [FieldPanel("names"), FieldPanel("order")]

    class Meta:
        abstract = True
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return in_language(self.names) or self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; taggit's own `name` is the name in the default language."""
        self.name = in_language(self.names, settings.LANGUAGE_CODE) or str(self.name or "")
        super().save(*args, **kwargs)

    def names_text(self) -> str:
        """Return the names in all languages, for lists in the editor."""
        return " · ".join(dict.fromkeys(self.names.values()))


class Theme(Term):
    """What a practice is about; a theme has a page."""

    class Meta(Term.Meta):
        abstract = False
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class TargetGroup(Term):
    """Whom a practice is for."""

    class Meta(Term.Meta):
        abstract = False
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")


class Setting(Term):
    """Where a practice happens."""

    class Meta(Term.Meta):
        abstract = False
        verbose_name = _("setting")
        verbose_name_plural = _("settings")


class Phase(Term):
    """The phase of studies in which a practice helps."""

    class Meta(Term.Meta):
        abstract = False
        verbose_name = _("phase of studies")
        verbose_name_plural = _("phases of studies")


class Project(Term):
    """A development project as a term; what is told of it stands on its page."""

    class Meta(Term.Meta):
        abstract = False
        verbose_name = _("project")
        verbose_name_plural = _("projects")


class Organisation(Term):
    """The one register of makers, partners, coordinators, funders (and adopters)."""

    class Kind(models.TextChoices):
        FOLK_HIGH_SCHOOL = "folk-high-school", _("folk high school")
        VOCATIONAL = "vocational-institution", _("vocational institution")
        UNIVERSITY = "university", _("university")
        STUDENT_UNION = "student-union", _("student union")
        ASSOCIATION = "association", _("association")
        NGO = "ngo", _("non-governmental organisation")
        FUNDER = "funder", _("funder")
        NETWORK = "network", _("network")
        COMPANY = "company", _("company")
        OTHER = "other", _("other")

    kind = models.CharField(_("kind"), max_length=30, choices=Kind, default=Kind.OTHER)
    municipality = models.CharField(_("municipality"), max_length=100, blank=True)
    region = models.CharField(_("region"), max_length=100, blank=True)
    url = models.URLField(_("web address"), blank=True)

    panels = [
        FieldPanel("names"),
        FieldPanel("kind"),
        FieldPanel("municipality"),
        FieldPanel("region"),
        FieldPanel("url"),
    ]

    class Meta(Term.Meta):
        abstract = False
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")


class Keyword(TagBase):
    """A free word that people search with; each language's page has its own."""

    class Meta:
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")


class PracticeTerm(ItemBase):
    """A term on a practice."""

    class Meta:
        abstract = True
        ordering = ["id"]  # the order in which the editor gave them: the main theme first


class PracticeTheme(PracticeTerm):
    tag = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="practice_links")
    content_object = ParentalKey(
        "practices.PracticePage", on_delete=models.CASCADE, related_name="theme_links"
    )


class PracticeProject(PracticeTerm):
    tag = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="practice_links")
    content_object = ParentalKey(
        "practices.PracticePage", on_delete=models.CASCADE, related_name="project_links"
    )


class PracticeTargetGroup(PracticeTerm):
    tag = models.ForeignKey(TargetGroup, on_delete=models.PROTECT, related_name="practice_links")
    content_object = ParentalKey(
        "practices.PracticePage", on_delete=models.CASCADE, related_name="target_group_links"
    )


class PracticeSetting(PracticeTerm):
    tag = models.ForeignKey(Setting, on_delete=models.PROTECT, related_name="practice_links")
    content_object = ParentalKey(
        "practices.PracticePage", on_delete=models.CASCADE, related_name="setting_links"
    )


class PracticePhase(PracticeTerm):
    tag = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="practice_links")
    content_object = ParentalKey(
        "practices.PracticePage", on_delete=models.CASCADE, related_name="phase_links"
    )


class PracticeMaker(PracticeTerm):
    tag = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="practice_links")
    content_object = ParentalKey(
        "practices.PracticePage", on_delete=models.CASCADE, related_name="maker_links"
    )


class PracticeKeyword(PracticeTerm):
    tag = models.ForeignKey(Keyword, on_delete=models.CASCADE, related_name="practice_links")
    content_object = ParentalKey(
        "practices.PracticePage", on_delete=models.CASCADE, related_name="keyword_links"
    )


class ProjectPartner(ItemBase):
    tag = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partner_links")
    content_object = ParentalKey(
        "practices.ProjectPage", on_delete=models.CASCADE, related_name="partner_links"
    )

    class Meta:
        ordering = ["id"]
