"""One person's wallet is invisible to every other role: every page is asked as everybody, and none says a word of it."""

import money_rows
import people
import pytest
import wallets
from django.apps import apps
from django.core import serializers
from django.db import models, transaction
from django.test import Client
from matrix import LINK_HOLDER, MATRIX, ROLES
from scene import addresses, scene

from opencme.apps.files.models import StoredFile
from opencme.apps.wallet.models import OutsideCredit, Share
from opencme.apps.wallet.selectors.shares import Chosen

MARK = "zebra-of-dee"
SECRETS = {"token_hash", "calendar_token", "family"}  # and what a rule is found by


def _is_free_text(field):
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
    return is_text and (field.max_length or 300) >= len(MARK) and field.name not in SECRETS


def mark_everything(who):
    """Put a word into every text of ``who``'s wallet; gives how many texts have it."""
    marked = 0
    for model in apps.get_app_config("wallet").get_models():
        names = [field.name for field in model._meta.concrete_fields if _is_free_text(field)]
        if names and any(field.name == "person" for field in model._meta.concrete_fields):
            for row in model.objects.filter(person=who):
                for name in names:
                    setattr(row, name, MARK)
                row.save(update_fields=names)
                marked += len(names)
    marked += StoredFile.related.filter(provider=None, stored_by=who).update(name=f"{MARK}.pdf")
    return marked


@pytest.mark.slow
@pytest.mark.django_db
def test_no_page_tells_anybody_else_a_word_of_a_wallet():
    made = scene()
    who = made.persons["participant"]
    owned = made.client("participant")
    assert mark_everything(who) > 10
    told, asked = [], 0
    for name, places in addresses():
        if name.startswith("shared:") or name == "wallet:calendar-feed":  # a secret is the right; tested by itself
            continue
        address = made.address(name, places)
        for role in ROLES:
            if role == "participant" or MATRIX[name].get.expected(role) == "405":
                continue
            if role == "manager" and name.startswith("console:standing"):  # a consent is the right; tested by itself
                continue
            with transaction.atomic():  # so that no question changes the scene
                got = made.client(role).get(address)
                body = b"".join(got.streaming_content) if got.streaming else got.content
                transaction.set_rollback(True)
            asked += 1
            if MARK.encode() in body or MARK in str(got.headers):
                told.append(f"{address} tells {role}")

    assert told == []
    assert asked > len(ROLES) * 50
    assert MARK in owned.get("/me/allowance/").text


def wallet_rows(who):
    """Everything the wallet keeps of a person, as text, beside what counts openings."""
    rows = [
        row
        for model in apps.get_app_config("wallet").get_models()
        if any(field.name == "person" for field in model._meta.concrete_fields)
        for row in model.objects.filter(person=who).order_by("pk")
    ]
    return serializers.serialize("json", rows)


@pytest.mark.slow
@pytest.mark.django_db
def test_nobody_else_reads_or_changes_anything_at_any_address_of_a_wallet():
    made = scene()
    who = made.persons["participant"]
    mark_everything(who)
    before = wallet_rows(who)
    others = {role: made.client(role) for role in ROLES if role not in {"participant", LINK_HOLDER}}
    others["another person"], others["holder of a share"] = Client(), Client()
    others["another person"].force_login(people.nia())
    assert others["holder of a share"].get(f"/s/{made.places['secret']}/").status_code == 200
    wrong, asked = [], 0
    for name, places in addresses():
        line = MATRIX[name]
        if not name.startswith("wallet:") or name in {"wallet:calendar-feed", "wallet:reminders-stop"}:
            continue  # a secret is the right; tested by itself
        address = made.address(name, places)
        for role, client in others.items():
            for method in ("get", "post"):
                with transaction.atomic():
                    got = client.post(address, line.data) if method == "post" else client.get(address)
                    body = b"".join(got.streaming_content) if got.streaming else got.content
                    is_same = wallet_rows(who) == before
                    transaction.set_rollback(True)
                asked += 1
                if MARK.encode() in body or MARK in str(got.headers) or not is_same:
                    wrong.append(f"{method.upper()} {address} as {role}")

    assert wrong == []
    assert asked > 60 * len(others)


@pytest.mark.django_db
def test_a_share_shows_what_was_chosen_and_no_address_beside_it_shows_more():
    who = wallets.dee()
    chosen = money_rows.document(who)
    hidden = money_rows.document(who, name=f"{MARK}.pdf")
    license_ = who.obligations.first()
    made = money_rows.share(Chosen(obligations=(license_.public_id,), documents=(chosen.public_id,)), who)
    mark_everything(who)
    type(license_).objects.filter(pk=license_.pk).update(label="The license that was chosen", number="")
    type(chosen.file).related.filter(pk=chosen.file_id).update(name="chosen.pdf")
    OutsideCredit.objects.filter(pk=chosen.credit_id).update(title="Chosen", provider_name="Chosen")
    Share.objects.filter(person=who).update(recipient="Chosen")
    holder, told = Client(), []

    for place in ("", "record.pdf", "record.csv", f"documents/{chosen.public_id}/", f"documents/{hidden.public_id}/"):
        got = holder.get(f"/s/{made.secret}/{place}")
        body = b"".join(got.streaming_content) if got.streaming else got.content
        told.append((place[:9], got.status_code, MARK.encode() in body or MARK in str(got.headers)))

    assert told == [
        ("", 200, False),
        ("record.pd", 200, False),
        ("record.cs", 200, False),
        ("documents", 200, False),
        ("documents", 404, False),
    ]
    assert "The license that was chosen" in holder.get(f"/s/{made.secret}/").text
