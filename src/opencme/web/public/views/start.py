"""The newcomer's path: what CME is, what counts, first steps and common mistakes, each with what helps."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from opencme.web.public.first_hour import EXAMPLE, PLANNING
from opencme.web.ui.first_steps import BASICS, COUNTS, MISTAKES, STEPS
from opencme.web.ui.pages import Request, page


@require_safe
def first_steps(request: Request) -> HttpResponse:
    """Show the path to anybody; pages of one's own are offered to who has an account."""
    context = {
        "basics": BASICS,
        "counts": COUNTS,
        "steps": STEPS,
        "example": EXAMPLE,
        "mistakes": MISTAKES,
        "planning": PLANNING,
    }
    return page(request, "public/front/start.html", context)
