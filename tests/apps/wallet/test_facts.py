"""Answers and what was done before: where each is kept, what is refused, and that it is one's own."""

from datetime import date
from decimal import Decimal

import people
import pytest
import wallets

from opencme.apps.audit.models import AuditEvent
from opencme.apps.wallet.models import Earlier, Obligation, WalletSettings
from opencme.apps.wallet.services.facts import add_earlier, answer_question, forget_answer, remove_earlier
from opencme.apps.wallet.services.obligations import add_obligation, end_obligation, restore_obligation
from opencme.kernel.findings import DomainError, NotAllowed, NotFound
from opencme.rules.access.roles import system

pytestmark = pytest.mark.django_db


@pytest.fixture
def license_() -> Obligation:
    return wallets.obligation(people.dee(), "us-ma-md", cycle_end=date(2027, 5, 14))


@pytest.mark.parametrize(
    ("code", "value", "kept"),
    [
        ("prescribes_controlled", True, {"facts": {"prescribes_controlled": True}}),
        ("patients_65plus_share", Decimal("0.40"), {"facts": {"patients_65plus_share": {"number": "0.4"}}}),
        ("specialty", "radiology", {"facts": {"specialty": "radiology"}}),
        ("specialty", None, {"facts": {"specialty": None}}),
        ("birth_date", date(1980, 2, 29), {"facts": {}, "birth_date": date(1980, 2, 29)}),
        ("surname", " Learner ", {"facts": {}, "surname": "Learner"}),
    ],
)
def test_an_answer_about_the_person_is_kept_for_all(code, value, kept):
    wallets.answer(people.dee(), code, value)

    found = WalletSettings.objects.get(person=people.dee())
    assert {name: getattr(found, name) for name in kept} == kept


@pytest.mark.parametrize(
    ("code", "value", "kept"),
    [
        ("licence_expiry", date(2028, 1, 31), {"cycle_end": date(2028, 1, 31), "facts": {}, "dates": {}}),
        ("renewal_number", Decimal(3), {"renewal_number": 3}),
        ("attested_before", True, {"attested_before": True}),
        ("state_csr", False, {"facts": {"state_csr": False}}),
        ("dea_submission", date(2024, 3, 1), {"dates": {"dea_submission": "2024-03-01"}}),
        ("initial_application", None, {"facts": {"initial_application": None}, "dates": {}}),
    ],
)
def test_an_answer_about_one_license_is_kept_with_it(license_, code, value, kept):
    wallets.answer(people.dee(), code, value, license_)

    license_.refresh_from_db()
    assert {name: getattr(license_, name) for name in kept} == kept


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("prescribes_controlled", "yes"),
        ("patients_65plus_share", Decimal("1.01")),
        ("licence_held_months", Decimal(-1)),
        ("specialty", "alchemy"),
        ("birth_date", wallets.TODAY),
        ("licence_expiry", date(1027, 1, 1)),
        ("licence_issue_date", date(2030, 1, 1)),
        ("renewal_number", Decimal(99)),
    ],
)
def test_an_answer_that_cannot_be_is_refused_at_its_field(license_, code, value):
    with pytest.raises(DomainError) as refused:
        wallets.answer(people.dee(), code, value, license_)

    assert {finding.field for finding in refused.value.findings} == {"answer"}


def test_an_answer_taken_back_is_asked_again(license_):
    by = wallets.actor(people.dee())
    wallets.answer(people.dee(), "state_csr", True, license_)
    wallets.answer(people.dee(), "birth_date", date(1980, 2, 29))
    wallets.answer(people.dee(), "surname", "Learner")

    forget_answer(by=by, code="state_csr", obligation_id=license_.public_id, now=wallets.NOW)
    forget_answer(by=by, code="birth_date", now=wallets.NOW)
    forget_answer(by=by, code="surname", now=wallets.NOW)

    license_.refresh_from_db()
    found = wallets.settings_of(people.dee())
    assert (license_.facts, found.birth_date, found.surname) == ({}, None, "")


@pytest.mark.parametrize(("code", "of_license"), [("no_such_fact", False), ("state_csr", False), ("birth_date", True)])
def test_only_what_is_a_question_of_that_place_can_be_taken_back(license_, code, of_license):
    with pytest.raises(NotFound):
        forget_answer(
            by=wallets.actor(people.dee()),
            code=code,
            obligation_id=license_.public_id if of_license else None,
            now=wallets.NOW,
        )


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"kind": "completed", "name": ""}, "wallet.earlier.name"),
        ({"kind": "completed", "name": "ma-bias"}, "wallet.earlier.day"),
        ({"kind": "completed", "name": "ma-bias", "day": date(2027, 1, 1)}, "wallet.earlier.day"),
        ({"kind": "surplus", "name": "total"}, "wallet.earlier.quantity"),
        ({"kind": "surplus", "name": "total", "quantity": Decimal(0)}, "wallet.earlier.quantity"),
    ],
)
def test_what_was_done_before_is_refused_where_it_says_too_little(license_, values, code):
    with pytest.raises(DomainError) as refused:
        add_earlier(
            by=wallets.actor(people.dee()), obligation_id=license_.public_id, now=wallets.NOW, **{"name": "x", **values}
        )

    assert [finding.code for finding in refused.value.findings] == [code]


def test_the_same_done_again_replaces_it_and_events_are_kept_each(license_):
    by, to = wallets.actor(people.dee()), license_.public_id
    for year in (2020, 2022):
        add_earlier(by=by, obligation_id=to, kind="completed", name="ma-bias", day=date(year, 1, 1), now=wallets.NOW)
        add_earlier(by=by, obligation_id=to, kind="event", name="teaching_hours", day=date(year, 1, 1), now=wallets.NOW)

    rows = Earlier.objects.order_by("kind", "day").values_list("kind", "day")

    assert list(rows) == [
        ("completed", date(2022, 1, 1)),
        ("event", date(2020, 1, 1)),
        ("event", date(2022, 1, 1)),
    ]


def test_nobody_else_and_nobody_without_an_account_changes_anything(license_):
    eve = wallets.actor(people.eve())
    noted = add_earlier(
        by=wallets.actor(people.dee()),
        obligation_id=license_.public_id,
        kind="completed",
        name="ma-bias",
        day=date(2022, 1, 1),
        now=wallets.NOW,
    )
    to = license_.public_id
    for act in (
        lambda: answer_question(by=eve, code="state_csr", value=True, obligation_id=to, now=wallets.NOW),
        lambda: end_obligation(by=eve, obligation_id=to, now=wallets.NOW),
        lambda: restore_obligation(by=eve, obligation_id=to, now=wallets.NOW),
        lambda: remove_earlier(by=eve, earlier_id=noted.public_id, now=wallets.NOW),
        lambda: answer_question(by=eve, code="no_such_question", value=True, now=wallets.NOW),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotAllowed):
        add_obligation(by=system(), family="us-ma-md", now=wallets.NOW)


def test_the_trail_says_what_kind_of_thing_changed_and_nothing_of_its_text(license_):
    who = people.dee()
    wallets.answer(who, "surname", "Learner")
    wallets.hospital(who)

    trail = AuditEvent.objects.filter(event__startswith="wallet.").order_by("id")

    assert [(row.event, row.after) for row in trail] == [
        ("wallet.obligation_added", {"kind": "licence"}),
        ("wallet.facts_changed", {"asked": "surname"}),
        ("wallet.rules_changed", {"kind": "hospital"}),
        ("wallet.obligation_added", {"kind": "hospital"}),
    ]
    told = " ".join(f"{row.subject_label} {row.by_label} {row.before} {row.after}" for row in trail)
    assert "Harbor" not in told
    assert "Learner" not in told


def test_adding_twice_gives_the_first_and_bringing_back_keeps_what_was_added_meanwhile(license_):
    by = wallets.actor(people.dee())

    again = add_obligation(by=by, family="us-ma-md", now=wallets.NOW)
    end_obligation(by=by, obligation_id=license_.public_id, now=wallets.NOW)
    meanwhile = add_obligation(by=by, family="us-ma-md", now=wallets.NOW)
    back = restore_obligation(by=by, obligation_id=license_.public_id, now=wallets.NOW)

    assert again.pk == license_.pk
    assert back.pk == meanwhile.pk != license_.pk
    with pytest.raises(DomainError) as refused:
        add_obligation(by=by, family="us-atlantis-md", now=wallets.NOW)
    assert [finding.code for finding in refused.value.findings] == ["wallet.obligation.family"]
