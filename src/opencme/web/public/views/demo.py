"""The people one can be in the demo. The setting decides: without demo mode these pages are not there."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from opencme.apps.providers.selectors import demo_people
from opencme.kernel.findings import NotFound
from opencme.web.ui.arrival import enter
from opencme.web.ui.pages import Request, page


@require_safe
def people(request: Request) -> HttpResponse:
    """Show everybody one can be, with what they do."""
    _only_in_demo()
    everybody = demo_people()
    return page(
        request,
        "public/front/demo.html",
        {
            "staff": [each for each in everybody if each.workplaces],
            "others": [each for each in everybody if not each.workplaces],
        },
    )


@require_POST
def be(request: Request, person_id: UUID) -> HttpResponse:
    """Sign in as one of them and go where their work is."""
    _only_in_demo()
    for each in demo_people():
        if each.person.public_id == person_id:
            answer = enter(request, each.person, by_link=True, now=request.now, target=request.POST.get("next", ""))
            messages.info(request, gettext("You are now %(name)s.") % {"name": each.person.full_name})
            return answer
    raise NotFound


def _only_in_demo() -> None:
    if not settings.IS_DEMO:
        raise NotFound
