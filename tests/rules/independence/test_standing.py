from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from control_facts import (
    AFTER,
    CONSULTANT,
    EARLY,
    EDITION,
    EMPLOYEE,
    NOW,
    OPTIONS,
    PRIVATE_STOCK,
    PUBLIC_STOCK,
    START,
    disclosed,
    judged,
    person,
)

from opencme.rules.independence.disclosure import asks_again, excludes, is_in_time
from opencme.rules.independence.edition import ControlRole
from opencme.rules.independence.facts import lookback_from
from opencme.rules.independence.status import STANDING_NAMES, Standing, status_of

PLANNER = ControlRole.PLANNER
PEER, RECUSED = "peer_review_content", "recuse"

# The worked table of docs/explanation/independence.md: who, what is known, where they stand, codes of the findings.
WORKED = [
    ("asked, not yet answered", person(), Standing.INVITED, ["independence.disclosure.missing"]),
    (
        "silent when the role began (TRAP-36)",
        person(starts_at=NOW - timedelta(days=1)),
        Standing.LATE,
        ["independence.disclosure.missing_late"],
    ),
    ("an explicit none", person(disclosed()), Standing.CLEARED, []),
    (
        "signed a minute after the role began",
        person(disclosed(signed_at=AFTER)),
        Standing.LATE,
        ["independence.disclosure.late"],
    ),
    ("signed at the very minute", person(disclosed(signed_at=START)), Standing.CLEARED, []),
    (
        "asked for 12 months only (TRAP-33)",
        person(disclosed(lookback=date(2025, 5, 14))),
        Standing.LATE,
        ["independence.disclosure.short"],
    ),
    (
        "not yet judged",
        person(disclosed(judged())),
        Standing.TO_JUDGE,
        ["independence.relevance.undecided"],
    ),
    ("not relevant", person(disclosed(judged(relevant=False))), Standing.CLEARED, []),
    (
        "relevant; to disclose it does not mitigate (TRAP-40)",
        person(disclosed(judged(relevant=True))),
        Standing.TO_MITIGATE,
        ["independence.mitigation.missing"],
    ),
    (
        "relevant, content reviewed by a peer",
        person(disclosed(judged(relevant=True, method=PEER))),
        Standing.CLEARED,
        [],
    ),
    (
        "mitigated after the role began (TRAP-41)",
        person(disclosed(judged(relevant=True, method=PEER, at=AFTER))),
        Standing.LATE,
        ["independence.mitigation.late"],
    ),
    (
        "a planner mitigated by a method for faculty",
        person(disclosed(judged(relevant=True, method=PEER)), role=PLANNER),
        Standing.TO_MITIGATE,
        ["independence.mitigation.missing"],
    ),
    (
        "a planner who recused",
        person(disclosed(judged(relevant=True, method=RECUSED)), role=PLANNER),
        Standing.CLEARED,
        [],
    ),
    (
        "an employee, whatever was decided and done (TRAP-40)",
        person(disclosed(judged(EMPLOYEE, relevant=True, method=PEER))),
        Standing.EXCLUDED,
        ["independence.excluded"],
    ),
    (
        "an employee excepted because the content is unrelated",
        person(disclosed(judged(EMPLOYEE, exception="unrelated_content"))),
        Standing.CLEARED,
        [],
    ),
    (
        "an employee excepted as a technician, still to judge",
        person(disclosed(judged(EMPLOYEE, exception="device_technician"))),
        Standing.TO_JUDGE,
        ["independence.relevance.undecided"],
    ),
    (
        "employment that has ended",
        person(disclosed(judged(replace(EMPLOYEE, has_ended=True)))),
        Standing.TO_JUDGE,
        ["independence.relevance.undecided"],
    ),
    (
        "stock of a privately held company (TRAP-63)",
        person(disclosed(judged(PRIVATE_STOCK, relevant=True, method=PEER))),
        Standing.EXCLUDED,
        ["independence.excluded"],
    ),
    (
        "publicly traded stock (TRAP-63)",
        person(disclosed(judged(PUBLIC_STOCK, relevant=True, method=PEER))),
        Standing.CLEARED,
        [],
    ),
    (
        "one relationship settled, one not",
        person(disclosed(judged(relevant=True, method=PEER), judged(OPTIONS))),
        Standing.TO_JUDGE,
        ["independence.relevance.undecided"],
    ),
    ("left the role", person(withdrawn_at=EARLY), Standing.WITHDRAWN, []),
]


