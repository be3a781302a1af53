"""Changing the plan: its fields, its objectives, the evidence of its gap."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from opencme.apps.activities.models import Activity, GapEvidence, Objective
from opencme.apps.activities.selectors.catalogue import current_designations
from opencme.apps.activities.selectors.meanwhile import changed_meanwhile
from opencme.apps.activities.services.agenda import set_span
from opencme.apps.activities.services.changing import activity_to_plan, keep
from opencme.apps.files.models import StoredFile
from opencme.catalog.competencies import competencies
from opencme.catalog.formats import formats
from opencme.catalog.requirement_sets import vocabulary
from opencme.kernel.findings import DomainError, Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.professions import Profession
from opencme.rules.access import Actor
from opencme.rules.activity.clock import is_zone
from opencme.rules.activity.editing import FIELDS

SOURCE: Final = "opencme-planning"
MOST_OBJECTIVES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One piece of evidence of a gap as it was typed."""

    text: str
    address: str = ""
    file: StoredFile | None = None


@transaction.atomic
def change_plan(
    *,
    by: Actor,
    activity_id: UUID,
    changes: Mapping[str, Any],
    version: int,
    seen: Mapping[str, Any] | None = None,
    now: datetime,
) -> Activity:
    """Change fields of the plan; what equals the present value is no change.

    changes: by column name, typed values; a name outside ``rules.activity.editing.FIELDS`` is a bug (ValueError).
    version: of the page the person saw. When somebody changed other fields meanwhile, both changes stand; when
    the same ones, ``DomainError`` tells of each (code ``activity.changed_meanwhile``) and nothing is saved.
    seen: the values the page showed; where it is given, a field conflicts when it holds something else by now.
    """
    if unknown := set(changes) - FIELDS:
        msg = f"no fields of the plan: {sorted(unknown)}"
        raise ValueError(msg)
    activity = activity_to_plan(by, activity_id)
    wanted = {name: value for name, value in changes.items() if getattr(activity, name) != value}
    if not wanted:
        return activity
    activity_to_plan(by, activity_id, names=wanted)
    if found := _meanwhile(activity, version, wanted, seen):
        raise DomainError(*found)
    if found := tuple(_findings(activity, wanted)):
        raise DomainError(*found)
    before = {name: getattr(activity, name) for name in wanted}
    for name, value in wanted.items():
        setattr(activity, name, value)
    columns = set(wanted)
    if "format" in wanted:
        columns |= _follow_format(activity, before)
    after = {name: getattr(activity, name) for name in before}
    keep(activity, "activity.changed", by=by, now=now, before=before, after=after, columns=columns)
    return activity


@transaction.atomic
def set_objectives(
    *,
    by: Actor,
    activity_id: UUID,
    objectives: Sequence[str],
    seen: Sequence[str] | None = None,
    now: datetime,
) -> Activity:
    """Make ``objectives`` the list, in this order; blank lines are left out. A kept text keeps its row.

    seen: the list the page showed; refused when it holds something else by now.
    """
    activity = activity_to_plan(by, activity_id)
    texts = list(dict.fromkeys(" ".join(text.split()) for text in objectives if text.strip()))
    rows = list(activity.objectives.all())
    before = [row.text for row in rows]
    if texts == before:
        return activity
    activity_to_plan(by, activity_id, names=["objectives"])
    found = tuple(_on_objectives(texts))
    if seen is not None and list(seen) != before:
        found = changed_meanwhile(activity, {"objectives"}, event="objectives.changed")
    if found:
        raise DomainError(*found)
    by_text = {row.text: row for row in rows}
    spare = [row for row in rows if row.text not in texts]
    for position, text in enumerate(texts):
        row = by_text.get(text) or (spare.pop(0) if spare else Objective(activity=activity))
        row.text, row.position = text, position
        row.save()
    for row in spare:
        row.delete()
    keep(activity, "objectives.changed", by=by, now=now, before={"objectives": before}, after={"objectives": texts})
    return activity


@transaction.atomic
def set_gap_evidence(
    *,
    by: Actor,
    activity_id: UUID,
    evidence: Sequence[Evidence],
    seen: Sequence[str] | None = None,
    now: datetime,
) -> Activity:
    """Make ``evidence`` the list, in this order; entries without words are left out.

    seen: the list as ``evidence_as_text`` gave it to the page; refused when it holds something else by now.
    """
    activity = activity_to_plan(by, activity_id)
    wanted = [each for each in evidence if each.text.strip()]
    rows = list(activity.gap_evidence.select_related("file"))
    before = [evidence_as_text(Evidence(text=row.text, address=row.address, file=row.file)) for row in rows]
    after = [evidence_as_text(each) for each in wanted]
    if before == after:
        return activity
    activity_to_plan(by, activity_id, names=["gap_evidence"])
    if seen is not None and list(seen) != before:
        raise DomainError(*changed_meanwhile(activity, {"evidence"}, event="evidence.changed"))
    for each in wanted:
        if each.address and not each.address.startswith(("https://", "http://")):
            raise DomainError(
                _finding("evidence.address", _("Give an address that begins with https://."), field="evidence")
            )
    activity.gap_evidence.all().delete()
    GapEvidence.objects.bulk_create(
        GapEvidence(activity=activity, text=each.text.strip(), address=each.address, file=each.file, position=position)
        for position, each in enumerate(wanted)
    )
    keep(activity, "evidence.changed", by=by, now=now, before={"evidence": before}, after={"evidence": after})
    return activity


