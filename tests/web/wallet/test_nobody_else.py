"""One person's wallet is invisible to every other role: every page is asked as everybody, and none says a word of it."""

import pytest
from django.apps import apps
from django.db import models, transaction
from matrix import MATRIX, ROLES
from scene import addresses, scene

from opencme.apps.files.models import StoredFile

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
