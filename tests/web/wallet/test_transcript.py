"""My credit: the whole record, its sums, its export; a newcomer's first steps."""

from datetime import date

import ledger_rows
import people
import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def mine(client, who=None, **query):
    client.force_login(who or people.dee(), backend="django.contrib.auth.backends.ModelBackend")
    return client.get("/me/credit/", query)


def earned(who, amount, day, **values):
    activity = ledger_rows.designated(**values)
    return ledger_rows.award(ledger_rows.registered(activity, who), amount, completed_on=day)


def test_a_newcomer_reads_the_first_steps(client):
    page = mine(client).text

    assert "No credit yet. Three steps to the first." in page
    assert "<table" not in page


def test_credit_is_summed_by_system_and_year_and_never_mixed(client):
    earned(people.dee(), "1.75", date(2026, 5, 14), title="Sepsis")
    earned(people.dee(), "0.50", date(2025, 3, 1), title="Falls")
    earned(people.dee(), "0.25", date(2026, 1, 9), title="Pain")
    earned(people.nia(), "2.00", date(2026, 5, 14), title="Not mine")

    page = mine(client).text

    flat = "".join(page.split())
    assert (
        '<thscope="row"><em>AMAPRACategory1Credit</em>™</th><tdclass="is-end">2.00</td><tdclass="is-end">0.50</td><tdclass="is-end"><strong>2.50</strong></td>'
        in flat
    )
    assert page.index("Sepsis") < page.index("Pain") < page.index("Falls")
    assert "Not mine" not in page


def test_a_nurse_reads_of_participation_trap_48(client):
    earned(people.nia(), "2.00", date(2026, 5, 14))

    page = mine(client, people.nia()).text

    assert "Certificate of participation" in page
    assert "participation</span>" in page
    assert "<em>AMA PRA" not in page


def test_export_has_every_field_and_no_formula(client):
    earned(people.dee(), "1.75", date(2026, 5, 14), title="=HYPERLINK(1)")

    answer = mine(client, export="csv")
    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()

    assert rows[0] == (
        "Completed,Activity,Provider,Format,Credit system,Amount,Unit,Basis,Award,Activity number,Certificate"
    )
    assert rows[1].startswith("2026-05-14,'=HYPERLINK(1),Lakeside Health System,")
    assert ",1.75,AMA PRA Category 1 Credits™,awarded," in rows[1]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_record(client, django_assert_num_queries, count):
    for at in range(count):
        earned(people.dee(), "1.00", date(2026, 5, 1 + at))
    client.force_login(people.dee(), backend="django.contrib.auth.backends.ModelBackend")

    with django_assert_num_queries(4):
        client.get("/me/credit/")
