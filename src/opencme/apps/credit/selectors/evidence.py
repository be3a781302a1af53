"""What an activity offers and what is proven of its participants, each read by one prepared statement.

Written as SQL because this is the hot way of the ledger: put together by the ORM, the same facts took 10 of the 12 ms
of CPU that one claim cost, and planning them anew took the server three times as long as reading them
(``bench/claims.py``). One text gives one person's evidence or everybody's, so that the claim, the claim screen and the
list of who has not claimed judge by the same rows.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from django.db import connection

from opencme.apps.accounts.models import Person
from opencme.apps.delivery.models import Attendance, AttendanceImport, AttendanceRow
from opencme.kernel.periods import Interval, minus

_ACTIVITY: Final = """
SELECT a.id, a.public_id, a.provider_id, a.title, a.state, a.format, coalesce(nullif(a.time_zone, ''), p.time_zone),
    a.claim_until, a.expires_on, a.lineage_id,
    (SELECT jsonb_agg(jsonb_build_array(d.credit_system, d.edition_from, d.maximum::text) ORDER BY d.id)
        FROM activities_designation d WHERE d.activity_id = a.id
        AND NOT EXISTS (SELECT 1 FROM activities_designation n WHERE n.replaces_id = d.id)),
    (SELECT jsonb_agg(jsonb_build_array(s.id, s.kind, s.starts_at, s.ends_at,
        (SELECT jsonb_agg(jsonb_build_array(b.starts_at, b.ends_at)) FROM activities_sessionbreak b
            WHERE b.session_id = s.id)) ORDER BY s.starts_at, s.id)
        FROM activities_session s WHERE s.activity_id = a.id),
    EXISTS (SELECT 1 FROM assessment_assessment m JOIN assessment_question q ON q.assessment_id = m.id
        WHERE m.activity_id = a.id AND m.kind = 'post' AND q.retired_at IS NULL),
    EXISTS (SELECT 1 FROM assessment_assessment m
        WHERE m.activity_id = a.id AND m.kind = 'post' AND m.pass_percent IS NOT NULL),
    EXISTS (SELECT 1 FROM outcomes_evaluationform e WHERE e.activity_id = a.id AND e.is_required),
    coalesce((SELECT c.length FROM credit_chain c WHERE c.activity_id = a.id), 0)
FROM activities_activity a JOIN providers_provider p ON p.id = a.provider_id
"""

_PEOPLE: Final = """
SELECT r.id, r.public_id, r.person_id, coalesce(nullif(r.degree, ''), u.degree), r.profession, u.given_name,
    u.family_name, u.email, u.credentials,
    (SELECT min(i.shown_at) FROM delivery_disclosureimpression i WHERE i.registration_id = r.id),
    (SELECT min(g.opened_at) FROM delivery_contentprogress g WHERE g.registration_id = r.id),
    (SELECT max(g.completed_at) FROM delivery_contentprogress g WHERE g.registration_id = r.id),
    (SELECT min(t.submitted_at) FROM assessment_attempt t JOIN assessment_assessment m ON m.id = t.assessment_id
        WHERE t.registration_id = r.id AND m.kind = 'post'),
    (SELECT min(t.submitted_at) FROM assessment_attempt t JOIN assessment_assessment m ON m.id = t.assessment_id
        WHERE t.registration_id = r.id AND m.kind = 'post' AND t.is_passed),
    (SELECT min(v.answered_at) FROM outcomes_evaluationresponse v WHERE v.registration_id = r.id),
    NOT EXISTS (SELECT 1 FROM delivery_contentitem c WHERE c.activity_id = r.activity_id AND c.is_required
        AND NOT EXISTS (SELECT 1 FROM delivery_contentprogress g
            WHERE g.item_id = c.id AND g.registration_id = r.id AND g.completed_at IS NOT NULL)),
    (SELECT jsonb_agg(jsonb_build_array(w.session_id, w.source, w.row_id, w.minutes, w.intervals, w.is_withdrawn)
            ORDER BY w.recorded_at, w.id)
        FROM delivery_attendance w LEFT JOIN delivery_attendancerow x ON x.id = w.row_id
        LEFT JOIN delivery_attendanceimport y ON y.id = x.attendance_import_id
        WHERE w.registration_id = r.id AND y.undone_at IS NULL),
    (SELECT jsonb_agg(jsonb_build_array(k.kind, k.reference, k.minutes, k.completed_at) ORDER BY k.completed_at, k.id)
        FROM delivery_completedcycle k WHERE k.registration_id = r.id AND k.withdraws_id IS NULL
        AND NOT EXISTS (SELECT 1 FROM delivery_completedcycle n WHERE n.withdraws_id = k.id)),
    (SELECT jsonb_agg(jsonb_build_array(z.id, z.credit_system, z.kind, z.amount::text, z.edition_from) ORDER BY z.id)
        FROM credit_award z WHERE z.registration_id = r.id
        AND NOT EXISTS (SELECT 1 FROM credit_award n WHERE n.replaces_id = z.id)),
    (SELECT jsonb_object_agg(z.credit_system, f.title) FROM activities_activity f
        JOIN credit_award z ON z.activity_id = f.id AND z.person_id = r.person_id AND z.kind <> 'revocation'
        WHERE (f.id = a.lineage_id OR f.lineage_id = a.id OR f.lineage_id = a.lineage_id) AND f.id <> a.id
        AND NOT EXISTS (SELECT 1 FROM credit_award n WHERE n.replaces_id = z.id))
