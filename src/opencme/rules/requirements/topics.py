"""Topic mandates: which are owed in this cycle, what counts for each, and when the rest is due."""

from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from opencme.rules.requirements import amounts
from opencme.rules.requirements.case import Case
from opencme.rules.requirements.conditions import holds
from opencme.rules.requirements.definitions import Part, Topic
from opencme.rules.requirements.facts import Credit
from opencme.rules.requirements.lines import Line, Verdict
from opencme.rules.requirements.prepare import Match
from opencme.rules.requirements.turns import Turn, turn_of

ALWAYS = frozenset({"once", "none", "every_cycle", "per_year", "every_n_months"})


EVERY_TIME = Turn(is_due=None)


class Use(NamedTuple):
    """What one credit gives to one mandate."""

    credit: Credit
    match: Match
    amount: int


def topic_lines(case: Case) -> tuple[list[Line], int]:
    """Judge every mandate; also give what is owed on top of the total and therefore does not count toward it."""
    taken: dict[tuple[int, str], int] = {}
    lines, on_top = {}, 0
    for topic in case.prepared.in_turn:
        line, uses = _judge(case, topic, taken)
        lines[topic.id] = line
        if topic.no_overlap_with:
            _take(topic, uses, line.required or 0, taken)
        if (
            topic.counts_in_total is False
            and topic.is_time
            and line.required
            and line.verdict is not Verdict.NOT_APPLICABLE
        ):
            on_top += _on_top(case, uses, line.required)
    return [lines[topic.id] for topic in case.rule.topics], on_top


def _take(topic: Topic, uses: list[Use], required: int, taken: dict[tuple[int, str], int]) -> None:
    """Reserve the credit a mandate uses against those it must not overlap; what overlaps least goes first."""
    left = required
    for use in sorted(uses, key=lambda use: use.amount - use.credit.amount):
        used = min(left, use.amount)
        left -= used
        for other in topic.no_overlap_with:
            key = (id(use.credit), other)
            taken[key] = taken.get(key, 0) + used


def _on_top(case: Case, uses: list[Use], required: int) -> int:
    """Give how much of the total's credit a mandate on top of it takes away."""
    first, last = case.window()
    inside = sum(use.amount for use in uses if use.match.admitted and first <= use.credit.day <= last)
    return min(required, inside)


def _judge(case: Case, topic: Topic, taken: dict[tuple[int, str], int]) -> tuple[Line, list[Use]]:
    questions: list[str] = []
    applies = _applies(case, topic, questions)
    if applies is False and topic.frequency.kind in ALWAYS:
        return _not_applicable(case, topic, EVERY_TIME), []
    turn = turn_of(case, topic, topic.frequency)
    if applies is False or not turn.applies:
        return _not_applicable(case, topic, turn), []
    done = _done(case, topic)
    required = _required(case, topic, turn)
    uses = _uses(case, topic, turn, taken)
    counted = sum(use.amount for use in uses)
    if topic.is_counted_by_completion:
        counted = amounts.ONE * bool(uses)
    line = _line(case, topic, turn, required=required, counted=counted, done=done, uses=uses)
    if line.verdict is Verdict.MET:
        return line, uses
    if applies is None and line.verdict is not Verdict.NOT_DUE:
        line = replace(line, verdict=Verdict.UNKNOWN, questions=tuple(dict.fromkeys(questions)), by=None)
    return _after_first_cycle(case, topic, line), uses


def _applies(case: Case, topic: Topic, questions: list[str]) -> bool | None:
    """Say whether the mandate binds this person in this cycle."""
    day = case.last_day
    if topic.in_force_to is not None and topic.in_force_to < day:
        return False
    if topic.in_force_from is not None and topic.in_force_from > day:
        return False
    facts = case.person.facts
    if case.is_exempt:
        return False
    for exemption in case.rule.exemptions:
        if topic.id in exemption.applies_to and holds(exemption.when, facts, []) is True:
            return False
    if topic.applies_if is None:
        return True
    return holds(topic.applies_if, facts, questions)


