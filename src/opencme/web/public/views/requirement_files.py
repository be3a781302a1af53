"""The pack for other programs: JSON and CSV, whole or one rule, and the schema. Static per deployment."""

import hashlib
from functools import lru_cache
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import condition, require_safe

from opencme.catalog.requirement_sets import editions_of
from opencme.catalog.requirement_sets.entries import schema
from opencme.kernel.findings import NotFound
from opencme.web.public.explorer.files import csv_of, json_of
from opencme.web.ui.pages import Request

KINDS: Final = {"json": "application/json", "csv": "text/csv; charset=utf-8"}
HOUR: Final = 3600


@lru_cache(maxsize=512)
def _mark(kind: str, family: str) -> str:
    content = schema() if kind == "schema" else json_of(family) if kind == "json" else csv_of(family)
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _etag(request: HttpRequest, kind: str = "schema", family: str = "") -> str | None:  # noqa: ARG001 -- Django's signature
    """Say which bytes these are; None for a rule the pack does not hold."""
    return None if family and not editions_of(family) else _mark(kind, family)


@require_safe
@condition(etag_func=_etag)
def whole_pack(request: Request, kind: str) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Give every rule with all its editions."""
    return _file(kind, "opencme-requirements", json_of("") if kind == "json" else csv_of(""))


@require_safe
@condition(etag_func=_etag)
def one_rule(request: Request, family: str, kind: str) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Give all editions of one rule."""
    if not editions_of(family):
        raise NotFound
    return _file(kind, family, json_of(family) if kind == "json" else csv_of(family))


@require_safe
@condition(etag_func=_etag)
def pack_schema(request: Request) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Give the JSON Schema of the pack."""
    return _open(HttpResponse(schema(), content_type="application/schema+json"))


def _file(kind: str, name: str, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type=KINDS[kind])
    if kind == "csv":
        answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return _open(answer)


def _open(answer: HttpResponse) -> HttpResponse:
    """Let anybody read and keep it: the same for everybody until the next deployment."""
    answer["Cache-Control"] = f"public, max-age={HOUR}"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
