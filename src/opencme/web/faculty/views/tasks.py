"""What a link opens."""

from django.http import HttpResponse

from opencme.apps.faculty import selectors
from opencme.web.ui.pages import Request, page


def task(request: Request, token: str) -> HttpResponse:
    """Show the task."""
    return page(request, "faculty/task.html", {"shown": selectors.task_page(token=token, now=request.now)})
