"""Whether the server and its database answer, for whoever watches over them."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """Answer "ok" when the database answers; a fault is a 500 as everywhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
