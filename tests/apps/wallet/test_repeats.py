"""A credit recorded twice counts once, whatever its owner does to either record."""

from dataclasses import replace
from datetime import date

import credit_rows
import people
import pytest

from opencme.apps.wallet.selectors.held import held_credits
from opencme.apps.wallet.services.credits import change_credit, merge, remove_credit, restore_credit, typed_of
from opencme.kernel.findings import DomainError

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def counting():
    return {held.number: held.counts for held in held_credits(people.dee().pk)}


def test_a_credit_recorded_anew_while_it_was_taken_out_counts_once_when_it_is_back():
    by = people.as_actor(people.dee())
    first = credit_rows.outside()
    remove_credit(by=by, credit_id=first.public_id, now=people.NOW)
    second = credit_rows.outside()
    restore_credit(by=by, credit_id=first.public_id, now=people.NOW)

    assert counting() == {str(first.public_id): True, str(second.public_id): False}


def test_what_looked_like_a_credit_that_was_put_right_counts_again():
    by = people.as_actor(people.dee())
    first, second = credit_rows.outside(), credit_rows.outside()
    before = counting()
    right = {"title": "Falls at Home", "completed_on": date(2026, 1, 20)}
    change_credit(by=by, credit_id=first.public_id, typed=replace(typed_of(first), **right), now=people.NOW)

    assert before == {str(first.public_id): True, str(second.public_id): False}
    assert counting() == {str(first.public_id): True, str(second.public_id): True}


def test_a_credit_is_never_the_same_as_its_own_repeat():
    by = people.as_actor(people.dee())
    first, second = credit_rows.outside(), credit_rows.outside()

    with pytest.raises(DomainError) as refusal:
        merge(by=by, credit_id=first.public_id, into=f"outside:{second.public_id}", now=people.NOW)

    assert [each.code for each in refusal.value.findings] == ["credit.outside.into"]
    assert counting() == {str(first.public_id): True, str(second.public_id): False}
