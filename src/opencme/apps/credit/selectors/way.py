"""Everything one participant's way through an activity shows, read by one prepared statement.

It stands in the highest app whose tables it reads. The page is the one that participants open most; put together by
the ORM its facts took 7 of the page's 12 ms (``docs/reference/performance.md``). What may be claimed is judged from
``evidence``, the same facts as everywhere.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from opencme.apps.activities.models import Session
from opencme.apps.activities.selectors import ATTENDED
from opencme.apps.assessment.selectors import Tried
from opencme.apps.credit.selectors.claims import ClaimLine, lines_for
from opencme.apps.credit.selectors.evidence import Evidence, Terms, evidence_of_person, terms_of
from opencme.apps.delivery.selectors.content import ItemState
from opencme.apps.delivery.selectors.disclosure import CHANGES
from opencme.apps.delivery.selectors.place import COLUMNS, TABLES, WHERE, WIDTH, Head, Place, head_and_place
from opencme.apps.delivery.selectors.reading import ITEMS, items_of
from opencme.apps.delivery.selectors.taking_part import SessionLine, session_line
from opencme.apps.records.prepared import Prepared, read_json
from opencme.kernel.findings import NotFound
from opencme.rules.access import Actor
from opencme.rules.outcomes.evaluation import Question, form_of

_EVENTS: Final = ", ".join(f"'{event}'" for event in CHANGES)
_SQL: Final = f"""
SELECT {COLUMNS},
    (SELECT jsonb_agg(i.digest) FROM delivery_disclosureimpression i WHERE i.registration_id = r.id),
    EXISTS (SELECT 1 FROM audit_auditevent e WHERE e.activity_id = a.id AND e.event IN ({_EVENTS}) AND e.at >=
        (SELECT max(i.shown_at) FROM delivery_disclosureimpression i WHERE i.registration_id = r.id)), {ITEMS},
    (SELECT jsonb_agg(jsonb_build_array(s.id, s.public_id, s.kind, s.title, s.room, s.evolving_topic, s.starts_at,
            s.ends_at, s.check_in_secret <> '') ORDER BY s.starts_at, s.room, s.id)
        FROM activities_session s WHERE s.activity_id = a.id),
    (SELECT jsonb_agg(jsonb_build_array(m.kind, m.pass_percent, m.attempts_allowed,
            (SELECT count(*) FROM assessment_question q WHERE q.assessment_id = m.id AND q.retired_at IS NULL),
            (SELECT count(*) FROM assessment_attempt t WHERE t.assessment_id = m.id AND t.registration_id = r.id),
            (SELECT count(*) FROM assessment_attempt t WHERE t.assessment_id = m.id AND t.registration_id = r.id
                AND t.is_passed)))
        FROM assessment_assessment m WHERE m.activity_id = a.id),
    (SELECT jsonb_build_array(f.is_required, f.questions,
            EXISTS (SELECT 1 FROM outcomes_evaluationresponse v WHERE v.registration_id = r.id))
        FROM outcomes_evaluationform f WHERE f.activity_id = a.id),
    (SELECT c.number FROM credit_certificate c WHERE c.registration_id = r.id
        AND NOT EXISTS (SELECT 1 FROM credit_certificate n WHERE n.replaces_id = c.id))
{TABLES} {WHERE}"""  # noqa: S608 -- the places are our own words: columns, tables, events
_WAY: Final = Prepared("participants_way", "uuid, bigint", _SQL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What is known of one participant in one activity; ``place`` None for somebody who does not take part.

    shown: digests of the disclosures that were shown. has_changed: something about the people in control happened
    since. questions: the evaluation, empty once answered; is_evaluation_asked: the claim asks for it first.
    """

    activity: Head
    place: Place | None
    lines: tuple[ClaimLine, ...]
    shown: frozenset[str]
    has_changed: bool
    items: tuple[ItemState, ...]
    sessions: tuple[SessionLine, ...]
    assessments: dict[str, Tried]
    questions: tuple[Question, ...]
    is_evaluation_asked: bool
    certificate: str


def way_of(*, actor: Actor, activity_id: UUID, now: datetime) -> Way:
    """Give the actor's way through an activity that is open to participants; NotFound before. Three statements."""
    rows = _WAY.rows(activity_id, actor.person_id or 0)
    terms = terms_of(pk=rows[0][0]) if rows else None
    if terms is None:
        raise NotFound
    (head, place), more = head_and_place(rows[0]), rows[0][WIDTH:]
    has_changed, certificate = more[1], more[6]
    shown, sessions, assessments, form = map(read_json, (more[0], *more[3:6]))
    items = more[2]
    evidence = evidence_of_person(head.pk, actor.person_id) if place and actor.person_id else None
    is_asked, own, is_answered = form or (False, (), True)
    return Way(
        activity=head,
        place=place,
        lines=lines_for(terms, evidence, now),
        shown=frozenset(shown or ()),
        has_changed=has_changed,
        items=items_of(items),
        sessions=_sessions(sessions or (), terms, evidence, now),
        assessments={each[0]: _tried(*each) for each in assessments or () if each[3]},
        questions=() if is_answered else form_of(own),
        is_evaluation_asked=is_asked,
        certificate=certificate or "",
    )


def _tried(kind: str, pass_percent: int | None, allowed: int | None, *counts: int) -> Tried:
    questions, attempts, passed = counts
    return Tried(
        kind=kind,
        questions=questions,
        pass_percent=pass_percent,
        attempts_allowed=allowed,
        attempts=attempts,
        is_passed=passed > 0,
    )


def _sessions(rows: Any, terms: Terms, evidence: Evidence | None, now: datetime) -> tuple[SessionLine, ...]:
    certified = {each.pk: each.certified for each in terms.sessions}
    found = []
    for pk, public_id, kind, title, room, is_evolving, starts_at, ends_at, has_codes in rows:
        session = Session(
            pk=pk,
            public_id=UUID(public_id),
            kind=kind,
            title=title,
            room=room,
            evolving_topic=is_evolving,
            starts_at=datetime.fromisoformat(starts_at),
            ends_at=datetime.fromisoformat(ends_at),
        )
        windows = certified.get(pk, ()) if kind in ATTENDED else ()
        mine = evidence.attendance.get(pk) if evidence else None
        found.append(session_line(session, windows, mine, zone=terms.zone, has_codes=has_codes, now=now))
    return tuple(found)
