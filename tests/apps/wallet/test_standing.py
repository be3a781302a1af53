"""Where Dee stands: every authority judged from one reading of the wallet."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import people
import pytest
import wallets
from wallets import TODAY

from opencme.apps.wallet.models import Obligation
from opencme.apps.wallet.selectors.standing import Standing, standings
from opencme.apps.wallet.selectors.transcripts import COUNTS, Wanted, transcript_of
from opencme.apps.wallet.services.facts import add_earlier
from opencme.apps.wallet.services.obligations import (
    change_obligation,
    end_obligation,
    renew_obligation,
    restore_obligation,
)
from opencme.apps.wallet.services.own_rules import amend_own_rules
from opencme.kernel.findings import DomainError
from opencme.kernel.periods import Period
from opencme.rules.requirements import amounts
from opencme.rules.requirements.writing import OwnRule

pytestmark = pytest.mark.django_db


def of(person_id: int, family: str, day: date = TODAY) -> Standing:
    return next(each for each in standings(person_id, day) if family in (each.obligation.family, each.edition))


def said(standing: Standing) -> dict[str, tuple[str, str]]:
    """The lines of a standing: verdict and what counted."""
    return {
        line.line: (str(line.verdict), amounts.text(line.counted) if line.counted is not None else "?")
        for line in standing.lines
    }


def test_every_authority_is_judged_in_the_persons_order_from_one_reading() -> None:
    who = wallets.dee()

    found = standings(who.pk, TODAY)

    assert [(each.edition, str(each.verdict), each.term) for each in found[:5]] == [
        ("us-ma-md", "not_met", Period(date(2025, 5, 15), date(2027, 5, 14))),
        ("us-ny-md", "not_met", Period(date(2025, 6, 1), date(2027, 5, 31))),
        ("us-ca-md", "not_met", Period(date(2025, 6, 1), date(2027, 5, 31))),
        ("abim", "not_met", Period(date(2024, 1, 1), date(2028, 12, 31))),
        ("us-fed-dea-mate", "not_met", Period(date(2024, 4, 1), date(2027, 3, 31))),
    ]
    assert said(found[5]) == {"total": ("met", "31"), "patient_safety-1": ("not_met", "0")}
    assert (found[0].due, found[0].questions) == (date(2023, 5, 14), ())
    assert (found[4].due, found[4].questions) == (date(2027, 3, 31), ("attested_before",))


def test_the_queries_do_not_grow_with_what_is_renewed(django_assert_num_queries: object) -> None:
    who = people.dee()
    wallets.hospital(who)
    wallets.credit(who, date(2026, 1, 2))

    with django_assert_num_queries(4):
        standings(who.pk, TODAY)

    wallets.dee()
    with django_assert_num_queries(4):
        assert len(standings(who.pk, TODAY)) == 6


def test_who_renews_a_dea_registration_is_not_asked_whether_they_hold_one() -> None:
    who = people.dee()
    wallets.obligation(who, wallets.NEW_YORK, cycle_end=date(2027, 5, 31), renewal_number=3)
    before = of(who.pk, "us-ny-md")

    wallets.obligation(who, wallets.DEA)
    after = of(who.pk, "us-ny-md")

    assert "dea_registered" in before.questions
    assert "dea_registered" not in after.questions
    assert said(after)["ny-pain"] == ("not_met", "0")


def test_a_cycle_that_ended_is_followed_and_the_renewal_is_counted_on() -> None:
    who = people.dee()
    row = wallets.obligation(
        who, "us-ca-md", cycle_start=date(2022, 9, 1), cycle_end=date(2024, 8, 31), renewal_number=1
    )

    standing = of(who.pk, "us-ca-md")

    assert standing.has_ended
    assert standing.term == Period(date(2026, 9, 1), date(2028, 8, 31))
    assert standing.cycle is not None
    assert standing.cycle.renewal == 3
    row.refresh_from_db()
    assert row.renewal_number == 1


def test_renewing_moves_surplus_on_only_where_the_rule_lets_it() -> None:
    who = people.dee()
    iowa = wallets.obligation(who, "us-ia-md", cycle_end=date(2026, 12, 31), renewal_number=2)
    california = wallets.obligation(who, "us-ca-md", cycle_end=date(2026, 12, 31), renewal_number=2)
    wallets.credit(who, date(2026, 3, 1), "60", topics={})

    for row in (iowa, california):
        renew_obligation(by=wallets.actor(who), obligation_id=row.public_id, now=wallets.NOW)

    later = date(2027, 2, 1)
    assert said(of(who.pk, "us-ia-md", later))["carry_over"] == ("applied", "20")
    assert of(who.pk, "us-ia-md", later).term == Period(date(2027, 1, 1), date(2028, 12, 31))
    assert "carry_over" not in said(of(who.pk, "us-ca-md", later))


def test_renewing_or_ending_sent_twice_happens_once() -> None:
    who = people.dee()
    row = wallets.obligation(who, "us-ia-md", cycle_end=date(2026, 12, 31))
    by = wallets.actor(who)

    for _again in range(2):
        renew_obligation(by=by, obligation_id=row.public_id, ended=date(2026, 12, 31), now=wallets.NOW)
        end_obligation(by=by, obligation_id=row.public_id, now=wallets.NOW)
        restore_obligation(by=by, obligation_id=row.public_id, now=wallets.NOW)
    for _again in range(2):
        ended = end_obligation(by=by, obligation_id=row.public_id, now=wallets.NOW)

    assert (ended.cycle_start, ended.cycle_end) == (date(2027, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("last", "is_taken"),
    [(date(2026, 1, 1), True), (date(2028, 1, 1), True), (date(2028, 1, 2), False), (date(2040, 1, 1), False)],
    ids=str,
)
@pytest.mark.parametrize("act", ["renew", "change", "add"])
def test_a_cycle_of_more_than_twice_its_length_is_refused_with_the_day_expected(
    act: str, last: date, *, is_taken: bool
) -> None:
    who = people.dee()
    by, first = wallets.actor(who), date(2024, 1, 2)
    days = {"cycle_start": first, "cycle_end": last}
    row = None if act == "add" else wallets.obligation(who, "us-oh-md", cycle_end=date(2024, 1, 1))

    def take() -> Obligation:
        if row is None:
            return wallets.obligation(who, "us-oh-md", **days)
        if act == "renew":
            return renew_obligation(by=by, obligation_id=row.public_id, cycle_end=last, now=wallets.NOW)
        return change_obligation(by=by, obligation_id=row.public_id, values=days, now=wallets.NOW)

    if is_taken:
        kept = take()
        assert (kept.cycle_start, kept.cycle_end) == (first, last)
        return
    with pytest.raises(DomainError) as refused:
        take()
    (finding,) = refused.value.findings
    assert (finding.code, finding.field) == ("wallet.obligation.length", "cycle_end")
    assert dict(finding.params) == {
        "first": "2024-01-02", "months": "24", "expected": "2026-01-01", "last": last.isoformat(),
    }  # fmt: skip


def test_own_rules_have_a_length_too_and_without_a_length_nothing_is_too_long() -> None:
    who = people.dee()
    days = {"cycle_start": date(2020, 1, 1), "cycle_end": date(2040, 1, 1)}
    hospital, duty = wallets.hospital(who), wallets.obligation(who, "us-fed-oa-rems")
    by = wallets.actor(who)

    with pytest.raises(DomainError, match="a cycle of 24 months ends on 2021-12-31"):
        change_obligation(by=by, obligation_id=hospital.public_id, values=days, now=wallets.NOW)
    assert change_obligation(by=by, obligation_id=duty.public_id, values=days, now=wallets.NOW).cycle_end


def test_what_was_done_once_before_closes_its_line() -> None:
    who = wallets.dee()
    row = of(who.pk, "us-ma-md").obligation

    add_earlier(
        by=wallets.actor(who),
        obligation_id=row.public_id,
        kind="completed",
        name="ma-bias",
        day=date(2022, 9, 1),
        now=wallets.NOW,
    )

    standing = of(who.pk, "us-ma-md")
    assert said(standing)["ma-bias"][0] == "met"
    assert standing.due == date(2027, 5, 14)


def test_an_amended_hospital_rule_leaves_the_cycle_before_it_alone() -> None:
    who = people.dee()
    row = wallets.hospital(who, cycle_end=date(2026, 12, 31))
    wallets.credit(who, date(2026, 3, 1), "25")
    more = OwnRule(
        name="Harbor Hospital medical staff",
        hours=Decimal(40),
        months=24,
        in_force_from=date(2027, 1, 1),
        seen_on=TODAY,
    )

    amend_own_rules(by=wallets.actor(who), obligation_id=row.public_id, rule=more, now=wallets.NOW)

    now, later = (standings(who.pk, day)[0].total for day in (TODAY, date(2027, 3, 1)))
    assert now is not None
    assert later is not None
    assert (amounts.text(now.required or 0), amounts.text(later.required or 0)) == ("20", "40")


def test_a_credit_counts_by_the_edition_that_governs_the_cycle() -> None:
    who = people.dee()
    row = wallets.hospital(who, cycle_end=date(2026, 12, 31))
    wallets.credit(who, date(2026, 3, 1), "25", topics={})
    nurses = replace(wallets.HOSPITAL, systems=("ANCC",), in_force_from=date(2027, 1, 1))
    amend_own_rules(by=wallets.actor(who), obligation_id=row.public_id, rule=nurses, now=wallets.NOW)

    (line,) = transcript_of(who.pk, Wanted(authority=row.public_id), TODAY).lines

    assert line.before == COUNTS


def test_what_ended_is_no_longer_judged_and_changed_dates_are_at_once() -> None:
    who = people.dee()
    gone = wallets.obligation(who, "us-ma-md", cycle_end=date(2027, 5, 14))
    kept = wallets.obligation(who, "us-ny-md", cycle_end=date(2027, 5, 31))

    end_obligation(by=wallets.actor(who), obligation_id=gone.public_id, now=wallets.NOW)
    change_obligation(
        by=wallets.actor(who),
        obligation_id=kept.public_id,
        values={"cycle_end": date(2026, 12, 31)},
        now=wallets.NOW,
    )

    assert [(each.edition, each.term) for each in standings(who.pk, TODAY)] == [
        ("us-ny-md", Period(date(2025, 1, 1), date(2026, 12, 31)))
    ]
