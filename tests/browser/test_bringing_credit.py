"""A transcript's columns, chosen in the browser faster than the preview is drawn."""

import credit_rows
import people
import pytest
from django.test import Client
from in_browser import visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_two_choices_made_at_once_are_both_kept(chromium):
    made = credit_rows.brought(credit_rows.table("Alpha,2026-01-20,1,2", header="A1,B1,C1,D1"))
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.dee())
    with visit(chromium, client) as window:
        page = window.page
        window.go(f"/me/credit/import/{made.public_id}/")
        page.wait_for_load_state("load")
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.locator("[name=column_amount]").select_option("3")
            page.locator("[name=system]").select_option("AMA_PRA_1")
        page.wait_for_load_state("networkidle")
        shown = [page.locator(f"[name={name}]").input_value() for name in ("column_amount", "system")]

    made.refresh_from_db()
    assert shown == ["3", "AMA_PRA_1"]
    assert (made.mapping["columns"]["amount"], made.mapping["system"]) == (3, "AMA_PRA_1")
