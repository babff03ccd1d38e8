"""What the editor says on top of a page that waits for a step: which one, whose turn it is, and until when."""

from typing import Any

from django.template.loader import render_to_string
from wagtail.locks import WorkflowLock


class ReviewLock(WorkflowLock):
    """Wagtail's lock of a page in a workflow, which also tells those who may still edit what is asked of them."""

    def get_message(self, user: Any) -> str | None:
        """Return the step with its due date, and the way to both."""
        task_state = self.object.current_workflow_task_state
        if task_state is None:
            return None
        context = {
            "task": self.task,
            "review": getattr(task_state, "review", None),
            "may_decide": not self.for_user(user),
        }
        return render_to_string("publishing/admin/review_lock.html", context)
