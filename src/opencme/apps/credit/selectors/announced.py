"""What the public page of an activity tells beside its statements and disclosure, read by one prepared statement."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from opencme.apps.activities.models import Activity, Session
from opencme.apps.activities.selectors import ATTENDED
from opencme.apps.assessment.selectors import Tried
from opencme.apps.delivery.selectors.disclosure import Named, named
from opencme.apps.delivery.selectors.taking_part import SessionLine, session_line
from opencme.apps.records.prepared import Prepared, read_json
from opencme.kernel.periods import Interval, minus
from opencme.rules.access import Actor

_TOLD: Final = Prepared(
    "activity_announced",
    "bigint, bigint",
    """
SELECT
    (SELECT jsonb_agg(o.text ORDER BY o.position, o.id) FROM activities_objective o WHERE o.activity_id = $1),
    (SELECT jsonb_agg(jsonb_build_array(g.text, g.address) ORDER BY g.position, g.id)
        FROM activities_gapevidence g WHERE g.activity_id = $1),
    (SELECT jsonb_agg(jsonb_build_array(s.public_id, s.kind, s.title, s.room, s.evolving_topic, s.starts_at, s.ends_at,
            (SELECT jsonb_agg(jsonb_build_array(b.starts_at, b.ends_at)) FROM activities_sessionbreak b
                WHERE b.session_id = s.id)) ORDER BY s.starts_at, s.room, s.id)
        FROM activities_session s WHERE s.activity_id = $1),
    (SELECT jsonb_agg(jsonb_build_array(c.email, c.name, c.credentials, c.affiliation, c.role) ORDER BY c.name, c.id)
        FROM faculty_incontrol c WHERE c.activity_id = $1 AND c.withdrawn_at IS NULL),
    (SELECT jsonb_build_array(m.pass_percent, m.attempts_allowed,
            (SELECT count(*) FROM assessment_question q WHERE q.assessment_id = m.id AND q.retired_at IS NULL))
        FROM assessment_assessment m WHERE m.activity_id = $1 AND m.kind = 'post'),
    EXISTS (SELECT 1 FROM outcomes_evaluationform e WHERE e.activity_id = $1),
    (SELECT jsonb_agg(jsonb_build_array(d.credit_system, d.maximum::text, d.edition_from)
            ORDER BY d.designated_at, d.id)
        FROM activities_designation d WHERE d.activity_id = $1
        AND NOT EXISTS (SELECT 1 FROM activities_designation n WHERE n.replaces_id = d.id)),
    EXISTS (SELECT 1 FROM delivery_registration r
        WHERE r.activity_id = $1 AND r.person_id = $2 AND r.withdrawn_at IS NULL)
""",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What is told of an activity. readings: text and address; amounts: credit system, maximum, day of its edition.

    assessment: the post-activity assessment, None where nothing is asked. is_mine: the reader takes part.
    """

    objectives: tuple[str, ...]
    readings: tuple[tuple[str, str], ...]
    sessions: tuple[SessionLine, ...]
    people: tuple[Named, ...]
    assessment: Tried | None
    is_evaluated: bool
    amounts: tuple[tuple[str, Decimal, date], ...]
    is_mine: bool


def announced(*, actor: Actor | None, activity: Activity, now: datetime) -> Announced:
    """Give what is told of an activity found for the public."""
    (row,) = _TOLD.rows(activity.pk, (actor.person_id if actor else None) or 0)
    objectives, readings, sessions, people, asked = (read_json(each) for each in row[:5])
    is_evaluated, amounts, is_mine = row[5], read_json(row[6]), row[7]
    return Announced(
        objectives=tuple(objectives or ()),
        readings=tuple((text, address) for text, address in readings or ()),
        sessions=tuple(_session(each, activity.zone, now) for each in sessions or ()),
        people=named(people or ()),
        assessment=_assessment(*asked) if asked and asked[2] else None,
        is_evaluated=is_evaluated,
        amounts=tuple((key, Decimal(most), date.fromisoformat(day)) for key, most, day in amounts or ()),
        is_mine=is_mine,
    )


def _assessment(pass_percent: int | None, attempts_allowed: int | None, questions: int) -> Tried:
    return Tried(
        kind="post",
        questions=questions,
        pass_percent=pass_percent,
        attempts_allowed=attempts_allowed,
        attempts=0,
        is_passed=False,
    )


def _session(row: Any, zone: ZoneInfo, now: datetime) -> SessionLine:
    public_id, kind, title, room, is_evolving, starts_at, ends_at, breaks = row
    whole = Interval(datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at))
    pauses = [Interval(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in breaks or ()]
    session = Session(
        public_id=public_id,
        kind=kind,
        title=title,
        room=room,
        evolving_topic=is_evolving,
        starts_at=whole.start,
        ends_at=whole.end,
    )
    windows = minus([whole], pauses) if kind in ATTENDED else ()
    return session_line(session, windows, None, zone=zone, has_codes=False, now=now)