def _meanwhile(
    activity: Activity, version: int, wanted: Mapping[str, Any], seen: Mapping[str, Any] | None
) -> tuple[Finding, ...]:
    if seen is not None:
        differing = {name for name in wanted if name in seen and getattr(activity, name) != seen[name]}
        return changed_meanwhile(activity, differing)
    return changed_meanwhile(activity, wanted, after=version) if version < activity.version else ()


def evidence_as_text(each: Evidence) -> str:
    """Give one piece of evidence in a line."""
    parts = (each.text.strip(), each.address, each.file.name if each.file else "")
    return " · ".join(part for part in parts if part)


def _follow_format(activity: Activity, before: dict[str, Any]) -> set[str]:
    """Keep what hangs on the format true: the delivery method, and where its time comes from."""
    chosen = formats.get(activity.format)
    methods = chosen.delivery_methods if chosen else ()
    columns = {"starts_at", "ends_at"}
    if activity.delivery_method not in methods:
        before.setdefault("delivery_method", activity.delivery_method)
        activity.delivery_method = methods[0] if methods else ""
        columns.add("delivery_method")
    set_span(activity)
    return columns


def _findings(activity: Activity, wanted: Mapping[str, Any]) -> Iterator[Finding]:
    def refuse(name: str, message: str) -> Finding:
        return _finding(f"plan.{name}.unknown", message, field=name)

    if "title" in wanted and not wanted["title"].strip():
        yield refuse("title", _("Give the activity a title."))
    if wanted.get("format") and wanted["format"] not in formats:
        yield refuse("format", _("Choose one of the formats."))
    if wanted.get("time_zone") and not is_zone(wanted["time_zone"]):
        yield refuse("time_zone", _("Choose a time zone such as America/Chicago."))
    if set(wanted.get("competencies", ())) - set(competencies):
        yield refuse("competencies", _("Choose from the lists of competencies."))
    if set(wanted.get("professions", ())) - {str(each) for each in Profession}:
        yield refuse("professions", _("Choose from the list of professions."))
    release = wanted.get("release_on", activity.release_on)
    expires = wanted.get("expires_on", activity.expires_on)
    if release and expires and expires < release:
        yield refuse("expires_on", _("It expires before it is released."))
    if wanted.get("requirement_topics"):
        yield from _on_topics(activity, wanted["requirement_topics"])
    number = wanted.get("accreditor_activity_id", "")
    if number and not (len(number) == 9 and number.isascii() and number.isdigit()):  # noqa: PLR2004 -- digits issued
        yield refuse("accreditor_activity_id", _("The accreditor's number has nine digits."))


def _on_topics(activity: Activity, said: Mapping[str, str]) -> Iterator[Finding]:
    """Say what stands against the topics: none outside the vocabulary, none larger than the credit designated."""
    if set(said) - vocabulary().topics.keys():
        yield _finding(
            "plan.requirement_topics.unknown", _("Choose from the list of topics."), field="requirement_topics"
        )
    most = max((row.maximum for row in current_designations([activity]).get(activity.pk, ())), default=None)
    for code, part in said.items():
        if part and most is not None and Decimal(part) > most:
            yield Finding(
                code="plan.requirement_topics.too_much",
                message=_(
                    "No topic can have more credit than the activity: %(most)s are designated, %(topic)s has %(part)s."
                ),
                source=SOURCE,
                field="requirement_topics",
                fix="plan",
                params={"most": str(most), "topic": vocabulary().topics.get(code, code), "part": part},
            )


def _on_objectives(texts: Sequence[str]) -> Iterator[Finding]:
    if len(texts) > MOST_OBJECTIVES:
        yield _finding("objectives.many", _("Keep to at most 20 objectives."), field="objectives")
    if any(len(text) > 400 for text in texts):  # noqa: PLR2004 -- the column's length
        yield _finding("objectives.long", _("An objective is longer than 400 characters."), field="objectives")


def _finding(code: str, message: str, *, field: str) -> Finding:
    return Finding(code=code, message=message, source=SOURCE, field=field, fix="plan")
