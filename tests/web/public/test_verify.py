"""Verification without an account: what is shown, to whom, and what never is."""

import ledger_rows
import people
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from opencme.apps.accounts.models import Tries
from opencme.apps.credit.services.certificates import issue_certificate
from opencme.apps.files import selectors as files
from opencme.rules.access.roles import system
from opencme.web.public.views import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def award():
    return ledger_rows.award(ledger_rows.registered(ledger_rows.designated(), people.dee()))


@pytest.fixture
def certificate(award):
    return issue_certificate(by=system(), registration_id=award.registration_id, now=ledger_rows.CLAIMED)


def test_number_from_the_qr_code_shows_that_it_is_valid_and_nothing_private(client, certificate):
    answer = client.get(f"/verify/{certificate.number}")
    assert answer.status_code == 200
    for shown in (
        "Valid",
        "Dee Learner, MD",
        "Sepsis on the Ward",
        "Lakeside Health System",
        "1.75",
        certificate.number,
    ):
        assert shown in answer.text
    for hidden in ("dee@example.org", "physician", "/files/"):
        assert hidden not in answer.text
    assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert answer["Cache-Control"] == "private, no-store"


def test_typed_number_leads_to_its_page_however_it_is_typed(client, certificate):
    typed = certificate.number.lower().replace("-", " ").replace("0", "o")
    answer = client.get("/verify/", {"number": typed})
    assert (answer.status_code, answer["Location"]) == (302, f"/verify/{certificate.number}")


@pytest.mark.parametrize("typed", ["", "K7Q2", "K7Q2-9F3M-X4TZ", "<script>", "a" * 500])
def test_what_is_no_number_is_said_at_once_and_stays_typed(client, typed):
    answer = client.get("/verify/", {"number": typed})
    assert answer.status_code == 422
    assert "<script>" not in answer.text


def test_unknown_number_is_not_found_and_offers_another_try(client, certificate):
    answer = client.get("/verify/0000-0000-0000")
    assert answer.status_code == 404
    assert "Nothing was issued here under" in answer.text


def test_superseded_and_revoked_are_said(client, award, certificate):
    correction = ledger_rows.award(award.registration, "1.00", kind="correction", replaces=award, reason="Left early")
    answer = client.get(f"/verify/{certificate.number}")
    assert "Superseded" in answer.text
    ledger_rows.award(award.registration, "0", kind="revocation", replaces=correction, reason="Error")
    answer = client.get(f"/verify/{certificate.number}")
    assert "Revoked" in answer.text
    assert "Error" not in answer.text


@pytest.mark.parametrize(
    ("change", "word"),
    [(lambda c: c, "byte for byte"), (lambda c: c + b" ", "Altered"), (lambda _: b"%PDF", "Not from here")],
)
def test_file_is_compared_with_what_was_issued(client, certificate, change, word):
    content = change(files.read_file(certificate.file))
    answer = client.post("/verify/file/", {"file": SimpleUploadedFile("certificate.pdf", content)})
    assert answer.status_code == 200
    assert word in answer.text


def test_no_file_and_an_empty_one_are_refused(client):
    for sent in ({}, {"file": SimpleUploadedFile("c.pdf", b"")}):
        assert client.post("/verify/file/", sent).status_code == 422


def test_many_tries_from_one_network_are_slowed(client, certificate):
    address = f"/verify/{certificate.number}"
    client.get(address)
    Tries.objects.update(count=verify.LOOK_UPS.most)
    assert client.get(address).status_code == 429
    assert client.get("/verify/").status_code == 200


def test_page_asks_few_queries(client, certificate, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        client.get(f"/verify/{certificate.number}")
