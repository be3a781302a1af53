"""The choice of colors, kept in a cookie."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from opencme.web.ui.context import THEMES
from opencme.web.ui.pages import Request


@require_POST
def theme(request: Request) -> HttpResponse:
    """Keep "light" or "dark" for a year; anything else means: as the device says."""
    wanted = request.POST.get("theme", "")
    back = request.POST.get("next", "/")
    answer = redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}) else "/")
    if wanted in THEMES:
        answer.set_cookie("theme", wanted, max_age=365 * 24 * 3600, samesite="Lax")
    else:
        answer.delete_cookie("theme")
    return answer
