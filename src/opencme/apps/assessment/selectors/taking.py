"""What a participant sees who takes an assessment, and what stands against handing in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from opencme.apps.activities.models import Activity
from opencme.apps.assessment.models import Assessment
from opencme.apps.assessment.selectors.results import AttemptLine, line_of
from opencme.apps.delivery.selectors import content
from opencme.apps.delivery.selectors.place import COLUMNS, TABLES, WHERE, WIDTH, Head, head_and_place
from opencme.apps.records.prepared import Prepared, read_json
from opencme.kernel.findings import Finding, NotFound
from opencme.rules.access import Actor
from opencme.rules.assessment import questions as rules
from opencme.rules.assessment.taking import AttemptFacts, findings_on_attempt

_TAKING: Final = Prepared(
    "participants_assessment",
    "uuid, bigint, text",
    f"""
SELECT {COLUMNS},
    EXISTS (SELECT 1 FROM delivery_disclosureimpression i WHERE i.registration_id = r.id),
    EXISTS (SELECT 1 FROM delivery_contentitem c WHERE c.activity_id = a.id AND c.is_required
        AND NOT EXISTS (SELECT 1 FROM delivery_contentprogress g
            WHERE g.item_id = c.id AND g.registration_id = r.id AND g.completed_at IS NOT NULL)),
    m.id, m.title, m.pass_percent, m.attempts_allowed, m.feedback,
    (SELECT jsonb_agg(jsonb_build_array(q.id, q.public_id, q.kind, q.stem, q.body, q.rationale, q.points)
            ORDER BY q.position, q.id)
        FROM assessment_question q WHERE q.assessment_id = m.id AND q.retired_at IS NULL),
    (SELECT jsonb_agg(jsonb_build_array(t.number, t.points::text, t.possible, t.is_passed) ORDER BY t.number)
        FROM assessment_attempt t WHERE t.assessment_id = m.id AND t.registration_id = r.id),
    (SELECT jsonb_agg(jsonb_build_array(w.question_id, w.given, w.is_correct)) FROM assessment_answer w
        WHERE w.attempt_id = (SELECT t.id FROM assessment_attempt t
            WHERE t.assessment_id = m.id AND t.registration_id = r.id ORDER BY t.number DESC LIMIT 1)),
    (SELECT d.answers FROM assessment_draft d WHERE d.assessment_id = m.id AND d.registration_id = r.id)
{TABLES} LEFT JOIN assessment_assessment m ON m.activity_id = a.id AND m.kind = $3
{WHERE}
""",  # noqa: S608 -- the places are our own words: columns, tables
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """One question as it is asked: ``given`` is what was typed so far, ``line`` the feedback of the last attempt."""

    number: int
    pk: int
    public_id: UUID
    question: rules.Question
    given: Any
    line: AttemptLine | None

    @property
    def kind(self) -> str:
        """How it is answered."""
        return str(self.question.kind)

    @property
    def choices(self) -> tuple[tuple[int, str, bool], ...]:
        """The choices with their index and whether they are chosen."""
        chosen = self.given if isinstance(self.given, list) else [self.given]
        return tuple((index, each.text, index in chosen) for index, each in enumerate(self.question.choices))

    @property
    def pairs(self) -> tuple[tuple[int, str, tuple[tuple[int, str, bool], ...]], ...]:
        """The left sides of a matching question, each with all options."""
        given = self.given if isinstance(self.given, list) else []
        options = self.question.options
        return tuple(
            (
                at,
                pair.left,
                tuple((i, text, at < len(given) and given[at] == i) for i, text in enumerate(options)),
            )
            for at, pair in enumerate(self.question.pairs)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of one assessment."""

    pk: int
    kind: str
    title: str
    pass_percent: int | None
    attempts_allowed: int | None
    feedback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An attempt that was handed in."""

    number: int
    percent: int
    is_passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptPage:
    """An assessment as its participant sees it; facts: what is known before anything is handed in."""

    activity: Head
    assessment: Rules
    questions: tuple[AskedQuestion, ...]
    attempts: tuple[Made, ...]
    facts: AttemptFacts
    has_draft: bool

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What stands against handing in, whatever is answered."""
        return findings_on_attempt(self.facts)

    @property
    def last(self) -> Made | None:
        """The newest attempt."""
        return self.attempts[-1] if self.attempts else None

    @property
    def passed(self) -> Made | None:
        """The attempt that passed."""
        return next((each for each in self.attempts if each.is_passed), None)

    @property
    def attempts_left(self) -> int | None:
        """How many attempts are left; None without limit."""
        allowed = self.assessment.attempts_allowed
        return None if allowed is None else max(0, allowed - len(self.attempts))

    @property
    def can_answer(self) -> bool:
        """Whether it may be handed in now."""
        return not self.findings


