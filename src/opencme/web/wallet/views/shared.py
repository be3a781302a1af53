"""What a link shows to whoever holds it: what its owner chose, each opening noted, nothing cached or indexed."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from opencme.apps.files.tables import csv_chunks
from opencme.apps.wallet.selectors.shares import Share, ShareState, document_behind, shared_view
from opencme.apps.wallet.services.shares import open_share
from opencme.kernel.findings import NotFound
from opencme.web.ui.arrival import network_of
from opencme.web.ui.files import answer_with
from opencme.web.ui.pages import Request, page
from opencme.web.wallet import shared

View = Callable[..., HttpResponseBase]


def private(view: View) -> View:
    """Keep an answer out of search engines, caches and the next site's logs."""

    @wraps(view)
    def answer(request: Request, *args: object, **kwargs: object) -> HttpResponseBase:
        given = view(request, *args, **kwargs)
        given["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        given["Cache-Control"] = "private, no-store"
        given["Referrer-Policy"] = "no-referrer"
        return given

    return answer


@require_safe
@private
def shown(request: Request, secret: str) -> HttpResponseBase:
    """Show the page, or say that the link is closed, and no more than that."""
    share = _open(request, secret, "page")
    if isinstance(share, HttpResponse):
        return share
    view = shared_view(share, now=request.now)
    return page(
        request,
        "wallet/shared/page.html",
        {
            "view": view,
            "authorities": shared.authorities(view),
            "credits": shared.credit_lines(view),
            "period": shared.period(view),
            "documents": [
                {
                    "name": each.file.name,
                    "of": shared.belongs_to(each),
                    "url": reverse("shared:document", args=[secret, each.public_id]),
                }
                for each in view.documents
            ],
            "secret": secret,
        },
    )


@require_safe
@private
def record(request: Request, secret: str, ending: str) -> HttpResponseBase:
    """Give what is shown as PDF or as a table."""
    if ending not in {"pdf", "csv"}:
        raise NotFound
    share = _open(request, secret, ending)
    if isinstance(share, HttpResponse):
        return share
    view = shared_view(share, now=request.now)
    answer: HttpResponseBase
    if ending == "pdf":
        answer = HttpResponse(shared.pdf(view, request.now), content_type="application/pdf")
    else:
        answer = StreamingHttpResponse(csv_chunks(shared.table(view)), content_type="text/csv; charset=utf-8")
    name = f"continuing-education-record.{ending}"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return answer


@require_safe
@private
def document(request: Request, secret: str, document_id: UUID) -> HttpResponseBase:
    """Give one of the documents that were chosen."""
    share = _open(request, secret, "document")
    if isinstance(share, HttpResponse):
        return share
    return answer_with(request, document_behind(share, document_id).file)


def _open(request: Request, secret: str, what: str) -> Share | HttpResponse:
    """Give the share of an open link, or the page that says the link is closed."""
    share, state = open_share(secret=secret, what=what, network=network_of(request), by=request.actor, now=request.now)
    if state is ShareState.OPEN:
        return share
    return page(
        request,
        "wallet/shared/closed.html",
        {"is_withdrawn": state is ShareState.WITHDRAWN},
        status=HTTPStatus.GONE,
    )
