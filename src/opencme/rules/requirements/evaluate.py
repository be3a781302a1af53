"""Judging one person by one rule on one day: the order of the steps is that of docs/explanation/requirements.md.

Cycle, first-cycle rule, exemptions, credit per bucket with caps, carry-over, events, total, minima, topics.
"""

from dataclasses import replace
from datetime import date

from opencme.rules.requirements.case import Case
from opencme.rules.requirements.cycles import Fixed, due_day, fix
from opencme.rules.requirements.definitions import UNDECIDED
from opencme.rules.requirements.equivalences import Standing, apply_events, carry_over_line
from opencme.rules.requirements.facts import Person
from opencme.rules.requirements.lines import Because, Line, Verdict
from opencme.rules.requirements.owed import settle_required
from opencme.rules.requirements.prepare import Prepared
from opencme.rules.requirements.tally import Tally, limit_lines, tally
from opencme.rules.requirements.topics import topic_lines
from opencme.rules.requirements.ways import choose, discretionary


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
    if rule.is_undecided:
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
    if rule.alternatives:
        choose(case, _count)
    found = tally(case)
    steps = case.take_proof()
    carried = carry_over_line(case, found)
    if case.carried:
        case.say("carry_over", "surplus of the cycle before", case.carried, "moves on")
    standing = apply_events(case, found)
    steps = (*steps, *case.take_proof())
    topics, on_top = topic_lines(case)
    found.total_extra -= on_top
    if on_top:
        case.say("total", "mandates on top", -on_top, "owed beside the total, so they do not fill it")
    total = _total(case, found, standing, steps)
    limits = limit_lines(case, found, is_satisfied=bool(standing.satisfied_by or _done_once(case)))
    if rule.is_once:
        limits = [_as_total(line, total) for line in limits]
    lifted = [_lift(line, standing) for line in topics] if standing.waived else topics
    return (*([carried] if carried else []), total, *limits, *lifted)


def _undecided(case: Case) -> tuple[Line, ...]:
    """Answer for rules that no one can compute: say so, with what is known in words."""
    reason = case.rule.status.replace("_", " ") if case.rule.status in UNDECIDED else "unverified"
    note = f"cannot be decided from the sources ({reason}). {case.rule.notes}".strip()
    names = ("total", *(topic.id for topic in case.rule.topics))
    return tuple(case.line(name, required=None, counted=None, verdict=Verdict.UNKNOWN, note=note) for name in names)


def _count(case: Case) -> Tally:
    """Count credit with surplus and events, to compare alternatives."""
    found = tally(case)
    carry_over_line(case, found)
    standing = apply_events(case, found)
    if standing.satisfied_by:
        found.total_extra += case.required or 0
    return found


def _total(case: Case, found: Tally, standing: Standing, steps: tuple[Because, ...]) -> Line:
    """Make the line of the total."""
    counted, required = max(0, found.total), case.required
    if case.proof is not None:
        case.proof[:0] = steps
    warnings = _warnings(case, found, standing, is_short=required is None or counted < required)
    if case.rule.status == "voluntary":
        return case.line("total", required=0, counted=counted, verdict=Verdict.NOT_APPLICABLE, note="voluntary")
    if case.term is None and not case.rule.counts_for_life:
        return _without_cycle(case, required, warnings)
    if standing.satisfied_by:
        shown, note = max(counted, required or 0), standing.satisfied_by
        return case.line("total", required=required, counted=shown, verdict=Verdict.MET, note=note, warnings=warnings)
    if required is None:
        note, asked = case.required_note or "no source gives the amount", case.required_questions
        return case.line("total", required=None, counted=counted, note=note, questions=asked, warnings=warnings)
    if case.rule.is_once:
        return _once(case, counted, required, warnings)
    return _measured(case, standing, counted, required, warnings)


def _measured(case: Case, standing: Standing, counted: int, required: int, warnings: tuple[str, ...]) -> Line:
    """Make the line of a total that is owed in the cycle, with what may close a gap."""
    note = case.required_note or (f"by the alternative “{case.way.id}”" if case.way else "")
    if case.rule.status == "recommended":
        note = note or "recommended, not a duty"
    verdict: Verdict | None = None
    asked: tuple[str, ...] = ()
    if counted < required:
        if case.half_exempt:
            verdict, asked, note = Verdict.UNKNOWN, tuple(case.half_exempt), "an exemption applies if this holds too"
        elif case.open_ways:
            verdict, asked, note = Verdict.UNKNOWN, tuple(case.open_ways), "another way would be met if it binds"
        elif perhaps := _perhaps(case, standing, required - counted):
            verdict, note = Verdict.UNKNOWN, perhaps
        note = note or case.rule.grace_note
    return case.line(
        "total", required=required, counted=counted, verdict=verdict, note=note, questions=asked, warnings=warnings
    )


