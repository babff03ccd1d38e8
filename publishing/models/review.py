"""The two checks between a draft and readers, with the list that the network's review goes through."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Task, TaskState

from publishing.reviewing.locking import ReviewLock


class Step:
    """What both checks share: how they are decided (`publishing.reviewing.deciding`), and what the editor says then."""

    lock_class = ReviewLock
    lasts: timedelta

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **sent: Any) -> str | None:
        """Decide; return where to go instead when nothing could be decided."""
        from publishing.reviewing.deciding import decide

        return decide(task_state, user, action_name, **sent)

    def get_form_for_action(self, action: str) -> Any:
        """Return the form of the window in which an action is confirmed."""
        from publishing.reviewing.forms import form_for

        return form_for(self, action)

    def get_template_for_action(self, action: str) -> str:
        """Return the window in which an action is confirmed."""
        return "publishing/admin/review_modal.html"


class ProjectCheck(Step, Task):
    """The team's coordinators look whether the page is what the project wants to say.

    Where no team has the page, or the team has no coordinator, the network is asked. It may decide everywhere.
    """

    lasts = timedelta(days=7)

    class Meta:
        verbose_name = _("project's check")
        verbose_name_plural = _("projects' checks")

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        """Begin; done already when those who hand the page in are those who would be asked."""
        from publishing.reviewing.deciding import skip
        from publishing.reviewing.people import reach_of

        if user is not None and reach_of(user).is_asked(workflow_state.content_object):
            return skip(self, workflow_state, user)
        return super().start(workflow_state, user=user)

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        """Let those who decide into the editor."""
        return self._may_decide(obj, user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Keep the page as it was handed in, but for those who decide."""
        return not self._may_decide(obj, user)

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        """Let those who decide keep others from changing the page."""
        return self._may_decide(obj, user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Return what a user may do, each in a window of its own."""
        if not self._may_decide(obj, user):
            return []
        return [("approve", _("Pass on to the network"), True), ("reject", _("Ask for changes"), True)]

    def get_task_states_user_can_moderate(self, user: Any, **_kwargs: Any) -> models.QuerySet[TaskState]:
        """Return what a user is asked to check."""
        from publishing.reviewing.people import asked_in_checks

        return self.task_states.filter(pk__in=asked_in_checks(self, user))

    @classmethod
    def get_description(cls) -> Any:
        """Say who decides, where workflows are built."""
        return _("The coordinators of the page's project team decide; without any, the network")

    def _may_decide(self, page: Any, user: Any) -> bool:
        from publishing.reviewing.people import reach_of

        return reach_of(user).may_decide(page)


class NetworkReview(Step, AbstractGroupApprovalTask):
    """The network's coordinators look whether the page is safe, accessible, licensed, and tells of no person."""

    lasts = timedelta(days=14)

    class Meta:
        verbose_name = _("network's review")
        verbose_name_plural = _("network's reviews")

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        """Begin, or begin with the project's check where that has not seen what was changed since.

        Wagtail would come back to it after this step, so that the project would have the last word.
        """
        first = workflow_state.get_next_task()
        if first is not None and first.pk != self.pk:
            return first.specific.start(workflow_state, user=user)
        return super().start(workflow_state, user=user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Return what a user may do; approving goes through the checklist."""
        if not (user.is_superuser or self._user_in_groups(user)):
            return []
        return [("approve", _("Approve with the checklist"), True), ("reject", _("Ask for changes"), True)]

    @classmethod
    def get_description(cls) -> Any:
        """Say who decides, where workflows are built."""
        return _("Members of the chosen groups decide, and go through the checklist")


class ReviewQuerySet(models.QuerySet["Review"]):
    """Steps, by intent."""

    def waiting(self) -> "ReviewQuerySet":
        """Those that nobody has decided yet."""
        return self.filter(task_state__status=TaskState.STATUS_IN_PROGRESS)

    def overdue(self, today: date) -> "ReviewQuerySet":
        """Those that should have been decided before a day."""
        return self.waiting().filter(due__lt=today)

    def with_pages(self) -> "ReviewQuerySet":
        """With what a list tells of them, in a number of queries that does not grow."""
        return self.select_related(
            "task_state__task__content_type",
            "task_state__workflow_state__requested_by__wagtail_userprofile",
            "task_state__finished_by__wagtail_userprofile",
        ).prefetch_related("task_state__workflow_state__content_object__locale")


class Review(models.Model):
    """One step of one page's way: until when it is to be done, and what was ticked when it was."""

    changes_kept_pages = False
    # In the order in which they are asked.
    CHECKS = ("is_safe", "is_accessible", "is_licensed", "has_no_personal_data", "has_languages_planned")

    task_state = models.OneToOneField(
        TaskState, on_delete=models.CASCADE, related_name="review", verbose_name=_("step")
    )
    due = models.DateField(_("due"))
    reminded_on = models.DateField(null=True, blank=True)
    is_safe = models.BooleanField(_("safe: nobody is harmed or put at risk by following it"), default=False)
    is_accessible = models.BooleanField(
        _("accessible: pictures have alt texts, videos captions, the language is plain"), default=False
    )
    is_licensed = models.BooleanField(
        _("licensed: pictures and files may be shared, and their licence is told"), default=False
    )
    has_no_personal_data = models.BooleanField(
        _("no personal data: nobody can be recognised who has not agreed to it"), default=False
    )
    has_languages_planned = models.BooleanField(
        _("both languages: translated, or it is agreed who translates and when"), default=False
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk or ''}".strip()

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided it yet."""
        return bool(self.task_state.status == TaskState.STATUS_IN_PROGRESS)

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been decided by now."""
        return self.is_waiting and self.due < timezone.localdate()

    @property
    def ticked(self) -> list[str]:
        """What was ticked, in words."""
        return [label for name, label in self.check_labels() if getattr(self, name)]

    @classmethod
    def check_labels(cls) -> list[tuple[str, Any]]:
        """Return the checklist as (field, label)."""
        return [(name, str(getattr(cls._meta.get_field(name), "verbose_name", name))) for name in cls.CHECKS]
