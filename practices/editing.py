"""How the editor's views receive a page's form: what cannot be read is refused with a message, and nothing is saved."""

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import SimpleTemplateResponse
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.preview import PreviewOnCreateView, PreviewOnEditView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

logger = logging.getLogger(__name__)
# What Wagtail's widgets raise for a form that no browser sends: a chooser's id that is no number, text that is no JSON.
UNREADABLE = (ValueError, KeyError, TypeError, ValidationError)


class Careful:
    """A view that saves a page wholly or not at all, and answers an unreadable form with 400 and a message."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                response = super().post(request, *args, **kwargs)  # type: ignore[misc]  # the view's
                if isinstance(response, SimpleTemplateResponse):
                    response.render()  # a widget may stumble over its value only now
                return response
        except UNREADABLE as problem:
            logger.exception("The form sent to %s could not be read; nothing was saved", request.path)
            return self.refusal(request, problem)

    def refusal(self, request: HttpRequest, problem: Exception) -> HttpResponse:
        """Return the answer to a form that could not be read."""
        message = _("The form could not be read, and nothing was saved. Reload the page and try again.")
        if isinstance(problem, ValidationError):
            message = " ".join([message, *problem.messages])
        if request.accepts("text/html"):
            return HttpResponse(message, status=400, content_type="text/plain; charset=utf-8")
        answer = {"success": False, "error_code": "validation_error", "error_message": message}
        return JsonResponse(answer, status=400)


class CarefulPreview(Careful):
    """A preview has nothing to save; of an unreadable form there is nothing to show."""

    def refusal(self, request: HttpRequest, problem: Exception) -> HttpResponse:
        return JsonResponse({"is_valid": False, "is_available": False})


class CarefulCreateView(Careful, CreateView):
    """A new page."""


class CarefulEditView(Careful, EditView):
    """A page that is there."""


class CarefulPreviewOnCreateView(CarefulPreview, PreviewOnCreateView):
    """What a new page will look like."""


class CarefulPreviewOnEditView(CarefulPreview, PreviewOnEditView):
    """What a changed page will look like."""


class CarefulPages(PageViewSet):
    """The editor's views of every page type."""

    model = Page
    add_view_class = CarefulCreateView
    edit_view_class = CarefulEditView
    preview_on_add_view_class = CarefulPreviewOnCreateView
    preview_on_edit_view_class = CarefulPreviewOnEditView
