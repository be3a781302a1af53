"""Shares: what was chosen and nothing else, to whoever holds the link, until it expires or is withdrawn."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import ledger_rows
import money_rows
import people
import pytest
import wallets

from opencme.apps.accounts.services.tries import TooManyTries
from opencme.apps.audit.models import AuditEvent
from opencme.apps.credit.models import Certificate
from opencme.apps.credit.services.certificates import issue_certificate
from opencme.apps.wallet.models import Obligation, Share, ShareOpening
from opencme.apps.wallet.selectors import shares as selectors
from opencme.apps.wallet.selectors.shares import Chosen, ShareState
from opencme.apps.wallet.services import shares as services
from opencme.apps.wallet.services.account import delete_account
from opencme.kernel.findings import DomainError, NotAllowed, NotFound
from opencme.rules.access.roles import system

pytestmark = pytest.mark.django_db
NOW = wallets.NOW
CREDIT = Chosen(credits=True)


def dee():
    return wallets.actor(people.dee())


def share(chosen=CREDIT, *, recipient="Harbor credentialing", expires_at=NOW + timedelta(days=30), key="", by=None):
    return services.make_share(
        by=by or dee(),
        recipient=recipient,
        chosen=chosen,
        expires_at=expires_at,
        key=key or services.new_key(),
        now=NOW,
    )


def opened(secret, now=NOW, what="page", network="203.0.113.7", by=None):
    return services.open_share(secret=secret, what=what, network=network, by=by, now=now)


def refused(act):
    with pytest.raises(DomainError) as caught:
        act()
    return {each.code for each in caught.value.findings}


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"recipient": " "}, {"share.recipient"}),
        ({"chosen": Chosen()}, {"share.chosen"}),
        ({"chosen": Chosen(certificates=True, with_numbers=True)}, {"share.chosen"}),
        ({"expires_at": NOW}, {"share.until"}),
        ({"expires_at": NOW + timedelta(days=400)}, {"share.until"}),
        ({"chosen": replace(CREDIT, first=date(2026, 2, 1), last=date(2026, 1, 1))}, {"share.last"}),
        ({"chosen": replace(CREDIT, as_of=date(202, 1, 1))}, {"share.as_of"}),
    ],
)
def test_what_cannot_be_shared_is_refused(changes, codes):
    assert refused(lambda: share(**changes)) == codes
    assert not Share.objects.exists()


def test_only_a_fingerprint_of_the_secret_is_kept_and_the_trail_names_nobody():
    made = share()

    row = Share.objects.values().get()
    assert made.secret not in str(row)
    assert row["token_hash"] == selectors.hash_of(made.secret)
    (told,) = AuditEvent.objects.filter(event="wallet.share_made")
    assert (told.by_label, told.subject_label, set(told.after)) == ("", "", {"expires_at"})


def test_sending_the_form_twice_gives_one_link_and_two_forms_two():
    key = services.new_key()

    assert share(key=key) == share(key=key)
    assert share().secret != share().secret
    assert Share.objects.count() == 3


def test_the_same_key_of_somebody_else_is_another_link():
    key = services.new_key()

    assert share(key=key).secret != share(key=key, by=wallets.actor(people.nia())).secret


def test_a_link_opens_until_its_moment_and_not_after():
    made = share(expires_at=NOW + timedelta(days=7))

    for at, state in (
        (NOW, ShareState.OPEN),
        (NOW + timedelta(days=7, seconds=-1), ShareState.OPEN),
        (NOW + timedelta(days=7), ShareState.EXPIRED),
    ):
        assert opened(made.secret, at)[1] is state
    assert ShareOpening.objects.count() == 2


def test_a_withdrawn_link_is_closed_at_once_and_for_good():
    made = share()
    services.withdraw_share(by=dee(), share_id=made.share.public_id, now=NOW)
    services.withdraw_share(by=dee(), share_id=made.share.public_id, now=NOW + timedelta(days=1))

    assert opened(made.secret)[1] is ShareState.WITHDRAWN
    assert not ShareOpening.objects.exists()
    assert AuditEvent.objects.filter(event="wallet.share_withdrawn").count() == 1


def test_each_opening_is_noted_and_visits_are_told_apart_without_an_address():
    made = share()
    opened(made.secret)
    opened(made.secret, what="pdf")
    opened(made.secret, network="198.51.100.9")
    opened(made.secret, by=dee())

    page = selectors.share_page(actor=dee(), share_id=made.share.public_id, now=NOW)
    first, second, third, own = reversed(page.openings)
    assert (first.opened_from, first.what) == (second.opened_from, "page")
    assert second.what == "pdf"
    assert third.opened_from not in {first.opened_from, "198.51.100.9", "owner"}
    assert own.opened_from == "owner"
    (row,) = selectors.shares_of(people.dee().pk, NOW)
    assert (row.openings, row.last_opened) == (4, NOW)


def test_guessing_is_braked_before_anything_is_looked_up():
    made = share()
    for _ in range(services.LOOK_UPS.most):
        with pytest.raises(NotFound):
            opened("made-up")

    with pytest.raises(TooManyTries):
        opened(made.secret)
    assert opened(made.secret, network="198.51.100.9")[1] is ShareState.OPEN


@pytest.mark.parametrize("who", ["ada", "bo", "eve", "nia"])
def test_nobody_else_reaches_a_share_or_shares_what_is_not_theirs(who):
    kept = money_rows.document()
    obligation = wallets.obligation(people.dee(), wallets.NEW_YORK, cycle_end=date(2027, 5, 31))
    made = share()
    other = people.as_actor(getattr(people, who)())

    for act in (
        lambda: selectors.share_page(actor=other, share_id=made.share.public_id, now=NOW),
        lambda: services.withdraw_share(by=other, share_id=made.share.public_id, now=NOW),
        lambda: share(Chosen(obligations=(obligation.public_id,)), by=other),
        lambda: share(Chosen(documents=(kept.public_id,)), by=other),
        lambda: share(Chosen(documents=(uuid4(),))),
    ):
        with pytest.raises(NotFound):
            act()
    assert selectors.shares_of(other.person_id, NOW) == ()
    assert opened(made.secret)[1] is ShareState.OPEN


def test_the_system_shares_nothing():
    with pytest.raises(NotAllowed):
        share(by=system())


# ── what is seen ──


def test_only_what_was_chosen_is_seen():
    who = wallets.dee()
    activity = ledger_rows.designated()
    award = ledger_rows.award(ledger_rows.registered(activity, who))
    issue_certificate(by=system(), registration_id=award.registration_id, now=ledger_rows.CLAIMED)
    kept, other = money_rows.document(who), money_rows.document(who, "private.pdf")
    chosen = Obligation.objects.filter(person=who, family__in=[wallets.NEW_YORK, wallets.DEA])
    everything = Chosen(
        obligations=tuple(chosen.values_list("public_id", flat=True)),
        credits=True,
        first=date(2026, 4, 1),
        last=date(2026, 6, 30),
        certificates=True,
        documents=(kept.public_id,),
    )

    seen = selectors.shared_view(share(everything).share, now=wallets.NOW)

    assert {each.obligation.family for each in seen.standings} == {wallets.NEW_YORK, wallets.DEA}
    assert [each.title for each in seen.held] == [
        "End of Life Conversations",
        activity.title,
        "Risk Management for Hospitalists",
    ]
    assert seen.certificates == {f"award:{award.number}": Certificate.related.get().number}
    assert [each.public_id for each in seen.documents] == [kept.public_id]
    assert selectors.document_behind(share(everything).share, kept.public_id) == kept
    with pytest.raises(NotFound):
        selectors.document_behind(share(everything).share, other.public_id)


@pytest.mark.parametrize(
    ("chosen", "counts"),
    [
        (Chosen(credits=True), (0, 5, 0, 0)),
        (Chosen(credits=True, last=date(2025, 12, 31)), (0, 1, 0, 0)),
        (Chosen(obligations=("all",)), (6, 0, 0, 0)),
    ],
)
def test_each_choice_stands_alone(chosen, counts):
    who = wallets.dee()
    if chosen.obligations:
        chosen = replace(chosen, obligations=tuple(Obligation.objects.values_list("public_id", flat=True)))

    seen = selectors.shared_view(share(chosen, by=wallets.actor(who)).share, now=wallets.NOW)

    assert (len(seen.standings), len(seen.held), len(seen.certificates), len(seen.documents)) == counts


def test_standing_is_shown_as_of_the_day_that_was_chosen():
    who = wallets.dee()
    mine = Obligation.objects.get(person=who, family=wallets.MASSACHUSETTS)
    day = date(2026, 3, 1)

    chosen = Chosen(obligations=(mine.public_id,), as_of=day)
    seen = selectors.shared_view(share(chosen).share, now=wallets.NOW)
    today = selectors.shared_view(share(replace(chosen, as_of=None)).share, now=wallets.NOW)

    assert (seen.as_of, today.as_of) == (day, wallets.TODAY)
    assert seen.standings[0].total.counted < today.standings[0].total.counted


def test_what_was_taken_out_since_is_no_longer_seen():
    kept = money_rows.document()
    made = share(Chosen(credits=True, documents=(kept.public_id,)))
    kept.credit.removed_at = NOW
    kept.credit.save()

    seen = selectors.shared_view(made.share, now=wallets.NOW)

    assert (seen.held, seen.documents) == ((), ())


def test_an_account_that_is_gone_takes_its_links_along():
    made = share()
    delete_account(by=dee(), typed=people.dee().email, is_fresh=True, now=NOW)

    with pytest.raises(NotFound):
        opened(made.secret)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_one_query_however_many(count, django_assert_num_queries):
    for _ in range(count):
        opened(share().secret)
    own = people.dee().pk

    with django_assert_num_queries(1):
        assert len(selectors.shares_of(own, datetime.fromisoformat("2026-11-26T00:00:00+00:00"))) == count