def _not_applicable(case: Case, topic: Topic, turn: Turn) -> Line:
    note = "" if turn.applies else turn.note
    if topic.in_force_to is not None and topic.in_force_to < case.last_day:
        note = f"ended on {topic.in_force_to}"
    elif topic.in_force_from is not None and topic.in_force_from > case.last_day:
        note = f"in force from {topic.in_force_from}"
    return case.line(
        topic.id,
        required=0,
        counted=0,
        verdict=Verdict.NOT_APPLICABLE,
        note=note or "does not bind this person",
        unit=topic.unit,
    )


def _done(case: Case, topic: Topic) -> str:
    """Give the note of a completion that satisfies the mandate by itself, or an empty text."""
    prior, term = case.person.prior, case.term
    if not prior.completed:
        return ""
    if topic.frequency.kind in {"once", "first_renewal", "first_cycle"} and topic.id in prior.completed:
        return f"completed {prior.completed[topic.id]}"
    for other in (topic.id, *topic.satisfied_by):
        day = prior.completed.get(other)
        if day is None or day > case.as_of:
            continue
        in_cycle = term is not None and term.start <= day <= term.end
        if other == topic.id:
            if in_cycle:
                return f"completed {day}"
        elif in_cycle or not topic.satisfied_in_cycle:
            return f"satisfied by {other}" + (" in the cycle" if topic.satisfied_in_cycle else "")
    return ""


def _required(case: Case, topic: Topic, turn: Turn) -> int | None:
    if topic.share is not None:
        return None if case.required is None else amounts.share_of(case.required, topic.share)
    if topic.is_counted_by_completion:
        return amounts.ONE
    return None if topic.amount is None else topic.amount * turn.times


def _uses(case: Case, topic: Topic, turn: Turn, taken: dict[tuple[int, str], int]) -> list[Use]:
    """Give what each credit in the mandate's window adds, limits per sub-topic and overlaps respected."""
    index = case.prepared.positions[topic.id]
    room = {part.topic: part.amount for part in topic.max_from if part.amount is not None}
    found = []
    first, last = turn.first, turn.last
    for (credit, match, worth), codes in case.on_topic[index]:
        if not first <= credit.day <= last:
            continue
        amount = min(_matching(credit, codes, room), worth)
        if taken and (reserved := taken.get((id(credit), topic.id), 0)):
            amount = min(amount, max(0, credit.amount - reserved))
        case.say(topic.id, credit, amount, "on the topic" if amount else "used up by another mandate or limit")
        if amount:
            found.append(Use(credit, match, amount))
    return found


def _matching(credit: Credit, codes: frozenset[str], room: dict[str, int]) -> int:
    """Give how much of a credit lies on the topic; a limited sub-topic gives only what its room leaves."""
    if not room:
        return sum([credit.topics[code] for code in codes])
    total = 0
    for code in sorted(codes):
        part = credit.topics[code]
        if code in room:
            part = min(part, room[code])
            room[code] -= part
        total += part
    return total


def _line(
    case: Case, topic: Topic, turn: Turn, *, required: int | None, counted: int, done: str, uses: list[Use]
) -> Line:
    unit = topic.unit
    if done:
        case.say(topic.id, done, required, "a completion counts for the whole mandate")
        shown = required if required is not None else amounts.ONE
        return case.line(
            topic.id, required=shown, counted=max(shown, counted), verdict=Verdict.MET, note=done, unit=unit
        )
    warnings = _warnings(topic, uses)
    if turn.is_due is False:
        return case.line(
            topic.id, required=required, counted=counted, verdict=Verdict.NOT_DUE, by=turn.by, note=turn.note, unit=unit
        )
    if turn.is_due is None or required is None:
        met = required is not None and counted >= required
        return case.line(
            topic.id,
            required=required,
            counted=counted,
            verdict=Verdict.MET if met else Verdict.UNKNOWN,
            unit=unit,
            note=turn.note or ("" if required is not None else "no source gives the amount"),
            questions=turn.questions,
        )
    if counted < required and (chosen := _alternative(case, topic, turn)):
        return case.line(topic.id, required=required, counted=required, verdict=Verdict.MET, note=chosen, unit=unit)
    short = _lacking(case, topic, uses)
    if counted >= required and short:
        return case.line(
            topic.id,
            required=required,
            counted=counted,
            verdict=Verdict.NOT_MET,
            by=turn.by,
            note=short,
            unit=unit,
            warnings=warnings,
        )
    note = turn.note
    if counted < required and case.rule.grace_note:
        note = case.rule.grace_note
    return case.line(topic.id, required=required, counted=counted, by=turn.by, note=note, unit=unit, warnings=warnings)


