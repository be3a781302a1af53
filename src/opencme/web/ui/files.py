"""Handing out kept files so that a browser never runs them."""

import re
from collections.abc import Iterator
from typing import BinaryIO, Final
from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from opencme.apps.files import selectors
from opencme.web.ui.pages import Request

_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)$")
_CHUNK: Final = 256 * 1024


@require_safe
def serve_file(request: Request, file_id: UUID, name: str) -> HttpResponseBase:  # noqa: ARG001 -- the name is for people
    """Give the file's bytes, or the part a player asks for; never as something the browser would run."""
    return answer_with(
        request, selectors.file_to_read(actor=request.actor, file_id=file_id, token=request.GET.get("t", ""))
    )


def answer_with(request: Request, file: selectors.StoredFile) -> HttpResponseBase:
    """Give the bytes of a file that the caller lets this reader see."""
    content = selectors.open_file(file)
    wanted = _RANGE.match(request.headers.get("Range", ""))
    answer: HttpResponseBase
    if wanted and any(wanted.groups()):
        answer = _part(content, file.size, wanted)
    else:
        answer = FileResponse(content, content_type=file.media_type)
        answer["Content-Length"] = str(file.size)
    answer["Content-Type"] = file.media_type
    inline = selectors.is_shown_inline(file) and "download" not in request.GET
    answer["Content-Disposition"] = content_disposition_header(not inline, file.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    # A browser's own PDF viewer does not start inside a sandbox; a PDF gets the strictest policy without that word.
    policy = "default-src 'none'; frame-ancestors 'self'"
    answer["Content-Security-Policy"] = (
        f"{policy}; style-src 'unsafe-inline'; object-src 'self'"
        if file.media_type == "application/pdf"
        else f"{policy}; media-src 'self'; img-src 'self'; sandbox"
    )
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Accept-Ranges"] = "bytes"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


def _part(content: BinaryIO, size: int, wanted: re.Match[str]) -> HttpResponseBase:
    """Answer a Range request: 206 with the bytes from first to last, or 416 when they lie outside."""
    first_text, last_text = wanted.groups()
    if first_text:
        first, last = int(first_text), min(int(last_text), size - 1) if last_text else size - 1
    else:
        first, last = max(0, size - int(last_text)), size - 1
    if first > last or first >= size:
        content.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    answer = StreamingHttpResponse(_bytes(content, first, last), status=206)
    answer["Content-Range"] = f"bytes {first}-{last}/{size}"
    answer["Content-Length"] = str(last - first + 1)
    return answer


def _bytes(content: BinaryIO, first: int, last: int) -> Iterator[bytes]:
    with content:
        content.seek(first)
        left = last - first + 1
        while left and (chunk := content.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk
