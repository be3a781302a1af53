"""Rules a person wrote: sent twice they are once, an edition nothing would follow is refused, none is lost in silence."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import people
import pytest
import wallets

from opencme.apps.wallet.models import OwnRules
from opencme.apps.wallet.services.own_rules import add_own_rules, amend_own_rules
from opencme.kernel.findings import DomainError

pytestmark = pytest.mark.django_db
MORE = replace(wallets.HOSPITAL, hours=Decimal(40), systems=("AOA_1A", "AMA_PRA_1"), seen_on=date(2026, 11, 25))


def amend(row, rule, who=None):
    by = wallets.actor(who or people.dee())
    return amend_own_rules(by=by, obligation_id=row.public_id, rule=rule, now=wallets.NOW)


def add(rule, *, cycle_end=date(2027, 6, 30)):
    by = wallets.actor(people.dee())
    return add_own_rules(by=by, kind="hospital", rule=rule, cycle_end=cycle_end, now=wallets.NOW)


@pytest.mark.parametrize("day", [None, date(2027, 1, 1)])
def test_an_amendment_sent_twice_is_one_edition_and_a_real_one_another(day):
    row = wallets.hospital(people.dee())
    dated = replace(MORE, in_force_from=day)

    first = amend(row, dated)
    again = amend(row, replace(dated, seen_on=date(2026, 11, 26), name=f" {MORE.name} "))
    other = amend(row, replace(dated, hours=Decimal(41)))

    assert again == first != other
    assert OwnRules.objects.count() == 3


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 12, 31), "wallet.rules.in_force_from"),
        (date(1, 1, 1), "wallet.rules.in_force_from"),
        (date(9999, 1, 1), "wallet.rules.in_force_from"),
        (date(2027, 1, 1), None),
        (date(2027, 1, 2), None),
        (None, None),
    ],
)
def test_an_edition_that_nothing_would_follow_is_refused_with_the_reason(day, code):
    row = wallets.hospital(people.dee())
    amend(row, replace(MORE, in_force_from=date(2027, 1, 1)))
    wanted = replace(MORE, hours=Decimal(50), in_force_from=day)

    if code is None:
        made = amend(row, wanted)
        row.refresh_from_db()
        assert row.own_rules == made
        assert made.in_force_from == (day or date(2027, 1, 1))
    else:
        with pytest.raises(DomainError) as refused:
            amend(row, wanted)
        assert [(each.code, each.field) for each in refused.value.findings] == [(code, "in_force_from")]
        assert OwnRules.objects.count() == 2


def test_the_very_same_added_twice_is_once_and_other_rules_of_that_name_are_not_lost():
    first = add(wallets.HOSPITAL)

    assert add(replace(wallets.HOSPITAL, seen_on=date(2026, 11, 25))) == first
    for wanted, end in ((MORE, date(2027, 6, 30)), (wallets.HOSPITAL, date(2028, 6, 30))):
        with pytest.raises(DomainError) as refused:
            add(wanted, cycle_end=end)
        assert [(each.code, each.field) for each in refused.value.findings] == [("wallet.rules.name", "name")]
