"""Every request has a reference and a line in the log."""

import time
from collections.abc import Callable
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("opencme.requests")


def follow(get_response: Handler) -> Handler:
    """Name the request (``request.reference``, header X-Request-ID) and log its route, never its address."""

    def handle(request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        reference = uuid4().hex[:8].upper()
        request.reference = reference  # type: ignore[attr-defined]  # read by the page of our fault
        structlog.contextvars.bind_contextvars(request_id=reference)
        try:
            answer = get_response(request)
            answer["X-Request-ID"] = reference
            answer.setdefault("Cross-Origin-Resource-Policy", "same-origin")
            log.info(
                "request",
                method=request.method,
                route=getattr(request.resolver_match, "view_name", "") or "",
                status=answer.status_code,
                ms=round((time.perf_counter() - started) * 1000, 1),
            )
            return answer
        finally:
            structlog.contextvars.clear_contextvars()

    return handle
