"""Forms of the wallet sent several times at once: one expense, one allowance, one link, one export; one deletion."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import money_rows
import people
import pytest
from django.db import connections

from opencme.apps.audit.models import AuditEvent
from opencme.apps.wallet.models import AccountExport, Allowance, Expense, Share
from opencme.apps.wallet.selectors.shares import Chosen
from opencme.apps.wallet.services import allowances
from opencme.apps.wallet.services.account import delete_account
from opencme.apps.wallet.services.account_export import ask_for_export
from opencme.apps.wallet.services.shares import make_share, new_key

pytestmark = [pytest.mark.concurrency, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NOW = people.NOW


def four_at_once(act):
    barrier = Barrier(4)

    def press(_number):
        barrier.wait()
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(press, range(4)))


def test_a_form_sent_four_times_at_once_is_kept_once():
    dee, key, link = people.as_actor(people.dee()), uuid4(), new_key()

    given = four_at_once(lambda: allowances.add_allowance(by=dee, values=money_rows.HOSPITAL, key=key, now=NOW).pk)
    spent = four_at_once(lambda: allowances.add_expense(by=dee, values=money_rows.FEE, key=key, now=NOW).pk)
    made = four_at_once(
        lambda: (
            make_share(
                by=dee,
                recipient="Harbor",
                chosen=Chosen(credits=True),
                expires_at=NOW + timedelta(days=7),
                key=link,
                now=NOW,
            ).secret
        )
    )
    asked = four_at_once(lambda: ask_for_export(by=dee, now=NOW).pk)

    assert [len(set(each)) for each in (given, spent, made, asked)] == [1, 1, 1, 1]
    assert [model.objects.count() for model in (Allowance, Expense, Share, AccountExport)] == [1, 1, 1, 1]


def test_an_account_deleted_four_times_at_once_is_deleted_once():
    who = people.dee()
    dee, address = people.as_actor(who), who.email
    money_rows.allowance(who)

    def leave():
        return sum(delete_account(by=dee, typed=address, is_fresh=True, now=NOW).values())

    told = four_at_once(leave)

    assert sorted(told)[:3] == [0, 0, 0]
    assert max(told) > 0
    assert not Allowance.objects.exists()
    assert AuditEvent.objects.filter(event="account.deleted").count() == 1
