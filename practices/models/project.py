"""A project: who funds and runs it, what it aims at, and the practices that it publishes."""

from typing import Any

from django.db import models
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail import blocks
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from practices import blocks as practice_blocks
from practices.forms import ProjectForm
from practices.models import terms
from practices.widgets import TermBoxes


class ProjectPage(Page):
    """The page of a project; its practices stand below it, so that the project's team can look after them."""

    project = models.ForeignKey(
        terms.Project,
        verbose_name=_("project"),
        on_delete=models.PROTECT,
        related_name="pages",
        help_text=_("The term that practices are tagged with."),
    )
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    summary = models.CharField(
        _("summary"), max_length=200, help_text=_("One sentence: what the project is for.")
    )
    description = RichTextField(_("description"), features=practice_blocks.PARAGRAPHS, blank=True)
    aims = StreamField(
        [("aim", blocks.TextBlock(label=_("Aim"), icon="tick"))], verbose_name=_("aims"), blank=True
    )
    funder = models.ForeignKey(
        terms.Organisation,
        verbose_name=_("funder"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    programme = models.CharField(_("funding programme"), max_length=200, blank=True)
    coordinator = models.ForeignKey(
        terms.Organisation,
        verbose_name=_("coordinator"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    partners = ClusterTaggableManager(
        through=terms.ProjectPartner, verbose_name=_("partners"), blank=True, related_name="projects"
    )
    starts = models.DateField(_("starts"), null=True, blank=True)
    ends = models.DateField(_("ends"), null=True, blank=True)
    period = models.CharField(
        _("period in words"),
        max_length=120,
        blank=True,
        help_text=_("Only where the dates are not known exactly."),
    )
    # Not `url`, which is a page's own address.
    website = models.URLField(_("web address"), blank=True)
    body = StreamField(
        practice_blocks.BodyBlock(required=False), verbose_name=_("more about the project"), blank=True
    )
    sources = StreamField(practice_blocks.SourcesBlock(required=False), verbose_name=_("sources"), blank=True)

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    HelpPanel(
                        content=_(
                            "What the project is, in a minute. Its practices are added as pages below this one."
                        )
                    ),
                    TitleFieldPanel("title", heading=_("Name"), placeholder=_("Name of the project")),
                    *map(FieldPanel, ("acronym", "project", "summary", "description", "aims")),
                ],
                heading=_("Project"),
            ),
            ObjectList(
                [
                    *map(FieldPanel, ("funder", "programme", "coordinator")),
                    FieldPanel("partners", widget=TermBoxes),
                    FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]),
                    *map(FieldPanel, ("period", "website")),
                ],
                heading=_("Who and when"),
            ),
            ObjectList([FieldPanel("body"), FieldPanel("sources")], heading=_("More")),
            ObjectList(Page.promote_panels, heading=_("Address")),
        ]
    )

    base_form_class = ProjectForm
    template = "practices/project_page.html"
    parent_page_types = ["practices.CataloguePage"]
    subpage_types = ["practices.PracticePage"]
    page_description = _("A development project with its practices.")
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    translatable_fields = [
        *(
            TranslatableField(name)
            for name in (
                *("title", "slug", "seo_title", "search_description", "summary", "description", "aims"),
                *("programme", "period", "body", "sources"),
            )
        ),
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                "project",
                "acronym",
                "funder",
                "coordinator",
                "starts",
                "ends",
                "website",
                "partner_links",
            )
        ),
    ]

    class Meta:
        verbose_name = _("project page")
        verbose_name_plural = _("project pages")

    @cached_property
    def practices(self) -> Any:
        """Practices of the project, in the page's language, also those that another project publishes."""
        from practices.models.practice import PracticePage

        return (
            PracticePage.objects.readable(self.locale_id)
            .matching("project", [self.project.slug])
            .for_cards()
            .order_by("title")
        )

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context, the organisations got in two queries however many there are."""
        if not self.partner_links.is_deferring:  # a preview has them in memory
            partners = Prefetch("partner_links", terms.ProjectPartner.objects.select_related("tag"))
            prefetch_related_objects([self], partners)
        found = terms.Organisation.objects.in_bulk([pk for pk in (self.funder_id, self.coordinator_id) if pk])
        self.funder, self.coordinator = found.get(self.funder_id), found.get(self.coordinator_id)
        return super().get_context(request, *args, **kwargs)
