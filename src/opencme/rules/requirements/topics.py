"""Topic mandates: which are owed in this cycle, what counts for each, and when the rest is due."""

from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from opencme.rules.requirements import amounts
from opencme.rules.requirements.case import Case
from opencme.rules.requirements.conditions import holds
from opencme.rules.requirements.cycles import due_day
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
            _take(case, topic, uses, line.required or 0, taken)
        if (
            topic.counts_in_total is False
            and topic.is_time
            and line.required
            and line.verdict is not Verdict.NOT_APPLICABLE
        ):
            on_top += _on_top(case, uses, line.required)
    return [lines[topic.id] for topic in case.rule.topics], on_top


def _take(case: Case, topic: Topic, uses: list[Use], required: int, taken: dict[tuple[int, str], int]) -> None:
    """Reserve the credit a mandate uses against those it must not overlap; what the others cannot use goes first."""
    left = required
    spare = [_spare(case, topic, use) for use in uses]
    for use, free in zip(uses, spare, strict=True):
        left -= _reserve(topic, use, min(left, free), taken)
    for use, free in zip(uses, spare, strict=True):
        left -= _reserve(topic, use, min(left, use.amount - free), taken)


def _spare(case: Case, topic: Topic, use: Use) -> int:
    """Give how much of a use lies on none of the mandates it must not overlap."""
    wanted = 0
    for index, codes in use.match.topics.items():
        if case.rule.topics[index].id in topic.no_overlap_with:
            wanted = max(wanted, min(use.credit.amount, sum(use.credit.topics[code] for code in codes)))
    return min(use.amount, use.credit.amount - wanted)


def _reserve(topic: Topic, use: Use, amount: int, taken: dict[tuple[int, str], int]) -> int:
    for other in topic.no_overlap_with:
        key = (id(use.credit), other)
        taken[key] = taken.get(key, 0) + amount
    return amount


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
    counted = sum([use.amount for use in uses]) + _carried(case, topic, turn)
    if topic.must_include and required is not None and counted < required:
        counted += min(required - counted, sum(_beside(case, topic, use) for use in uses))
    if topic.is_counted_by_completion:
        counted = amounts.ONE * bool(uses)
    line = _line(case, topic, turn, required=required, counted=counted, done=done, uses=uses)
    if line.verdict is Verdict.MET:
        return line, uses
    if applies is None and line.verdict is not Verdict.NOT_DUE:
        line = replace(line, verdict=Verdict.UNKNOWN, questions=tuple(dict.fromkeys(questions)), by=None)
    return _after_first_cycle(case, topic, line), uses


def _carried(case: Case, topic: Topic, turn: Turn) -> int:
    """Give the surplus of the cycle before that lies on the topic; a longer window looks at the credits themselves."""
    held = case.person.prior.surplus_topics
    if not held or not case.carried or case.term is None or turn.first < case.term.start:
        return 0
    if topic.id in case.rule.carry_over.excludes_topics or not topic.is_time:
        return 0
    index = case.prepared.positions[topic.id]
    codes = case.prepared.closures[index] | case.prepared.parts[index]
    amount = min(case.carried, sum(size for code, size in held.items() if code in codes))
    if amount:
        case.say(topic.id, "surplus of the cycle before", amount, "on the topic")
    return amount


def _applies(case: Case, topic: Topic, questions: list[str]) -> bool | None:
    """Say whether the mandate binds this person in this cycle."""
    if case.lifts_topics or case.rule.status == "voluntary" or _outside_its_time(case, topic):
        return False
    facts = case.person.facts
    for exemption in case.prepared.lifting:
        if topic.id in exemption.applies_to and holds(exemption.when, facts, []) is True:
            return False
    if topic.applies_if is None:
        return True
    return holds(topic.applies_if, facts, questions)


def _outside_its_time(case: Case, topic: Topic) -> str:
    """Say that the mandate had ended by the last day of the cycle, or was not in force yet; empty when it was."""
    if topic.in_force_to is not None and topic.in_force_to < case.last_day:
        return f"ended on {topic.in_force_to}"
    if topic.in_force_from is not None and topic.in_force_from > case.last_day:
        return f"in force from {topic.in_force_from}"
    return ""


