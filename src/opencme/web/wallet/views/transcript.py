"""My credit: the transcript with search and filters, by authority and cycle, and its files."""

from typing import Any, Final

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from opencme.apps.accounts.selectors import person_with_id
from opencme.apps.wallet.selectors.transcripts import Transcript, transcript_of
from opencme.catalog.outside_credit import kind_of
from opencme.documents.transcript import TranscriptFacts, transcript_json, transcript_pdf
from opencme.kernel.findings import NotFound
from opencme.web.ui.access import signed_in
from opencme.web.ui.pages import PersonRequest, page
from opencme.web.ui.tables import Table
from opencme.web.wallet.cards import rows, standing_words
from opencme.web.wallet.transcript import columns, facts_of, slips_in, uuid_in, wanted_in

FILTERS: Final = ("q", "system", "year", "topic", "from", "counting", "import", "first", "last")


@require_safe
@signed_in
def transcript(request: PersonRequest) -> HttpResponseBase:
    """Show everything the person holds, or what fits; an empty record shows the first steps instead."""
    found = _found(request)
    table = Table(
        request=request,
        rows=found.lines,
        columns=columns(found),
        name="credit-transcript",
        caption=_("Credit by activity"),
    )
    if (file := table.export()) is not None:
        return file
    wanted = wanted_in(request.GET.dict())
    context: dict[str, Any] = {
        "slips": slips_in(request.GET.dict(), wanted),
        **_judged(found),
        "found": found,
        "table": table,
        "wanted": wanted,
        "systems": [(code, _(kind_of(code).label)) for code in found.systems],
        "removed": uuid_in(request.GET.get("removed", "")),
        "filtered": any(request.GET.get(name) for name in FILTERS),
    }
    return page(request, "wallet/transcript/transcript.html", context)


@require_safe
@signed_in
def transcript_file(request: PersonRequest, ending: str) -> HttpResponse:
    """Give the transcript as it is filtered: a tagged PDF, or JSON."""
    if ending not in {"pdf", "json"}:
        raise NotFound
    person = person_with_id(request.actor.person_id or 0)
    facts = facts_of(
        _found(request),
        holder=person.name_with_credentials,
        made_at=request.now,
        address=request.build_absolute_uri(resolve_url("public:verify")),
    )
    content = transcript_pdf(facts) if ending == "pdf" else transcript_json(facts)
    answer = HttpResponse(content, content_type="application/pdf" if ending == "pdf" else "application/json")
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=f"{_name(facts)}.{ending}") or "attachment"
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


def _judged(found: Transcript) -> dict[str, Any]:
    """Give how the chosen authority stands, or stood, in words; nothing without one."""
    if found.standing is None:
        return {}
    kind, word = standing_words(found.standing, found.as_of)
    return {"kind": kind, "word": word, "rows": rows(found.standing, found.as_of)}


def _found(request: PersonRequest) -> Transcript:
    return transcript_of(request.actor.person_id or 0, wanted_in(request.GET.dict()), request.today)


def _name(facts: TranscriptFacts) -> str:
    return slugify(f"transcript {facts.holder} {facts.authority}") or "transcript"