def _without_cycle(case: Case, required: int | None, warnings: tuple[str, ...]) -> Line:
    """Answer where the cycle is not known: only of nothing asked can it be said that it is met."""
    if required == 0:
        return case.line("total", required=0, counted=0, note=case.required_note, warnings=warnings)
    note, questions = "the cycle is not known", case.cycle_questions
    return case.line("total", required=required, counted=None, note=note, questions=questions)


def _perhaps(case: Case, standing: Standing, gap: int) -> str:
    """Say why the gap may be closed although nobody can compute it; empty when nothing may close it."""
    if standing.maybe:
        return standing.maybe
    if standing.may_give(gap):
        return f"no source gives what {', '.join(dict.fromkeys(standing.unquantified))} is worth"
    if case.rule.carry_over.allowed is None and sum(case.person.prior.surplus.values()) >= gap:
        return "no source says whether surplus moves on"
    if (other := discretionary(case)) is not None:
        return f"the authority may accept “{other.id}”; that is its decision"
    return ""


def _once(case: Case, counted: int, required: int, warnings: tuple[str, ...]) -> Line:
    """Make the total of a rule that is owed once in a career."""
    if note := _done_once(case):
        warnings = () if case.person.attested_before else warnings
        return case.line("total", required=required, counted=max(counted, required), note=note, warnings=warnings)
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


def _as_total(line: Line, total: Line) -> Line:
    """Let a minimum of a rule owed once be due when its total is: not before it, and not known where that is not."""
    if line.verdict is not Verdict.NOT_MET:
        return line
    if total.verdict in {Verdict.UNKNOWN, Verdict.NOT_DUE}:
        note = line.note or total.note
        return replace(line, verdict=total.verdict, by=total.by, note=note, questions=total.questions)
    return replace(line, by=total.by or line.by)


def _done_once(case: Case) -> str:
    """Say what shows that a rule owed once in a career is done with, its minima too; empty when nothing does."""
    if not case.rule.is_once:
        return ""
    if case.person.attested_before:
        return "attested before; owed once"
    for name in case.rule.satisfied_by:
        day = case.person.prior.completed.get(name)
        if day is not None and day <= case.as_of:
            return f"satisfied by {name}, completed {day}"
    return ""


def _warnings(case: Case, counted: Tally, standing: Standing, *, is_short: bool) -> tuple[str, ...]:
    """Name what the total rests on that no source confirmed or nobody said."""
    doubts, term = case.prepared.doubts, case.term
    found = [*case.warnings, *doubts.get("total", ())]
    if case.person.cycle is None:
        found.extend(doubts.get("cycle", ()))
        if unseen := case.rule.cycle.unconfirmed:
            found.append("the cycle's dates were remembered, not seen in a source: " + ", ".join(unseen))
    if term is not None and term.is_first:
        found.extend(doubts.get("first_cycle", ()))
    if is_short and term is not None and term.renewal is None and case.rule.cycle.first.rule not in {"full", "none"}:
        found.append("a first cycle may ask less; nobody said which renewal this is")
    if counted.presumed:
        found.append(f"nobody said whether {counted.presumed} of the credits lie in the practice area; they count")
    if standing.dated:
        found.append("before the cycle, and no source says how long it stands: " + ", ".join(standing.dated))
    if asked := case.prepared.exempting - case.person.facts.keys():
        found.append("an exemption may apply; nobody said: " + ", ".join(sorted(asked)))
    if standing.unquantified:
        found.append("not counted, since no source gives its worth: " + ", ".join(dict.fromkeys(standing.unquantified)))
    return tuple(found)


def _lift(line: Line, standing: Standing) -> Line:
    if line.line not in standing.waived or line.verdict is Verdict.MET:
        return line
    return replace(line, verdict=Verdict.NOT_APPLICABLE, by=None, note=f"lifted by {standing.satisfied_by}")