def _not_applicable(case: Case, topic: Topic, turn: Turn) -> Line:
    note = _outside_its_time(case, topic) or ("" if turn.applies else turn.note)
    return case.not_applicable(topic.id, note or "does not bind this person", topic.unit)


def _done(case: Case, topic: Topic) -> str:
    """Give the note of a completion that satisfies the mandate by itself, or an empty text."""
    prior, term = case.person.prior, case.term
    if not prior.completed:
        return ""
    is_single = topic.frequency.kind in {"once", "first_renewal", "first_cycle"}
    for other in (topic.id, *topic.satisfied_by):
        day = prior.completed.get(other)
        if other == topic.id and is_single and day is not None and day <= case.as_of:
            return f"completed {day}"
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
    if case.way is not None and topic.bucket in case.way.minima:
        return case.way.minima[topic.bucket]
    return None if topic.amount is None else topic.amount * turn.times


def _uses(case: Case, topic: Topic, turn: Turn, taken: dict[tuple[int, str], int]) -> list[Use]:
    """Give what each credit in the mandate's window adds, limits per sub-topic and overlaps respected."""
    index = case.prepared.positions[topic.id]
    limited = topic.max_from
    room = {part.topic: part.amount for part in limited if part.amount is not None} if limited else {}
    found = []
    first, last = turn.first, turn.last
    for credit, match in case.on_topic[index]:
        if not first <= credit[0] <= last:
            continue
        amount = match.parts[index] if not room else _limited(credit, match.topics[index], room)
        if topic.is_time:
            amount = min(amount, case.amount_of(credit))
        if taken and (reserved := taken.get((id(credit), topic.id), 0)):
            amount = min(amount, max(0, credit.amount - reserved))
        if case.proof is not None:
            case.say(topic.id, credit, amount, "on the topic" if amount else "used up by another mandate or limit")
        if amount:
            found.append(Use(credit, match, amount))
    return found


def _beside(case: Case, topic: Topic, use: Use) -> int:
    """Give what of a credit lies on a part the mandate must include, beside what counts for it already."""
    index = case.prepared.positions[topic.id]
    codes = case.prepared.parts[index] - case.prepared.closures[index]
    if not case.prepared.closures[index] & use.credit.topics.keys():
        return 0
    return min(max(0, use.credit.amount - use.amount), _on(use.credit, codes))


def _limited(credit: Credit, codes: frozenset[str], room: dict[str, int]) -> int:
    """Give how much of a credit lies on the topic; a limited sub-topic gives only what its room leaves."""
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
    warnings = _warnings(case, topic, uses)
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
    if topic.alternatives and counted < required and (chosen := _alternative(case, topic, turn)):
        return case.line(topic.id, required=required, counted=required, verdict=Verdict.MET, note=chosen, unit=unit)
    note, by = turn.note, turn.by
    if counted < required and case.rule.grace_note:
        note = case.rule.grace_note
    if (early := _due_earlier(case, topic, uses)) is not None:
        by, note = early, note or f"{amounts.text(topic.amount or 0)} are due by {early}"
    line = case.line(topic.id, required=required, counted=counted, by=by, note=note, unit=unit, warnings=warnings)
    lacking, words = _lacking(case, topic, uses)
    if lacking > (line.missing or 0):
        line = replace(line, verdict=Verdict.NOT_MET, missing=lacking, by=by, note=words)
    return line


def _due_earlier(case: Case, topic: Topic, uses: list[Use]) -> date | None:
    """Give the day before the cycle's end by which a new licensee owes the mandate, while it is open."""
    if topic.extra_deadline is None or case.term is None:
        return None
    day = due_day(topic.extra_deadline, case.rule, case.person, case.term, [])
    if day is None or not case.term.start <= day <= case.term.end:
        return None
    got = sum(use.amount for use in uses if use.credit.day <= day)
    return day if got < (topic.amount or 0) else None