def attempt_page(
    *, actor: Actor, activity_id: UUID, kind: str = "post", typed_now: Mapping[str, Any] | None = None, now: datetime
) -> AttemptPage:
    """Give the assessment with what the actor typed; NotFound when it asks nothing or the actor is not registered.

    typed_now: answers of a hand-in that was refused; they win over the draft. One prepared statement.
    """
    rows = _TAKING.rows(activity_id, actor.person_id or 0, kind)
    head, place = head_and_place(rows[0]) if rows else (None, None)
    if head is None or place is None:
        raise NotFound
    has_seen, lacks_content, pk, title, pass_percent, allowed, feedback, *lists = rows[0][WIDTH:]
    asked, made, answered, draft = map(read_json, lists)
    if not asked:
        raise NotFound
    attempts = tuple(
        Made(number=number, percent=rules.percent_reached(Decimal(points), possible), is_passed=is_passed)
        for number, points, possible, is_passed in made or ()
    )
    assessment = Rules(
        pk=pk, kind=kind, title=title, pass_percent=pass_percent, attempts_allowed=allowed, feedback=feedback
    )
    is_baseline = kind == "baseline"
    facts = AttemptFacts(
        is_open=content.availability(head, now).is_open,
        has_seen_disclosure=has_seen,
        is_content_done=is_baseline or not lacks_content,
        is_passed_already=any(each.is_passed for each in attempts),
        attempts_made=len(attempts),
        attempts_allowed=1 if is_baseline else allowed,
    )
    given = typed_now if typed_now is not None else draft or {}
    return AttemptPage(
        activity=head,
        assessment=assessment,
        questions=_asked(asked, given, answered or (), attempts[-1] if attempts else None, assessment),
        attempts=attempts,
        facts=facts,
        has_draft=draft is not None,
    )


def _asked(
    rows: Any, given: Mapping[str, Any], answered: Any, last: Made | None, assessment: Rules
) -> tuple[AskedQuestion, ...]:
    """Put the questions together with what was typed, and with the last attempt's answers as far as they are shown."""
    answers = {question: (answer, is_correct) for question, answer, is_correct in answered}
    shown = last is not None and (
        assessment.feedback == "after_each" or (assessment.feedback == "after_pass" and last.is_passed)
    )
    is_last = last is not None and (
        last.is_passed or (assessment.attempts_allowed is not None and last.number >= assessment.attempts_allowed)
    )
    found = []
    for number, (pk, public_id, kind, stem, body, rationale, points) in enumerate(rows, start=1):
        question = rules.from_body(kind=kind, stem=stem, rationale=rationale, points=points, body=body)
        line = line_of(pk, question, *answers[pk], shows_right=is_last) if shown and pk in answers else None
        typed = given.get(public_id)
        if line is not None and line.is_correct and not given:
            typed = answers[pk][0]  # who tries again keeps what was right
        found.append(
            AskedQuestion(
                number=number,
                pk=pk,
                public_id=UUID(public_id),
                question=question,
                given=rules.clean_answer(question, typed),
                line=line,
            )
        )
    return tuple(found)


def assessment_to_take(activity: Activity, kind: str) -> Assessment:
    """Give the activity's assessment of ``kind``; NotFound when there is none or it asks nothing."""
    rows = Assessment.objects.across_providers(why="the activity was found for its participant")
    found: Assessment | None = rows.filter(activity=activity, kind=kind).first()
    if found is None or not found.questions.filter(retired_at=None).exists():
        raise NotFound
    return found
