"""When a topic mandate is owed: in this cycle, on a day of its own, or not yet; and which days count for it."""

from datetime import date, timedelta
from typing import Final, NamedTuple

from opencme.rules.requirements.case import DAWN, Case
from opencme.rules.requirements.cycles import add_months, due_day, event_day, was_held, window_ending
from opencme.rules.requirements.definitions import Frequency, Topic

CERTIFICATE: Final = "certificate_start"


class Turn(NamedTuple):
    """When a mandate is owed: in this cycle, on ``by``, counted from ``first`` through ``last``; or not yet.

    is_due None: cannot be said, ``questions`` tell why. times: how often the amount is owed in the cycle.
    """

    is_due: bool | None
    by: date | None = None
    first: date = DAWN
    last: date = date.max
    times: int = 1
    note: str = ""
    questions: tuple[str, ...] = ()
    applies: bool = True


def turn_of(case: Case, topic: Topic, frequency: Frequency) -> Turn:
    """Say when a mandate is owed."""
    term, kind = case.term, frequency.kind
    if kind == "once":
        return _once(case, frequency)
    if kind == "none":
        return Turn(is_due=None, note="no amount is asked")
    if term is None:
        return Turn(is_due=None, questions=case.cycle_questions, note="the cycle is not known")
    every = Turn(is_due=True, by=term.end, first=term.start, last=term.end)
    if kind == "every_cycle":
        if case.way is not None and topic.bucket in case.way.minima:
            return every._replace(first=case.window()[0])
        return every
    if kind == "per_year":
        return every._replace(times=max(1, round(term.months / 12)))
    if kind == "every_n_months":
        return _rolling(case, topic, frequency)
    return _by_renewal(case, topic, frequency, every)


def _by_renewal(case: Case, topic: Topic, frequency: Frequency, every: Turn) -> Turn:
    """Turns that hang on which renewal it is."""
    term, kind, n = case.term, frequency.kind, frequency.n or 1
    if term is None or kind == "within_years":
        return _in_years(case, frequency)
    if kind == "sequence":
        return _sequence(case, topic, frequency)
    if term.renewal is None:
        return Turn(
            is_due=None,
            first=every.first,
            last=every.last,
            questions=("renewal_number",),
            note="which renewal it is decides",
        )
    if kind in {"first_renewal", "first_cycle"}:
        return every if term.is_first else every._replace(applies=False, note="owed at the first renewal only")
    if kind == "first_n_cycles":
        return every if term.renewal <= n else every._replace(applies=False, note=f"owed in the first {n} cycles only")
    if kind == "every_n_cycles":
        ahead = -term.renewal % n
        due = add_months(term.end, ahead * term.months)
        first = window_ending(due, n * term.months)[0]
        return Turn(
            is_due=not ahead, by=due, first=first, last=due, note="" if not ahead else f"due every {n} renewals"
        )
    msg = f"unknown frequency {kind!r}"
    raise ValueError(msg)


def _in_years(case: Case, frequency: Frequency) -> Turn:
    """Owed within years of the certificate, counted from its first day; what ended before this cycle is past."""
    begun, first, last = event_day(CERTIFICATE, case.person), frequency.from_year or 1, frequency.to_year or 1
    if begun is None or case.term is None:
        return Turn(is_due=None, note="owed in given years of the certificate", questions=(CERTIFICATE,))
    since, until = add_months(begun, 12 * (first - 1)), add_months(begun, 12 * last) - timedelta(days=1)
    note = f"in years {first} to {last} of the certificate"
    return Turn(
        is_due=until <= case.term.end,
        by=until,
        first=since,
        last=until,
        note=note,
        applies=until >= case.term.start,
    )


def _sequence(case: Case, topic: Topic, frequency: Frequency) -> Turn:
    for step in frequency.steps:
        turn = turn_of(case, topic, step)
        if turn.applies:
            return turn
    if all(step.kind == "within_years" for step in frequency.steps):
        note = "every year of the certificate is past; the present one has another first day"
        return Turn(is_due=None, note=note, questions=(CERTIFICATE,))
    return Turn(is_due=True, applies=False, note="every step of the sequence is past")


def _rolling(case: Case, topic: Topic, frequency: Frequency) -> Turn:
    """Every so many months from the last completion; without one, the months that end with the cycle."""
    term, n = case.term, frequency.n or 0
    if term is None:
        return Turn(is_due=None, questions=case.cycle_questions)
    last = case.person.prior.last_done.get(topic.id) or case.person.prior.completed.get(topic.id)
    if last is not None:
        due = add_months(last, n)
        if due > term.end:
            return Turn(is_due=False, by=due, first=last + timedelta(days=1), note=f"last done {last}")
        note = "overdue" if due < case.as_of else ""
        return Turn(is_due=True, by=due, first=last + timedelta(days=1), note=note)
    first = window_ending(term.end, n)[0]
    if frequency.first_at is not None:
        questions: list[str] = []
        if frequency.first_at.renewal_number is not None and term.renewal is None:
            note = "which renewal it is decides"
            return Turn(is_due=None, first=first, last=term.end, questions=("renewal_number",), note=note)
        due_first = due_day(frequency.first_at, case.rule, case.person, term, questions)
        if due_first is not None and due_first > term.end:
            return Turn(is_due=False, by=due_first, first=first)
        if due_first is not None and frequency.first_at.event and due_first >= case.as_of:
            return Turn(is_due=True, by=due_first, first=first, last=max(due_first, term.end))
    return Turn(is_due=True, by=term.end, first=first, last=term.end)


def _once(case: Case, frequency: Frequency) -> Turn:
    """Owed once in a career: every credit ever earned counts, unless the clause wants it after a day.

    Due on its day or with this cycle.
    """
    questions: list[str] = []
    deadline = frequency.deadline
    first = (deadline.not_before if deadline else None) or DAWN
    due = due_day(deadline, case.rule, case.person, case.term, questions)
    if due is None and deadline is not None and deadline.by and was_held(deadline.by, case.person, case.term) is False:
        note = f"due by {deadline.by}, before the license was issued; no source says when it is owed since"
        return Turn(is_due=None, first=first, note=note)
    if due is None:
        asked = questions or list(case.cycle_questions)
        note = "when it is due is not known" if asked else ""
        return Turn(is_due=None if asked else True, first=first, questions=tuple(asked), note=note)
    if case.term is not None and due > case.term.end and due > case.as_of:
        return Turn(is_due=False, by=due, first=first)
    return Turn(is_due=True, by=due, first=first, note="overdue" if due < case.as_of else "")