def _warnings(case: Case, topic: Topic, uses: list[Use]) -> tuple[str, ...]:
    found = list(case.prepared.doubts.get(topic.id, ()))
    if uses and topic.must_include:
        said = {code for use in uses for code in use.credit.topics}
        unsaid = [_words(p) for p in topic.must_include if p.amount is None and not _closed(case, p) & said]
        if unsaid:
            found.append("it must cover, and no credit says that it does: " + ", ".join(unsaid))
    if topic.approved_course and any(use.credit.kind.approved_course is None for use in uses):
        found.append("the course must be one the authority approves; nobody said whether it is")
    if topic.interactive and any(use.credit.kind.interactive is None for use in uses):
        found.append("the course must be interactive; nobody said whether it was")
    if topic.counts_in_total is None and topic.is_time:
        found.append("no source says whether these lie inside the total; counted as inside")
    return tuple(found)


def _lacking(case: Case, topic: Topic, uses: list[Use]) -> tuple[int, str]:
    """Give what a part with an amount lacks, or a milestone that was missed, with the reason; 0 when nothing does."""
    for part in topic.must_include:
        if part.amount is None:
            continue
        codes = _closed(case, part)
        got = sum(_on(use.credit, codes) for use in uses)
        if case.carried and topic.id not in case.rule.carry_over.excludes_topics:
            got += sum(size for code, size in case.person.prior.surplus_topics.items() if code in codes)
        if got < part.amount:
            words = f"{amounts.text(part.amount)} must be on {_words(part)}; {amounts.text(got)} are"
            return part.amount - got, words
    for months, amount in topic.milestones:
        day = case.months_into_cycle(months)
        got = sum(use.amount for use in uses if use.credit.day < day)
        if case.as_of >= day and got < amount:
            last = day - timedelta(days=1)
            return amount - got, f"{amounts.text(amount)} were due by {last}; {amounts.text(got)} were earned"
    return 0, ""


def _closed(case: Case, part: Part) -> frozenset[str]:
    return case.prepared.closure(frozenset({part.topic}))


def _words(part: Part) -> str:
    return part.topic.replace("_", " ")


def _alternative(case: Case, topic: Topic, turn: Turn) -> str:
    """Name another way that satisfies the mandate, or give an empty text."""
    for other in topic.alternatives:
        codes = case.prepared.closure(other.topics)
        bit = case.prepared.bits[topic.bucket] if topic.bucket else 0
        credits_ = [
            credit
            for credit, match in case.within(turn.first, turn.last)
            if codes & credit.kind.topics.keys() and (not bit or match.buckets & bit)
        ]
        got = sum(min(c.amount, _on(c, codes)) for c in credits_)
        parts = all(sum(_on(c, _closed(case, p)) for c in credits_) >= (p.amount or 1) for p in other.must_include)
        if got >= other.amount and parts:
            return "satisfied by " + ", ".join(sorted(code.replace("_", " ") for code in other.topics))
    return ""


def _on(credit: Credit, codes: frozenset[str]) -> int:
    return sum(credit.topics[code] for code in codes & credit.topics.keys())


def _after_first_cycle(case: Case, topic: Topic, line: Line) -> Line:
    """In a first cycle that owes nothing, say what becomes of a mandate that is not met."""
    first, term = case.rule.cycle.first, case.term
    if case.is_exempt and case.lifts_topics is None and line.verdict is Verdict.NOT_MET:
        return replace(line, verdict=Verdict.UNKNOWN, by=None, note="no source says whether the exemption lifts this")
    if term is None or not term.is_first or line.verdict is not Verdict.NOT_MET:
        return line
    if first.rule == "orientation_only" and topic.frequency.kind not in {"first_renewal", "first_cycle"}:
        return replace(
            line, verdict=Verdict.NOT_APPLICABLE, by=None, note="the first renewal asks only the orientation"
        )
    kind = topic.frequency.kind
    if not case.is_first_exempt or first.all_topics_still_due or kind in {"first_renewal", "first_cycle"}:
        return line
    if kind == "once" and topic.frequency.deadline is not None:
        return line
    if first.topics_still_due is None:
        note = "the first cycle owes no hours; no source says whether this stays due"
        return replace(line, verdict=Verdict.UNKNOWN, by=None, note=note)
    if topic.id in first.topics_still_due:
        return line
    return replace(line, verdict=Verdict.NOT_APPLICABLE, by=None, note="first renewal exempt")
