"""The transcript as a table, as a document and as a file that comes back the same."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext

from opencme.apps.wallet.selectors.standing import Standing
from opencme.apps.wallet.selectors.transcripts import COUNTS, NOT_ITS_KIND, TWICE, Line, Transcript, Wanted
from opencme.catalog.outside_credit import kind_of, kinds
from opencme.catalog.requirement_sets import vocabulary
from opencme.catalog.transcript_layouts.opencme import HEADINGS
from opencme.documents.certificate import days_in_words
from opencme.documents.transcript import Credit, Judged, TranscriptFacts
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.credit.reading import NO_SUCH_DAY, written
from opencme.rules.credit.transcript_rows import guarded_text
from opencme.web.ui.tables import Column
from opencme.web.wallet.cards import rows, standing_words

SOURCES: Final[Mapping[str, str]] = {
    "here": _("Awarded here"),
    "form": _("Typed"),
    "import": _("Imported"),
    "certificate": _("From a certificate"),
}
REMARKS: Final[Mapping[str, str]] = {
    NOT_ITS_KIND: _("Not a kind this authority counts."),
    TWICE: _("The same hours count in another credit system."),
}
SELF: Final = "self"


def wanted_in(query: Mapping[str, str]) -> Wanted:
    """Read what is looked for from a query string; what cannot be read is left out."""
    year = query.get("year", "")
    counting = query.get("counting", "")
    source = query.get("from", "")
    authority, _sign, cycle = query.get("for", "").partition("~")
    return Wanted(
        authority=uuid_in(authority),
        cycle=day_in(cycle),
        first=day_in(query.get("first", "")),
        last=day_in(query.get("last", "")),
        words=query.get("q", "")[:100],
        system=query.get("system", "") if query.get("system", "") in kinds() else "",
        year=int(year) if year.isdecimal() and len(year) == 4 else None,  # noqa: PLR2004 -- a year
        topic=query.get("topic", "") if query.get("topic", "") in vocabulary().topics else "",
        source=source if source in {"here", "elsewhere"} else "",
        counting=counting if counting in {"yes", "no"} else "",
        import_id=uuid_in(query.get("import", "")),
    )


def slips_in(query: Mapping[str, str], wanted: Wanted) -> tuple[str, ...]:
    """Say what of the days that were typed cannot be."""
    found = [
        f"“{query[name][:30]}”: {gettext(NO_SUCH_DAY)}"
        for name, day in (("first", wanted.first), ("last", wanted.last))
        if query.get(name) and day is None
    ]
    if wanted.first and wanted.last and wanted.last < wanted.first:
        found.append(gettext("The last day lies before the first."))
    return tuple(found)


def columns(found: Transcript) -> tuple[Column, ...]:
    """Give the columns: what the page shows, and all that the file needs to come back the same.

    Of one cycle of an authority the file also says which, how it stands or stood, and what counts for it.
    """
    return (*_columns(), *(_before(found) if found.standing else ()))


def _before(found: Transcript) -> tuple[Column, ...]:
    standing = found.standing
    assert standing is not None  # noqa: S101 -- the one caller asked
    state, term = state_of(standing, found.as_of), standing.term
    cycle = days_in_words(term.first, term.last or term.first) if term else ""
    return (
        Column(title="For", value=lambda _line: guarded_text(standing.obligation.label), is_shown=False),
        Column(title="Cycle", value=lambda _line: cycle, is_shown=False),
        Column(title="Standing", value=lambda _line: state, is_shown=False),
        Column(title="Counts for it", value=lambda line: "yes" if line.before == COUNTS else "no", is_shown=False),
    )


def state_of(standing: Standing, today: date) -> str:
    """Say how an authority stands, or stood in a cycle that is over."""
    return standing_words(standing, today)[1]


def _columns() -> tuple[Column, ...]:
    return (
        Column(title=HEADINGS["completed_on"], value=lambda line: line.held.completed_on, sort="completed",
               template="wallet/transcript/day.html", is_short=True),
        Column(title=HEADINGS["title"], value=lambda line: guarded_text(line.held.title), sort="title",
               template="wallet/transcript/activity.html", is_head=True),
        Column(title=HEADINGS["provider"], value=lambda line: guarded_text(line.held.provider), sort="provider",
               template="wallet/transcript/provider.html"),
        Column(title=HEADINGS["system"], value=lambda line: line.held.system, is_shown=False),
        Column(title=HEADINGS["name"], value=lambda line: gettext(kind_of(line.held.system).label), is_shown=False),
        Column(title=HEADINGS["amount"], value=lambda line: line.held.amount, is_shown=False),
        Column(title=gettext("Credit"), value=lambda line: line.held.amount, sort="amount", is_exported=False,
               template="wallet/transcript/amount.html"),
        Column(title=HEADINGS["unit"], value=lambda line: line.held.unit, is_shown=False),
        Column(title=HEADINGS["minutes"], value=lambda line: line.held.minutes, is_shown=False),
        Column(title=HEADINGS["topics"], value=_topics, is_shown=False),
        Column(title=HEADINGS["details"], value=_details, is_shown=False),
        Column(title=HEADINGS["course"], value=_course, is_shown=False),
        Column(title=HEADINGS["note"], value=lambda line: guarded_text(line.held.note), is_shown=False),
        Column(title=HEADINGS["number"], value=lambda line: line.held.number if line.held.is_award else "",
               is_shown=False),
        Column(title=HEADINGS["source"], value=lambda line: SOURCES[line.held.source], sort="source",
               template="wallet/transcript/origin.html"),
        Column(title=HEADINGS["counts"], value=lambda line: "yes" if line.held.counts else "no", is_shown=False),
        Column(title="Certificate", value=lambda line: line.certificate, is_shown=False),
    )  # fmt: skip


def facts_of(transcript: Transcript, *, holder: str, made_at: datetime, address: str) -> TranscriptFacts:
    """Give what a document says of a transcript."""
    days = [line.held.completed_on for line in transcript.lines]
    first, last = _days(transcript, days)
    remarks = []
    if any(line.held.basis == SELF for line in transcript.lines):
        text = _("Credit “recorded by the holder” was entered by the holder; its proof is with the holder.")
        remarks.append(gettext(text))
    return TranscriptFacts(
        holder=holder,
        authority=transcript.chosen.label if transcript.chosen else "",
        first=first,
        last=last,
        credits=tuple(_credit(line) for line in transcript.lines),
        totals=tuple((gettext(kind_of(each.system).label), each.amount) for each in transcript.totals),
        made_at=made_at,
        address=address,
        remarks=tuple(remarks),
        **_standing(transcript),
    )


def _standing(transcript: Transcript) -> dict[str, Any]:
    standing = transcript.standing
    if standing is None or transcript.chosen is None:
        return {}
    drawn = rows(standing, transcript.as_of)
    return {
        "state": state_of(standing, transcript.as_of),
        "as_of": transcript.chosen.cycle.as_of,
        "judged": tuple(
            Judged(title=row.title, state=row.word, counted=row.counted, required=row.required) for row in drawn
        ),
    }


def _days(transcript: Transcript, days: list[date]) -> tuple[date | None, date | None]:
    if transcript.first or transcript.last:
        return transcript.first, transcript.last
    return (min(days), max(days)) if days else (None, None)


def _credit(line: Line) -> Credit:
    held, kind = line.held, kind_of(line.held.system)
    remark = gettext(held.because) % dict(held.because_of) if not held.counts else gettext(REMARKS.get(line.before, ""))
    return Credit(
        completed_on=held.completed_on,
        title=held.title,
        provider=held.provider,
        code=held.system,
        name=gettext(kind.label),
        amount=held.amount,
        unit=gettext(held.unit),
        basis=held.basis,
        topics=tuple(gettext(vocabulary().topics.get(code, code)) for code in held.topics),
        course="" if held.is_award else held.course,
        number=held.number if held.is_award else "",
        certificate=line.certificate,
        remark=remark if remark != "" or held.counts else gettext("Does not count."),
    )


def _topics(line: Line) -> str:
    held = line.held
    return "; ".join(
        code if part == held.amount else f"{code}={written(part)}" for code, part in sorted(held.topics.items())
    )


def _details(line: Line) -> str:
    details: dict[str, Any] = {key: value for key, value in line.held.details.items() if value not in (None, "", [])}
    return json.dumps(details, sort_keys=True) if details else ""


def _course(line: Line) -> str:
    return "" if line.held.is_award else guarded_text(line.held.course)


def day_in(text: str) -> date | None:
    """Read a day; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def uuid_in(text: str) -> UUID | None:
    """Read an id; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
