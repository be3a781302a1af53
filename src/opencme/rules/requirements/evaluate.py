"""Judging one person by one rule on one day: the order of the steps is that of docs/explanation/requirements.md.

Cycle, first-cycle rule, exemptions, credit per bucket with caps, carry-over, events, total, minima, topics.
"""

from dataclasses import replace
from datetime import date

from opencme.rules.requirements.case import Case
from opencme.rules.requirements.conditions import holds
from opencme.rules.requirements.cycles import Fixed, due_day, fix, window_ending
from opencme.rules.requirements.definitions import UNDECIDED, Alternative
from opencme.rules.requirements.equivalences import Standing, apply_events, carry_over_line
from opencme.rules.requirements.facts import Person
from opencme.rules.requirements.lines import Because, Line, Verdict
from opencme.rules.requirements.owed import settle_required
from opencme.rules.requirements.prepare import Prepared
from opencme.rules.requirements.tally import Tally, is_waived, limit_lines, tally
from opencme.rules.requirements.topics import topic_lines


def evaluate(
    prepared: Prepared, person: Person, as_of: date, *, fixed: Fixed | None = None, with_proof: bool = False
) -> tuple[Line, ...]:
    """Say how ``person`` stands under the rule on the day ``as_of`` (a day on the authority's own calendar).

    person.credits must be sorted by ``facts.sort_credits``; credit after ``as_of`` does not count yet.
    fixed: the cycle where the caller has fixed it already.
    with_proof: record each line's ``why``; the verdicts are the same with and without.
    """
    rule = prepared.rule
    proof: list[Because] | None = [] if with_proof else None
    if rule.status in UNDECIDED:
        return _undecided(Case(prepared=prepared, rule=rule, person=person, as_of=as_of, term=None, proof=proof))
    term, questions = fixed or fix(rule, person, as_of)
    case = Case(
        prepared=prepared,
        rule=rule,
        person=person,
        as_of=as_of,
        term=term,
        cycle_questions=questions,
        proof=proof,
    )
    settle_required(case)
    case.match_credits()
    found = _tally(case)
    carried = carry_over_line(case, found)
    standing = apply_events(case, found)
    events = case.take_proof()
    topics, on_top = topic_lines(case)
    found.total_extra -= on_top
    total = _total(case, found, standing, events)
    limits = limit_lines(case, found, is_satisfied=bool(standing.satisfied_by))
    lifted = [_lift(line, standing) for line in topics]
    return (*([carried] if carried else []), total, *limits, *lifted)


def _undecided(case: Case) -> tuple[Line, ...]:
    """Answer for rules that no one can compute: say so, with what is known in words."""
    note = f"cannot be decided from the sources ({case.rule.status.replace('_', ' ')})"
    names = ("total", *(topic.id for topic in case.rule.topics))
    return tuple(case.line(name, required=None, counted=None, verdict=Verdict.UNKNOWN, note=note) for name in names)


def _tally(case: Case) -> Tally:
    first, last = case.window()
    whole_waived = any(
        limit.share == 1 and limit.operator == "min" and is_waived(limit, case) for limit in case.rule.limits
    )
    return tally(case, first, last, open_to_all=whole_waived)


def _total(case: Case, found: Tally, standing: Standing, events: tuple[Because, ...]) -> Line:
    """Make the line of the total."""
    counted, required = max(0, found.total), case.required
    if case.proof is not None:
        case.proof[:0] = events
    warnings = _warnings(case, standing)
    if case.rule.status == "voluntary":
        return case.line("total", required=0, counted=counted, verdict=Verdict.NOT_APPLICABLE, note="voluntary")
    if case.term is None and not case.rule.counts_for_life:
        return case.line(
            "total",
            required=required,
            counted=None,
            verdict=Verdict.UNKNOWN,
            questions=case.cycle_questions,
            note="the cycle is not known",
        )
    if required is None:
        note = case.required_note or "no source gives the amount"
        return case.line("total", required=None, counted=counted, note=note, questions=case.required_questions)
    if standing.satisfied_by:
        return case.line(
            "total", required=required, counted=max(counted, required), note=standing.satisfied_by, warnings=warnings
        )
    if case.rule.is_once:
        return _once(case, counted, required, warnings)
    note = case.required_note
    if counted < required:
        if (chosen := _alternative(case, counted)) is not None:
            return chosen
        if standing.maybe or standing.unquantified:
            return _perhaps(case, counted, required, standing)
        note = note or case.rule.grace_note
    return case.line("total", required=required, counted=counted, note=note, warnings=warnings)


