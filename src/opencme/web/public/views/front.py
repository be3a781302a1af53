"""The front page, the choice between workplaces, help and privacy."""

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from opencme.apps.activities.selectors.catalogue import next_offered
from opencme.apps.providers.selectors import demo_people, is_empty
from opencme.web.public.explorer.professions import PROFESSIONS
from opencme.web.public.explorer.rows import jump_places
from opencme.web.public.glossary import GLOSSARY
from opencme.web.ui.access import signed_in
from opencme.web.ui.pages import PersonRequest, Request, page


@require_safe
def front(request: Request) -> HttpResponse:
    """Say what OpenCME is and lead on: find an activity, sign in, verify a certificate; in the demo, be somebody."""
    people = demo_people() if settings.IS_DEMO else ()
    return page(
        request,
        "public/front/front.html",
        {
            "activities": next_offered(request.now, 3),
            "staff": [each for each in people if each.workplaces],
            "others": [each for each in people if not each.workplaces],
            "jump": jump_places(),
            "professions": PROFESSIONS,
        },
    )


@require_safe
@signed_in
def workplaces(request: PersonRequest) -> HttpResponse:
    """Let somebody who works for several providers choose; for others it says where their work is."""
    return page(request, "public/front/workplaces.html", {"is_first": is_empty()})


@require_safe
def help_page(request: Request) -> HttpResponse:
    """Give the first steps for each kind of reader, and the glossary."""
    return page(request, "public/front/help.html", {"glossary": GLOSSARY})


@require_safe
def privacy(request: Request) -> HttpResponse:
    """Say what is kept, why, who sees it and for how long."""
    return page(request, "public/front/privacy.html")
