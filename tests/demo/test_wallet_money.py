"""The money of the demo's wallet is built by the services, and says what the pages need to show."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from opencme.apps.accounts.models import Person
from opencme.apps.wallet.models import Expense, Share
from opencme.apps.wallet.selectors.allowance import left_of, standings_of
from opencme.apps.wallet.selectors.shares import shared_view
from opencme.demo import wallets
from opencme.demo.texts import cast

NOW = datetime(2026, 11, 25, 15, tzinfo=UTC)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_demo_has_an_allowance_that_lapses_soon_and_a_link_that_was_opened():
    who = Person.objects.create_person(
        email=cast.AMINA.email, given_name="Amina", family_name="Patel", degree="MD", profession="physician"
    )
    wallets.fill(now=NOW)

    this, before = standings_of(who.pk, NOW.date())
    assert (this.balance.phase, before.balance.phase) == ("lapses_soon", "over")
    assert (this.balance.spent, this.balance.reimbursed) == (Decimal("1373.40"), Decimal(640))
    assert {"allowance.lapses", "allowance.days_lapse"} <= {each.code for each in this.findings}
    assert [each.money for each in left_of(who.pk, NOW.date())] == [Decimal("1526.60")]
    assert Expense.objects.exclude(receipt=None).count() == 3
    assert Expense.objects.exclude(credit=None).count() == 2
    view = shared_view(Share.objects.get(withdrawn_at=None), now=NOW)
    assert len(view.standings) == 4
    assert view.held
    assert view.share.openings.count() == 2