def _perhaps(case: Case, counted: int, required: int, standing: Standing) -> Line:
    """Answer when an event may close the gap but nobody can compute by how much."""
    if standing.maybe:
        note = f"the authority may accept {standing.maybe}; that is its decision"
    else:
        note = f"no source gives what {', '.join(dict.fromkeys(standing.unquantified))} is worth"
    return case.line("total", required=required, counted=counted, verdict=Verdict.UNKNOWN, note=note)


def _once(case: Case, counted: int, required: int, warnings: tuple[str, ...]) -> Line:
    """Make the total of a rule that is owed once in a career."""
    if case.person.attested_before:
        return case.line("total", required=required, counted=max(counted, required), note="attested before; owed once")
    questions: list[str] = []
    deadline = case.rule.once_deadline
    due = due_day(deadline, case.rule, case.person, case.term, questions)
    if due is not None and deadline is not None and deadline.on_or_after and due < deadline.on_or_after:
        return case.line(
            "total",
            required=required,
            counted=counted,
            verdict=Verdict.NOT_DUE,
            note=f"asked at the first such day on or after {deadline.on_or_after}",
        )
    if counted < required and due is None:
        return case.line(
            "total", required=required, counted=counted, verdict=Verdict.UNKNOWN, questions=tuple(questions)
        )
    return case.line("total", required=required, counted=counted, by=due, warnings=warnings)


def _alternative(case: Case, counted: int) -> Line | None:
    """Give the total's line by another way that the rule allows and that is met; None when none is."""
    for other in case.rule.alternatives:
        if other.when is not None and holds(other.when, case.person.facts, []) is not True:
            continue
        got = _by_alternative(case, other)
        if other.total is not None and not other.is_discretionary and got is not None and got >= other.total:
            return case.line("total", required=other.total, counted=got, note=f"by the alternative “{other.id}”")
        if other.is_discretionary:
            note = f"the authority may accept “{other.id}”; that is its decision"
            return case.line("total", required=case.required, counted=counted, verdict=Verdict.UNKNOWN, note=note)
    return None


def _by_alternative(case: Case, other: Alternative) -> int | None:
    """Count credit the way an alternative does; None when one of its own minima is not reached."""
    prepared, end = case.prepared, case.last_day
    first, last = window_ending(end, other.window_months) if other.window_months else case.window()
    found = tally(case, first, min(last, case.as_of), open_to_all=bool(other.bucket_systems))
    if other.bucket_systems:
        return sum(amount for credit, _, amount in found.rows if credit.system in other.bucket_systems)
    if other.bucket:
        return found.of_bucket(prepared.bits[other.bucket], first, last)
    for key, amount in other.minima.items():
        if key in prepared.bits and found.of_bucket(prepared.bits[key], first, last) < amount:
            return None
    return found.total


def _warnings(case: Case, standing: Standing) -> tuple[str, ...]:
    """Name what the total rests on that no source confirmed."""
    found = list(case.warnings)
    if case.person.cycle is None and case.rule.cycle.unconfirmed:
        found.append(
            "the cycle's dates were remembered, not seen in a source: " + ", ".join(case.rule.cycle.unconfirmed)
        )
    asked = sorted(case.prepared.exempting - case.person.facts.keys())
    if asked:
        found.append("an exemption may apply; nobody said: " + ", ".join(asked))
    if standing.unquantified:
        found.append("not counted, since no source gives its worth: " + ", ".join(dict.fromkeys(standing.unquantified)))
    return tuple(found)


def _lift(line: Line, standing: Standing) -> Line:
    if line.line not in standing.waived or line.verdict is Verdict.MET:
        return line
    return replace(line, verdict=Verdict.NOT_APPLICABLE, by=None, note=f"lifted by {standing.satisfied_by}")