@pytest.mark.parametrize(("who", "standing", "codes"), [row[1:] for row in WORKED], ids=[row[0] for row in WORKED])
def test_standing_of_one_person(who, standing, codes):
    status = status_of(who, EDITION, NOW)

    assert (status.standing, [each.code for each in status.findings]) == (standing, codes)
    assert all(each.owes and each.fix for each in status.findings)


def test_the_documentation_shows_this_table():
    text = (Path(__file__).parents[3] / "docs/explanation/independence.md").read_text(encoding="utf-8")
    shown = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in text.splitlines() if "|" in line]

    assert [row for row in shown if row[0] in {each[0] for each in WORKED}] == [
        (row[0], STANDING_NAMES[row[2]]) for row in WORKED
    ]


def test_trap_33_lookback_is_24_months_from_the_start_of_the_role_not_from_the_form():
    assert lookback_from(date(2026, 5, 14), EDITION) == date(2024, 5, 14)
    assert lookback_from(date(2026, 2, 28), EDITION) == date(2024, 2, 28)
    assert lookback_from(date(2028, 2, 29), EDITION) == date(2026, 2, 28)

    signed_for_later_start = disclosed(signed_at=EARLY, lookback=date(2024, 5, 14))
    assert is_in_time(signed_for_later_start, person(), EDITION)
    moved_earlier = person(starts_at=datetime(2026, 5, 1, 13, tzinfo=UTC))
    assert not is_in_time(signed_for_later_start, moved_earlier, EDITION)


def test_trap_33_the_day_of_the_start_is_the_local_one():
    late_evening_in_chicago = person(starts_at=datetime(2026, 5, 15, 3, tzinfo=UTC))

    assert late_evening_in_chicago.start_day == date(2026, 5, 14)


def test_trap_33_a_stale_form_is_advice_to_ask_again():
    old = disclosed(signed_at=datetime(2025, 5, 1, tzinfo=UTC))
    status = status_of(person(old), EDITION, NOW)

    assert status.standing is Standing.CLEARED
    assert [(each.code, each.blocking) for each in status.findings] == [("independence.disclosure.stale", False)]


@pytest.mark.parametrize(
    ("stated", "excluded"),
    [
        (PRIVATE_STOCK, True),
        (PUBLIC_STOCK, False),
        (OPTIONS, False),
        (replace(CONSULTANT, kind="royalties"), False),
        (EMPLOYEE, True),
        (replace(EMPLOYEE, has_ended=True), False),
        (replace(PRIVATE_STOCK, has_ended=True), False),
        (replace(CONSULTANT, kind="executive"), False),
        (replace(CONSULTANT, kind="gone from the catalog"), False),
    ],
)
def test_trap_63_who_is_owner_or_employee(stated, excluded):
    assert excludes(stated, EDITION) is excluded


def test_an_honest_update_after_the_start_keeps_the_earlier_signature_but_not_an_unmitigated_tie():
    before, update = disclosed(), disclosed(judged(relevant=False), signed_at=AFTER)
    assert status_of(person(update, before), EDITION, AFTER).standing is Standing.CLEARED

    related = disclosed(judged(relevant=True, method=PEER, at=AFTER), signed_at=AFTER)
    assert status_of(person(related, before), EDITION, AFTER).standing is Standing.LATE


def test_an_exception_to_the_standard_asks_nobody_and_a_left_role_keeps_its_standing():
    assert status_of(person(), EDITION, NOW, standard_exception="nonclinical").standing is Standing.NOT_REQUIRED
    assert status_of(person(), EDITION, NOW, standard_exception="made up").standing is Standing.INVITED

    left = status_of(person(disclosed(), withdrawn_at=AFTER), EDITION, AFTER)
    assert (left.standing, left.before, left.is_cleared) == (Standing.WITHDRAWN, Standing.CLEARED, False)


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        (date(2026, 5, 14), date(2026, 5, 14), False),
        (date(2026, 5, 14), date(2026, 6, 14), True),
        (date(2026, 5, 14), date(2026, 4, 1), True),
        (date(2026, 5, 14), date(2026, 3, 1), False),
    ],
)
def test_moving_the_start_to_another_day_ahead_asks_again(old, new, again):
    assert asks_again(old_day=old, new_day=new, today=date(2026, 3, 2)) is again
