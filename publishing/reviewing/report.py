"""The list of steps that wait, and of those that are decided: for the network all, for others their own projects'."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page, TaskState

from practices.models import Project, ProjectPage
from publishing.models import Review
from publishing.reviewing.mails import name_of, step_name
from publishing.roles import is_network, teams_of
from search.editing import Filters
from search.reports import without_formula

ON_WIDE = "reviews-on-wide"  # a column that a narrow screen does without
STATES = {
    "waiting": _("Waiting"),
    "overdue": _("Overdue"),
    "approved": _("Approved"),
    "returned": _("Changes asked for"),
    "cancelled": _("Taken back"),
}
# What Wagtail calls the states of a step, by our words.
OF_WAGTAIL = {
    "waiting": TaskState.STATUS_IN_PROGRESS,
    "approved": TaskState.STATUS_APPROVED,
    "returned": TaskState.STATUS_REJECTED,
    "cancelled": TaskState.STATUS_CANCELLED,
}


class Row:
    """A step of a page's way, in words. `projects` are the names of projects by the paths of their pages."""

    def __init__(self, review: Review, projects: dict[str, str]) -> None:
        state = review.task_state
        page = state.workflow_state.content_object
        self.url = reverse("review", args=[review.pk])
        self.page = (page.draft_title or page.title) if page is not None else ""
        self.language = page.locale.get_display_name() if page is not None else ""
        self.project = next(
            (name for path, name in projects.items() if page and page.path.startswith(path)), ""
        )
        self.step = step_name(state.task)
        self.sender = name_of(state.workflow_state.requested_by)
        self.began = timezone.localdate(state.started_at)
        self.due = review.due
        self.decided = timezone.localdate(state.finished_at) if state.finished_at else None
        self.decided_by = name_of(state.finished_by)
        self.is_overdue = review.is_overdue
        self.state = state_of(review)


def state_of(review: Review) -> str:
    """Return in what state a step is, in words."""
    if review.is_overdue:
        return str(STATES["overdue"])
    of_wagtail = review.task_state.status
    return next((str(STATES[key]) for key, status in OF_WAGTAIL.items() if status == of_wagtail), "")


def below(paths: Iterable[str]) -> QuerySet[Page]:
    """Return the numbers, as text, of the pages at and below paths."""
    within = Q(pk__in=[])
    for path in paths:
        within |= Q(path__startswith=path)
    return Page.objects.filter(within).annotate(number=Cast("pk", CharField())).values("number")


def of_projects(reviews: Any, projects: Any) -> Any:
    """Return the steps of pages of projects."""
    paths = ProjectPage.objects.filter(project__in=projects).values_list("path", flat=True)
    return reviews.filter(task_state__workflow_state__object_id__in=below(paths))


def visible_to(user: Any) -> Any:
    """Return the steps that a user may see: for the network all, for others those of their projects and their own."""
    reviews = Review.objects.all()
    if is_network(user):
        return reviews
    mine = of_projects(reviews, teams_of(user).values("project"))
    return mine | reviews.filter(task_state__workflow_state__requested_by=user)


def projects_of(request: Any) -> Any:
    """Return the projects that a user may narrow the list to."""
    with_pages = Project.objects.filter(pages__isnull=False).distinct()
    user = request.user
    return with_pages if is_network(user) else with_pages.filter(pk__in=teams_of(user).values("project"))


class ReviewFilters(Filters):
    """By state, those that wait unless another is asked for, and by project."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[*STATES.items()],
        initial="waiting",
        empty_label=_("All"),
        widget=forms.RadioSelect,
        method="in_state",
    )
    project = django_filters.ModelChoiceFilter(
        label=_("Project"), queryset=projects_of, method="in_project", empty_label=_("All")
    )

    class Meta:
        model = Review
        fields: list[str] = []

    def in_state(self, reviews: Any, name: str, value: str) -> Any:
        """Return the steps in a state."""
        if value == "overdue":
            return reviews.overdue(timezone.localdate())
        return reviews.filter(task_state__status=OF_WAGTAIL[value])

    def in_project(self, reviews: Any, name: str, value: Project) -> Any:
        """Return the steps of a project's pages."""
        return of_projects(reviews, [value])


class PageColumn(TitleColumn):
    """The page, with what makes the list fit on a telephone."""

    class Media:
        css = {"all": ["publishing/admin/review.css"]}


class ReviewsList(ReportView):
    """Every step that the user may see, due first."""

    model = Review
    page_title = _("Reviews")
    header_icon = "clipboard-list"
    index_url_name = "reviews"
    index_results_url_name = "reviews_results"
    filterset_class = ReviewFilters
    is_searchable = False
    default_ordering = "due"
    results_template_name = "publishing/admin/reviews_results.html"
    export_headings = {
        "page": _("Page"),
        "project": _("Project"),
        "language": _("Language"),
        "step": _("Stage"),
        "sender": _("Handed in by"),
        "began": _("Began"),
        "due": _("To be decided by"),
        "state": _("State"),
        "decided": _("Decided"),
        "decided_by": _("Decided by"),
    }
    list_export = [*export_headings]
    custom_field_preprocess = {
        name: {"csv": without_formula} for name in ("page", "project", "sender", "decided_by")
    }
    columns = [
        PageColumn("page", label=_("Page"), get_url=lambda row: row.url),
        Column("project", label=_("Project"), classname=ON_WIDE),
        Column("language", label=_("Language"), classname=ON_WIDE),
        Column("step", label=_("Stage"), classname=ON_WIDE),
        Column("sender", label=_("Handed in by"), classname=ON_WIDE),
        Column("began", label=_("Began"), sort_key="task_state__started_at", classname=ON_WIDE),
        Column("due", label=_("To be decided by"), sort_key="due"),
        StatusTagColumn("state", label=_("State"), primary=lambda row: row.is_overdue),
    ]

    def get_queryset(self) -> Any:
        """Return the steps in the order asked for."""
        return self.order_queryset(visible_to(self.request.user).with_pages())

    def order_queryset(self, queryset: Any) -> Any:
        """Return the steps in an order that is the same every time."""
        return queryset.order_by(self.ordering, "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> list[Row]:
        """Return the steps as rows."""
        return as_rows(object_list)

    def get_table(self, object_list: Any) -> Any:
        """Return the table of the rows."""
        return super().get_table(as_rows(object_list))

    def stream_csv(self, queryset: Any) -> Any:
        """Return the lines, made now: while they are sent, the user's language is no longer in force."""
        return iter(list(super().stream_csv(queryset)))

    def get_filename(self) -> str:
        """Return the export's name without its ending."""
        return f"reviews-{timezone.localdate():%Y-%m-%d}"


def as_rows(reviews: Iterable[Review]) -> list[Row]:
    """Return steps as rows, with the projects whose pages they are of."""
    projects = {page.path: page.title for page in ProjectPage.objects.only("path", "title")}
    return [Row(review, projects) for review in reviews]
