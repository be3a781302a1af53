"""Which edition governs a cycle, and what many lines say together."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from opencme.catalog.requirement_sets import pack
from opencme.catalog.requirement_sets.own import read_own
from opencme.kernel.periods import Period
from opencme.rules.requirements import Line, Person, Rule, Verdict
from opencme.rules.requirements.cycles import Term
from opencme.rules.requirements.editions import governing, in_force
from opencme.rules.requirements.overall import due_next, open_questions, overall
from opencme.rules.requirements.writing import OwnRule, definition


def edition(hours: int, first: date | None, *, months: int = 24, last: date | None = None) -> Rule:
    rule = OwnRule(name="Harbor", hours=Decimal(hours), months=months, in_force_from=first, seen_on=date(2026, 1, 1))
    return replace(read_own("Harbor", definition(rule, f"own-{hours}", "own")), in_force_to=last)


OLD = edition(20, None)
NEW = edition(40, date(2027, 1, 1))
LONGER = edition(60, date(2027, 1, 1), months=36)


@pytest.mark.parametrize(
    ("editions", "day", "chosen"),
    [
        ((OLD, NEW), date(2026, 12, 31), OLD),
        ((OLD, NEW), date(2027, 1, 1), NEW),
        ((NEW,), date(2026, 12, 31), None),
        ((edition(5, None, last=date(2025, 1, 1)),), date(2026, 1, 1), None),
    ],
    ids=["before", "on the day", "not yet", "over"],
)
def test_the_latest_edition_in_force_on_the_day(editions: tuple[Rule, ...], day: date, chosen: Rule | None):
    assert in_force(editions, day) is chosen


def person(end: date) -> Person:
    return Person(dates={"licence_expiry": end})


def test_the_edition_of_the_cycles_last_day_governs_all_of_it():
    before, _fixed = governing((OLD, NEW), person(date(2026, 12, 31)), date(2026, 11, 25))
    after, _fixed = governing((OLD, NEW), person(date(2027, 6, 30)), date(2026, 11, 25))

    assert (before, after) == (OLD, NEW)


def test_a_longer_cycle_of_the_new_edition_is_fixed_anew():
    rule, (term, _asked) = governing((OLD, LONGER), person(date(2027, 6, 30)), date(2026, 11, 25))

    assert rule is LONGER
    assert term == Term(start=date(2024, 7, 1), end=date(2027, 6, 30), months=36, renewal=None, is_first=False)


def test_where_no_edition_was_in_force_there_is_none():
    later = edition(5, date(2030, 1, 1))

    rule, (term, _asked) = governing((later,), person(date(2027, 6, 30)), date(2026, 11, 25))

    assert rule is None
    assert term is not None
    assert Period(term.start, term.end) == Period(date(2025, 7, 1), date(2027, 6, 30))


def lines(*verdicts: Verdict) -> tuple[Line, ...]:
    return tuple(Line(rule="r", line=f"l{place}", verdict=verdict) for place, verdict in enumerate(verdicts))


@pytest.mark.parametrize(
    ("verdicts", "worst"),
    [
        ((Verdict.MET, Verdict.UNKNOWN, Verdict.NOT_MET), Verdict.NOT_MET),
        ((Verdict.MET, Verdict.UNKNOWN), Verdict.UNKNOWN),
        ((Verdict.MET, Verdict.NOT_DUE), Verdict.MET),
        ((Verdict.NOT_DUE, Verdict.CAPPED), Verdict.NOT_DUE),
        ((Verdict.NOT_APPLICABLE,), Verdict.NOT_APPLICABLE),
        ((), Verdict.NOT_APPLICABLE),
    ],
    ids=str,
)
def test_the_worst_line_speaks_for_all(verdicts: tuple[Verdict, ...], worst: Verdict):
    assert overall(OLD, lines(*verdicts)) is worst


def test_maxima_and_what_is_only_desirable_do_not_speak():
    illinois = pack()["us-il-md"]
    capped = next(limit for limit in illinois.limits if limit.operator == "max")
    found = (
        Line(rule=illinois.id, line="total", verdict=Verdict.MET),
        Line(rule=illinois.id, line=capped.id, verdict=Verdict.NOT_MET),
        Line(rule=illinois.id, line="carry_over", verdict=Verdict.UNKNOWN),
    )

    assert overall(illinois, found) is Verdict.MET


def test_the_nearest_day_is_that_of_something_missing():
    found = (
        Line(rule="r", line="a", verdict=Verdict.NOT_MET, by=date(2027, 5, 1)),
        Line(rule="r", line="b", verdict=Verdict.NOT_DUE, by=date(2026, 1, 1)),
        Line(rule="r", line="c", verdict=Verdict.NOT_MET, by=date(2027, 3, 1)),
    )

    assert due_next(found) == date(2027, 3, 1)
    assert due_next(()) is None


def test_what_most_lines_wait_for_is_asked_first_and_once():
    found = (
        Line(rule="r", line="a", verdict=Verdict.UNKNOWN, questions=("birth_date", "specialty")),
        Line(rule="r", line="b", verdict=Verdict.UNKNOWN, questions=("specialty",)),
        Line(rule="r", line="c", verdict=Verdict.UNKNOWN, questions=("in_training",)),
    )

    assert open_questions(found) == ("specialty", "birth_date", "in_training")