def _warnings(topic: Topic, uses: list[Use]) -> tuple[str, ...]:
    found = []
    if topic.approved_course and any(use.credit.kind.approved_course is None for use in uses):
        found.append("the course must be one the authority approves; nobody said whether it is")
    if topic.interactive and any(use.credit.kind.interactive is None for use in uses):
        found.append("the course must be interactive; nobody said whether it was")
    if topic.counts_in_total is None and topic.is_time:
        found.append("no source says whether these lie inside the total; counted as inside")
    return tuple(found)


def _lacking(case: Case, topic: Topic, uses: list[Use]) -> str:
    """Name a required part with an amount that the credit lacks, or a milestone that was missed."""
    for part in topic.must_include:
        if part.amount is None:
            continue
        codes = case.prepared.closure(frozenset({part.topic}))
        got = sum(sum(use.credit.topics[c] for c in codes & use.credit.topics.keys()) for use in uses)
        if got < part.amount:
            return f"{amounts.text(part.amount)} must be on {_words(part)}; {amounts.text(got)} are"
    for months, amount in topic.milestones:
        day = case.months_into_cycle(months)
        got = sum(use.amount for use in uses if use.credit.day < day)
        if case.as_of >= day and got < amount:
            return f"{amounts.text(amount)} were due by {day - timedelta(days=1)}; {amounts.text(got)} were earned"
    return ""


def _words(part: Part) -> str:
    return part.topic.replace("_", " ")


def _alternative(case: Case, topic: Topic, turn: Turn) -> str:
    """Name another way that satisfies the mandate, or give an empty text."""
    for other in topic.alternatives:
        codes = case.prepared.closure(other.topics)
        credits_ = [credit for credit, _, _ in case.within(turn.first, turn.last) if codes & credit.kind.topics.keys()]
        got = sum(min(c.amount, sum(c.topics[code] for code in codes & c.topics.keys())) for c in credits_)
        parts = all(
            sum(c.topics.get(part.topic, 0) for c in credits_) >= (part.amount or 1) for part in other.must_include
        )
        if got >= other.amount and parts:
            return "satisfied by " + ", ".join(sorted(code.replace("_", " ") for code in other.topics))
    return ""


def _after_first_cycle(case: Case, topic: Topic, line: Line) -> Line:
    """In a first cycle that owes nothing, say what becomes of a mandate that is not met."""
    first, term = case.rule.cycle.first, case.term
    if term is None or not term.is_first or line.verdict is not Verdict.NOT_MET:
        return line
    if first.rule == "orientation_only" and topic.frequency.kind not in {"first_renewal", "first_cycle"}:
        return replace(
            line, verdict=Verdict.NOT_APPLICABLE, by=None, note="the first renewal asks only the orientation"
        )
    if first.rule != "exempt" or first.all_topics_still_due or topic.frequency.kind in {"first_renewal", "first_cycle"}:
        return line
    if topic.frequency.kind == "once" and topic.frequency.deadline is not None:
        return line
    if first.topics_still_due is None:
        note = "the first renewal is exempt; no source says whether this stays due"
        return replace(line, verdict=Verdict.UNKNOWN, by=None, note=note)
    if topic.id in first.topics_still_due:
        return line
    return replace(line, verdict=Verdict.NOT_APPLICABLE, by=None, note="first renewal exempt")