FROM delivery_registration r
JOIN activities_activity a ON a.id = r.activity_id
JOIN accounts_person u ON u.id = r.person_id
WHERE r.activity_id = $1 """

_STATEMENTS: Final = {
    "credit_terms_by_public_id": f"(uuid) AS {_ACTIVITY} WHERE a.public_id = $1",
    "credit_terms_by_id": f"(bigint) AS {_ACTIVITY} WHERE a.id = $1",
    "credit_evidence_of_person": f"(bigint, bigint) AS {_PEOPLE} AND r.withdrawn_at IS NULL AND r.person_id = $2",
    "credit_evidence_of_registration": f"(bigint, bigint) AS {_PEOPLE} AND r.id = $2",
    "credit_evidence_of_all": (
        f"(bigint) AS {_PEOPLE} AND r.withdrawn_at IS NULL ORDER BY u.family_name, u.given_name, r.id"
    ),
}
_PREPARED: Final[WeakKeyDictionary[Any, set[str]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionTime:
    """A session's kind and its certified time."""

    pk: int
    kind: str
    certified: tuple[Interval, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an activity offers and asks. designated: system -> (first day of its edition, maximum)."""

    pk: int
    public_id: UUID
    provider_id: int
    title: str
    state: str
    format: str
    zone: ZoneInfo
    claim_until: date | None
    expires_on: date | None
    lineage_id: int | None
    designated: dict[str, tuple[date, Decimal]]
    sessions: tuple[SessionTime, ...]
    is_assessed: bool
    has_pass_mark: bool
    wants_evaluation: bool
    chain_length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """A unit of participation that is not time."""

    kind: str
    reference: str
    minutes: int
    completed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingAward:
    """An entry of the ledger that nobody replaced, a revocation among them."""

    pk: int
    system: str
    kind: str
    amount: Decimal
    edition_from: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is proven of one participant; moments are None where it did not happen.

    attendance: evidence that was not undone, by session, oldest first. elsewhere: system -> title of an activity of the
    same lineage in which it was awarded.
    """

    registration: int
    registration_public_id: UUID
    person: int
    degree: str
    profession: str
    name: str
    printed_name: str
    email: str
    shown_at: datetime | None
    opened_at: datetime | None
    finished_at: datetime | None
    attempted_at: datetime | None
    passed_at: datetime | None
    evaluated_at: datetime | None
    is_content_done: bool
    attendance: dict[int, list[Attendance]]
    cycles: tuple[Cycle, ...]
    awards: dict[str, StandingAward]
    elsewhere: dict[str, str]


def terms_of(*, public_id: UUID | str | None = None, pk: int | None = None) -> Terms | None:
    """Give what an activity offers, found by its public id or its own; None where there is none."""
    rows = _run("credit_terms_by_id", pk) if pk is not None else _run("credit_terms_by_public_id", public_id)
    return _terms(rows[0]) if rows else None


def evidence_of_person(activity: int, person: int) -> Evidence | None:
    """Give a person's evidence in an activity; None when they do not take part or withdrew."""
    rows = _run("credit_evidence_of_person", activity, person)
    return _evidence(rows[0]) if rows else None


def evidence_of_registration(activity: int, registration: int) -> Evidence:
    """Give the evidence of one registration, though it was withdrawn since."""
    return _evidence(_run("credit_evidence_of_registration", activity, registration)[0])


def evidence_of_all(activity: int) -> tuple[Evidence, ...]:
    """Give the evidence of everybody who takes part and did not withdraw, by name: one statement for all."""
    return tuple(_evidence(row) for row in _run("credit_evidence_of_all", activity))


def _run(name: str, *values: int | str | UUID | None) -> list[tuple[Any, ...]]:
    """Run one of the statements, prepared once per connection."""
    with connection.cursor() as cursor:
        prepared = _PREPARED.setdefault(connection.connection, set())
        if name not in prepared:
            cursor.execute(f"PREPARE {name} {_STATEMENTS[name]}")
            prepared.add(name)
        cursor.execute(f"EXECUTE {name} ({', '.join(['%s'] * len(values))})", values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _terms(row: Any) -> Terms:
    pk, public_id, provider_id, title, state, format_, zone, claim_until, expires_on, lineage_id, *more = row
    designated, sessions, is_assessed, has_pass_mark, wants_evaluation, length = more
    return Terms(
        pk=pk,
        public_id=public_id,
        provider_id=provider_id,
        title=title,
        state=state,
        format=format_,
        zone=ZoneInfo(zone),
        claim_until=claim_until,
        expires_on=expires_on,
        lineage_id=lineage_id,
        designated={system: (date.fromisoformat(day), Decimal(most)) for system, day, most in _list(designated)},
        sessions=tuple(_session(*each) for each in _list(sessions)),
        is_assessed=is_assessed,
        has_pass_mark=has_pass_mark,
        wants_evaluation=wants_evaluation,
        chain_length=length,
    )


def _session(pk: int, kind: str, starts_at: str, ends_at: str, breaks: list[list[str]] | None) -> SessionTime:
    pauses = [_interval(start, end) for start, end in breaks or ()]
    return SessionTime(pk=pk, kind=kind, certified=minus([_interval(starts_at, ends_at)], pauses))


def _evidence(row: Any) -> Evidence:
    pk, public_id, person_id, degree, profession, given_name, family_name, email, credentials, *more = row
    shown_at, opened_at, finished_at, attempted_at, passed_at, evaluated_at, is_content_done, *lists = more
    attendance, cycles, awards, elsewhere = lists
    person = Person(given_name=given_name, family_name=family_name, email=email, credentials=credentials)
    return Evidence(
        registration=pk,
        registration_public_id=public_id,
        person=person_id,
        degree=degree,
        profession=profession,
        name=person.full_name,
        printed_name=person.name_with_credentials,
        email=email,
        shown_at=shown_at,
        opened_at=opened_at,
        finished_at=finished_at,
        attempted_at=attempted_at,
        passed_at=passed_at,
        evaluated_at=evaluated_at,
        is_content_done=is_content_done,
        attendance=_attendance(_list(attendance)),
        cycles=tuple(
            Cycle(kind=kind, reference=reference, minutes=minutes or 0, completed_at=datetime.fromisoformat(at))
            for kind, reference, minutes, at in _list(cycles)
        ),
        awards={
            system: StandingAward(
                pk=award, system=system, kind=kind, amount=Decimal(amount), edition_from=date.fromisoformat(day)
            )
            for award, system, kind, amount, day in _list(awards)
        },
        elsewhere=json.loads(elsewhere) if isinstance(elsewhere, str) else elsewhere or {},
    )


def _attendance(rows: list[Any]) -> dict[int, list[Attendance]]:
    """Build the evidence as ``delivery`` judges it; rows of an undone import were left out."""
    found: dict[int, list[Attendance]] = {}
    for session, source, row_id, minutes, intervals, is_withdrawn in rows:
        row = AttendanceRow(pk=row_id, attendance_import=AttendanceImport()) if row_id else None
        found.setdefault(session, []).append(
            Attendance(
                session_id=session,
                source=source,
                row=row,
                minutes=minutes,
                intervals=intervals,
                is_withdrawn=is_withdrawn,
            )
        )
    return found


def _list(value: Any) -> list[Any]:
    """Give a JSON list whether the driver read it already or not; nothing aggregated is an empty one."""
    return json.loads(value) if isinstance(value, str) else value or []


def _interval(start: str, end: str) -> Interval:
    return Interval(datetime.fromisoformat(start), datetime.fromisoformat(end))
