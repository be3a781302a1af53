"""The account's pages: the export is found again, deleting is confirmed, and afterwards nobody is signed in."""

import money_rows
import people
import pytest
from django.test import Client
from django.urls import reverse

from opencme.apps.wallet.models import AccountExport, Allowance
from opencme.apps.wallet.selectors.account_parts import LEDGER

pytestmark = pytest.mark.django_db


@pytest.fixture
def dee():
    who = people.dee()
    who.set_password(people.PASSWORD)
    who.save()
    client = Client()
    client.force_login(who)
    return client


def test_an_export_is_asked_for_shows_its_progress_and_is_downloaded(dee, run_jobs):
    money_rows.allowance()
    asked = dee.post(reverse("wallet:account-export"), follow=True)
    part = dee.get(
        reverse("wallet:account-progress", args=[AccountExport.objects.get().public_id]), headers={"HX-Request": "true"}
    )
    run_jobs(queue="exports")
    ready = dee.get(reverse("wallet:account"))

    assert "0 of" in asked.text
    assert 'hx-trigger="every 1s"' in part.text
    assert "<h1>" not in part.text
    assert "opencme-account-" in ready.text
    file = dee.get(ready.context["address"])
    assert file["Content-Type"] == "application/zip"
    assert b"".join(file.streaming_content).startswith(b"PK")


def test_nobody_else_downloads_an_export(dee, run_jobs):
    dee.post(reverse("wallet:account-export"))
    run_jobs(queue="exports")
    address = dee.get(reverse("wallet:account")).context["address"]
    other = Client()
    other.force_login(people.nia())

    assert other.get(address).status_code == 404
    assert (
        other.get(reverse("wallet:account-progress", args=[AccountExport.objects.get().public_id])).status_code == 404
    )


def test_deleting_asks_twice_names_what_stays_and_signs_out(dee):
    people.lakeside()
    money_rows.allowance()
    address = reverse("wallet:account-delete")
    shown = dee.get(address)
    wrong = dee.post(address, {"typed": "no", "password": people.PASSWORD})
    no_password = dee.post(address, {"typed": "dee@example.org", "password": ""})
    done = dee.post(address, {"typed": "Dee@Example.org", "password": people.PASSWORD}, follow=True)

    assert "Allowances" in shown.text
    assert "The trail of changes is evidence." in shown.text
    assert LEDGER not in shown.text
    assert (wrong.status_code, no_password.status_code) == (422, 422)
    assert "Type the address of your account, as it stands above." in wrong.text
    assert "Your account is deleted." in done.text
    assert not Allowance.objects.exists()
    assert dee.get(reverse("wallet:account")).status_code == 302


def test_the_last_manager_sees_why_not_before_pressing():
    people.lakeside()
    client = Client()
    client.force_login(people.ada())

    shown = client.get(reverse("wallet:account-delete"))

    assert "You are the last program manager of Lakeside Health System." in shown.text
    assert "disabled" in shown.text
    assert 'name="typed"' not in shown.text
