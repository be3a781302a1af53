"""Whom a report counts (reporting.md 1.3; the table of docs/explanation/reporting.md)."""

from decimal import Decimal

import pytest

from opencme.catalog.formats import formats
from opencme.rules.reporting.counting import WAYS, Counts, Taker, count, hours_of_instruction

MD = {"is_physician": True}
RN = {"is_physician": False}

CASES = [
    # a course of three sessions: who registered, whatever they attended
    ("registered", [Taker(**MD, attendances=3, took_part=True), Taker(**MD), Taker(**RN, attendances=1)], (2, 1)),
    # a series: 20 people in 52 sessions
    ("attendances", [Taker(**MD, attendances=52, took_part=True)] * 20, (1040, 0)),
    ("attendances", [Taker(**MD, attendances=2), Taker(**RN, attendances=5), Taker(**RN)], (2, 5)),
    # enduring: all or part, not who merely opened it
    ("took_part", [Taker(**MD, completed=True), Taker(**MD, took_part=True), Taker(**RN)], (2, 0)),
    # an article: who completed it
    ("completed", [Taker(**MD, completed=True), Taker(**MD, took_part=True), Taker(**RN, completed=True)], (1, 1)),
    ("registered", [], (0, 0)),
]


@pytest.mark.parametrize(("way", "takers", "expected"), CASES)
def test_learners_are_counted_in_the_way_of_the_format(way, takers, expected):
    physicians, others = expected
    assert count(takers, way) == Counts(physicians=physicians, others=others)
    assert count(iter(takers), way).total == physicians + others


def test_every_format_counts_in_a_way_there_is():
    ways = {key: str(entry.counted) for key, entry in formats.items()}
    assert set(ways.values()) <= WAYS
    assert (ways["live"], ways["rss"], ways["enduring"], ways["journal"]) == (
        "registered",
        "attendances",
        "took_part",
        "completed",
    )


def test_trap_14_hours_of_instruction_add_parallel_sessions():
    assert hours_of_instruction([60, 60, 60]) == Decimal("3.00")
    assert hours_of_instruction([22] * 10) == Decimal("3.75")
    assert hours_of_instruction([]) == 0


def test_unknown_way_is_a_bug():
    with pytest.raises(LookupError):
        count([], "downloads")
