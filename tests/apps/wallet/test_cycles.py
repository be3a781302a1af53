"""Earlier cycles: as far back as credits reach, each judged by the edition of its own time, without one more query."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import people
import pytest
import wallets
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opencme.apps.wallet.selectors.cycles import cycle_holding, cycles_of, stand_in
from opencme.apps.wallet.selectors.standing import Standing, wallet_of
from opencme.apps.wallet.selectors.transcripts import Wanted, transcript_of
from opencme.apps.wallet.services.facts import add_earlier
from opencme.apps.wallet.services.own_rules import amend_own_rules
from opencme.kernel.findings import NotFound
from opencme.rules.requirements import Verdict
from opencme.web.wallet.cards import rows

pytestmark = pytest.mark.django_db


def terms(who: object, row: object, today: date = wallets.TODAY) -> list[tuple[str, str, int | None]]:
    wallet = wallet_of(who.pk)
    return [
        (str(each.term.first), str(each.term.last), stand_in(wallet, each).cycle.renewal)
        for each in cycles_of(wallet, wallet.obligations[0], today)
    ]


@pytest.mark.parametrize(
    ("values", "credited", "expected"),
    [
        ({}, [], [("2025-06-01", "2027-05-31", 9)]),
        ({}, [date(2025, 6, 1)], [("2025-06-01", "2027-05-31", 9)]),
        ({}, [date(2025, 5, 31)], [("2025-06-01", "2027-05-31", 9), ("2023-06-01", "2025-05-31", 8)]),
        (
            {"cycle_start": date(2025, 9, 1)},
            [date(2021, 9, 1)],
            [("2025-09-01", "2027-05-31", 9), ("2023-09-01", "2025-08-31", 8), ("2021-09-01", "2023-08-31", 7)],
        ),
        ({"issued_on": date(2024, 1, 5), "renewal_number": 2}, [date(2020, 1, 1)],
         [("2025-06-01", "2027-05-31", 2), ("2023-06-01", "2025-05-31", 1)]),
    ],
    ids=["no credit", "inside", "the day before", "a cycle of its own length", "none before the license"],
)  # fmt: skip
def test_cycles_go_back_to_the_first_credit_and_no_further_than_the_license(values, credited, expected):
    who = people.dee()
    row = wallets.obligation(who, wallets.CALIFORNIA, **{"cycle_end": date(2027, 5, 31), "renewal_number": 9, **values})
    for day in credited:
        wallets.credit(who, day, "1")

    assert terms(who, row) == expected


def test_a_later_edition_never_changes_an_earlier_cycle():
    who = people.dee()
    row = wallets.hospital(who)
    wallets.credit(who, date(2024, 3, 1), "21", topics={"patient_safety": "2"})
    before = wallet_of(who.pk)
    first = [stand_in(before, each) for each in cycles_of(before, before.obligations[0], wallets.TODAY)]
    amend_own_rules(
        by=wallets.actor(who),
        obligation_id=row.public_id,
        rule=replace(wallets.HOSPITAL, hours=Decimal(90), in_force_from=date(2026, 1, 1)),
        now=wallets.NOW,
    )
    after = wallet_of(who.pk)
    second = [stand_in(after, each) for each in cycles_of(after, after.obligations[0], wallets.TODAY)]

    assert [(each.verdict, each.total.required) for each in first] == [
        (Verdict.NOT_MET, 20_000), (Verdict.MET, 20_000)
    ]  # fmt: skip
    assert [(each.verdict, each.total.required) for each in second] == [
        (Verdict.NOT_MET, 90_000), (Verdict.MET, 20_000)
    ]  # fmt: skip
    assert first[1].lines == second[1].lines


def test_what_was_noted_of_the_present_cycle_does_not_reach_into_the_one_before():
    who = people.dee()
    row = wallets.hospital(who)
    wallets.credit(who, date(2024, 3, 1), "18.5", topics={"patient_safety": "2"})
    add_earlier(by=wallets.actor(who), obligation_id=row.public_id, kind="surplus", name="total",
                 quantity=Decimal(10), now=wallets.NOW)  # fmt: skip
    wallet = wallet_of(who.pk)
    held = cycle_holding(wallet, wallet.obligations[0], date(2024, 5, 5), wallets.TODAY)

    assert (held.as_of, held.is_over) == (date(2025, 6, 30), True)
    assert stand_in(wallet, held).total.missing == 1_500


def test_what_is_owed_once_is_no_verdict_of_an_earlier_cycle_and_missing_in_the_present_one():
    who = people.dee()
    wallets.obligation(
        who, wallets.MASSACHUSETTS, cycle_end=date(2027, 5, 14), renewal_number=4, issued_on=date(2018, 6, 4)
    )
    for code in ("prescribes_controlled", "practising_medicine", "serves_adults"):
        wallets.answer(who, code, value=True)
    wallets.credit(who, date(2024, 3, 1), "100", topics={"risk_management": "10"})
    wallet = wallet_of(who.pk)
    now, then = (stand_in(wallet, each) for each in cycles_of(wallet, wallet.obligations[0], wallets.TODAY)[:2])
    once = {each.id for each in now.rule.topics if each.frequency.kind == "once"}

    def verdicts(of: Standing) -> tuple[set[str], set[str]]:
        owed_once = {each.verdict for each in of.mandates if each.line in once}
        return owed_once, {each.verdict for each in of.mandates if each.line not in once}

    assert verdicts(now) == ({Verdict.NOT_MET}, {Verdict.NOT_MET})
    assert verdicts(then) == ({Verdict.UNKNOWN}, {Verdict.MET, Verdict.NOT_MET})
    drawn = [row for row in rows(then, wallets.TODAY) if row.line.line in once]
    assert {(row.kind, row.word, row.counted, row.by) for row in drawn} == {("cannot_decide", "Not noted", "", None)}

    wallets.credit(who, date(2024, 3, 2), "9", topics={"opioid_prescribing": "6", "board_regulations": "3"})
    wallet = wallet_of(who.pk)
    earlier = stand_in(wallet, cycles_of(wallet, wallet.obligations[0], wallets.TODAY)[1])
    assert (earlier.verdict, earlier.missing) == (Verdict.UNKNOWN, ())


def test_a_transcript_of_an_earlier_cycle_asks_no_more_queries_and_is_nobody_elses():
    who = people.dee()
    row = wallets.hospital(who)
    wallets.credit(who, date(2026, 3, 1), "2", title="Now")
    few = CaptureQueriesContext(connection)
    with few:
        transcript_of(who.pk, Wanted(authority=row.public_id), wallets.TODAY)
    for year in range(2000, 2026):
        wallets.credit(who, date(year, 3, 1), "2", title=f"Year {year}")
    many = CaptureQueriesContext(connection)
    with many:
        found = transcript_of(who.pk, Wanted(authority=row.public_id, cycle=date(2020, 1, 1)), wallets.TODAY)

    assert len(many) == len(few)
    assert len(found.choices) == 14
    assert [line.held.title for line in found.lines] == ["Year 2021", "Year 2020"]
    assert (found.first, found.last) == (date(2019, 7, 1), date(2021, 6, 30))
    for person, wanted in (
        (people.nia(), Wanted(authority=row.public_id, cycle=date(2020, 1, 1))),
        (who, Wanted(authority=row.public_id, cycle=date(1970, 1, 1))),
    ):
        with pytest.raises(NotFound):
            transcript_of(person.pk, wanted, wallets.TODAY)
