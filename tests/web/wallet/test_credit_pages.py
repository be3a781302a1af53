"""Credit from elsewhere on its pages: typed, changed, taken out, proven, compared; nobody else sees any of it."""

import io
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import credit_rows
import ledger_rows
import money_rows
import people
import pytest
import wallets
from django.core.files.uploadedfile import SimpleUploadedFile

from opencme.apps.audit.models import AuditEvent
from opencme.apps.files.models import StoredFile
from opencme.apps.wallet.models import AwardTags, CreditDocument, Earlier, OutsideCredit
from opencme.apps.wallet.selectors.held import held_credits
from opencme.apps.wallet.services.documents import forget_left

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TYPED = {
    "title": "Pain Summit",
    "provider": "State Pain Society",
    "completed_on": "2026-04-02",
    "amount": "3",
    "system": "AMA_PRA_1",
}


@pytest.fixture
def dee(client):
    client.force_login(people.dee(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def png(name="paper.png"):
    return SimpleUploadedFile(name, credit_rows.PNG)


def test_five_fields_record_a_credit_and_a_second_press_records_nothing(dee):
    kept = credit_rows.document()
    sent = {**TYPED, "credit": str(uuid4()), "documents": [str(kept.public_id)]}

    first = dee.post("/me/credit/add/", sent)
    second = dee.post("/me/credit/add/", sent)

    row = OutsideCredit.objects.get()
    assert first["Location"] == second["Location"] == f"/me/credit/{row.public_id}/"
    assert "<strong>3</strong> <em>AMA PRA Category 1 Credits</em>™" in dee.get(first["Location"]).text
    assert (row.title, row.provider_name, row.completed_on, row.amount, row.system, row.source) == (
        "Pain Summit", "State Pain Society", date(2026, 4, 2), Decimal("3.00"), "AMA_PRA_1", "form"
    )  # fmt: skip


def test_everything_that_can_be_said_is_kept(dee):
    wallets.obligation(people.dee(), wallets.MASSACHUSETTS, cycle_end=date(2027, 5, 14))
    asked = next(iter(dee.get("/me/credit/add/").context["form"].ticks)).code

    dee.post(
        "/me/credit/add/",
        {
            **TYPED,
            "amount": "2,50",
            "way": "AMA_PRA_1:live_internet",
            "minutes": "2:30",
            "course": "20-771",
            "note": "Two days",
            f"topic_{asked}": "on",
            f"part_{asked}": "0.5",
            "more_topic_0": "Implicit bias",
            "in_practice_area": "yes",
            "assessed": "on",
            "score": "80",
        },
    )

    row = OutsideCredit.objects.get()
    assert (row.amount, row.minutes, row.course, row.note) == (Decimal("2.50"), 150, "20-771", "Two days")
    assert row.topics == {asked: "0.5", "implicit_bias": ""}
    assert row.details == {
        "assessed": True, "formats": ["live", "online"], "in_practice_area": True, "score": "80", "way": "live_internet"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"title": " "}, "title", "Give the activity"),
        ({"completed_on": "2026-02-30"}, "completed_on", "There is no such day; write it as 2026-03-14."),
        ({"completed_on": "2093-01-01"}, "completed_on", "has not come yet"),
        ({"amount": "many"}, "amount", "This is no amount of credit."),
        ({"amount": "1,500"}, "amount", "one and a half or fifteen hundred"),
        ({"amount": "7.33"}, "amount", "Nearest is 7.25."),
        ({"system": "HEALING"}, "system", "Select a valid choice"),
        ({"way": "AAFP_P:teaching"}, "way", "no way in which AMA PRA Category 1 Credit is earned"),
        ({"more_topic_0": "pain managment"}, "more_topic_0", "Near it: Pain management"),
        ({"more_topic_0": "Pain management", "more_part_0": "9"}, "topics", "more than the whole credit"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(dee, change, field, words):
    answer = dee.post("/me/credit/add/", {**TYPED, "note": "Do not lose me", **change})

    assert answer.status_code == 422
    form = answer.context["form"]
    assert words in str(form.errors.get(field) or form.non_field_errors())
    assert "Do not lose me" in answer.text
    assert not OutsideCredit.objects.exists()


def test_a_file_sent_with_a_mistake_is_kept_and_taken_by_the_next_try(dee):
    first = dee.post("/me/credit/add/", {**TYPED, "title": "", "document": png()})
    (kept,) = first.context["documents"]

    dee.post("/me/credit/add/", {**TYPED, "documents": [str(kept.id)]})

    assert first.status_code == 422
    row = OutsideCredit.objects.get()
    assert [each.file.name for each in row.documents.all()] == ["paper.png"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("paper.pdf", b"MZ\x90\x00 a program", "choose it again: JPEG, PDF, PNG"),
        ("paper.html", b"<html><script>alert(1)</script></html>", "choose it again: JPEG, PDF, PNG"),
        ("paper.png", b"", "empty"),
    ],
)
def test_a_file_of_a_wrong_kind_is_refused_by_its_bytes(dee, name, content, words):
    answer = dee.post("/me/credit/certificate/", {"file": SimpleUploadedFile(name, content)})

    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors)
    assert not StoredFile.objects.across_providers(why="a test counts").exists()


def test_a_photo_is_kept_and_no_text_is_read_from_it(dee):
    answer = dee.post("/me/credit/certificate/", {"file": png()}, follow=True)

    assert "no text is read from it" in answer.text
    assert CreditDocument.objects.get().credit is None


def test_a_certificate_issued_here_leads_to_the_award(dee):
    from opencme.apps.credit.services.certificates import issue_certificate
    from opencme.apps.files.selectors import read_file
    from opencme.rules.access.roles import system

    activity = ledger_rows.designated()
    award = ledger_rows.award(ledger_rows.registered(activity, people.dee()))
    made = issue_certificate(by=system(), registration_id=award.registration_id, now=ledger_rows.CLAIMED)
    pdf = SimpleUploadedFile("certificate.pdf", read_file(made.file))

    answer = dee.post("/me/credit/certificate/", {"file": pdf}, follow=True)

    assert "issued here: the credit is in your wallet already" in answer.text
    form = answer.context["form"]
    assert {name: str(form[name].value()) for name in ("title", "provider", "completed_on", "amount", "system")} == {
        "title": "Sepsis on the Ward",
        "provider": "Lakeside Health System",
        "completed_on": "2026-05-14",
        "amount": "1.75",
        "system": "AMA_PRA_1",
    }


def test_a_credit_is_changed_taken_out_and_brought_back(dee):
    row = credit_rows.outside()
    where = f"/me/credit/{row.public_id}/"

    dee.post(f"{where}change/", {**TYPED, "amount": "2.25"})
    out = dee.post(f"{where}remove/")
    gone = held_credits(people.dee().pk)
    offered = dee.get(out["Location"]).text
    dee.post(f"{where}restore/")

    assert gone == ()
    assert f'action="{where}restore/"' in offered
    assert [held.amount for held in held_credits(people.dee().pk)] == [Decimal("2.25")]


def test_what_looks_the_same_waits_for_a_word_which_can_be_taken_back(dee):
    first = credit_rows.outside()
    dee.post("/me/credit/add/", {**TYPED, "completed_on": "2026-01-15"})
    second = OutsideCredit.objects.exclude(pk=first.pk).get()
    where = f"/me/credit/{second.public_id}/"

    def counting():
        return {held.number: held.counts for held in held_credits(people.dee().pk)}

    told = dee.get("/me/credit/repeats/").text
    before = counting()
    dee.post(f"{where}keep-both/")
    both = counting()
    credit_rows.document(second)
    dee.post(f"{where}merge/", {"into": f"outside:{first.public_id}"})

    assert "Title, day and amount are the same." in told
    assert before == counting() == {str(first.public_id): True, str(second.public_id): False}
    assert both == {str(first.public_id): True, str(second.public_id): True}
    assert first.documents.count() == 1


def test_that_both_count_is_told_and_can_be_taken_back(dee):
    first = credit_rows.outside()
    dee.post("/me/credit/add/", {**TYPED, "completed_on": "2026-01-15"})
    where = f"/me/credit/{OutsideCredit.objects.exclude(pk=first.pk).get().public_id}/"

    dee.post(f"{where}keep-both/")
    apart, at_first = dee.get(where).text, dee.get(f"/me/credit/{first.public_id}/").text
    told_again = [dee.post(f"{where}compare/", follow=True).text for _press in range(2)]

    assert "You decided that this is another credit than" in apart
    assert f'href="/me/credit/{first.public_id}/"' in apart
    assert f'action="{where}compare/"' in apart
    assert "You decided" not in at_first
    assert ["Title, day and amount are the same." in text for text in told_again] == [True, True]


def test_a_credit_like_an_award_made_here_is_told_beside_it(dee):
    award = ledger_rows.award(ledger_rows.registered(ledger_rows.designated(), people.dee()))

    dee.post("/me/credit/add/", {**TYPED, "title": "Sepsis on the Ward (Lakeside)", "completed_on": "2026-05-14"})

    page = dee.get("/me/credit/repeats/").text
    assert "A provider here awarded the same credit" in page
    assert f"/me/credit/award/{award.number}/" in page


def test_of_an_award_the_topics_are_said_and_the_amount_stays(dee):
    activity = ledger_rows.designated(requirement_topics={"patient_safety": ""})
    award = ledger_rows.award(ledger_rows.registered(activity, people.dee()))
    where = f"/me/credit/award/{award.number}/"

    answer = dee.post(where, {"more_topic_0": "Pain management", "more_part_0": "0.5", "amount": "99"})

    assert answer.status_code == 303
    assert AwardTags.objects.get().topics == {"patient_safety": "0", "pain_management": "0.5"}
    (held,) = held_credits(people.dee().pk)
    assert (held.amount, held.topics) == (Decimal("1.75"), {"pain_management": Decimal("0.5")})
    too_much = dee.post(where, {"more_topic_0": "Pain management", "more_part_0": "5"})
    assert too_much.status_code == 422


def test_a_document_opens_for_its_owner_only_and_is_gone_when_deleted(dee, client, django_capture_on_commit_callbacks):
    row = credit_rows.outside()
    dee.post(f"/me/credit/{row.public_id}/documents/", {"file": png()})
    document = CreditDocument.objects.get()
    (shown,) = dee.get(f"/me/credit/{row.public_id}/").context["shown"].documents

    opened = dee.get(shown.address)
    assert b"".join(opened.streaming_content) == credit_rows.PNG
    client.force_login(people.nia(), backend="django.contrib.auth.backends.ModelBackend")
    closed = client.get(shown.address)
    client.force_login(people.dee(), backend="django.contrib.auth.backends.ModelBackend")
    with django_capture_on_commit_callbacks(execute=True):
        dee.post(f"/me/credit/documents/{document.public_id}/delete/")

    assert (opened.status_code, closed.status_code) == (200, 404)
    assert not CreditDocument.objects.exists()
    assert not StoredFile.objects.across_providers(why="a test counts").exists()


def test_the_trail_tells_what_kind_of_thing_changed_and_none_of_its_words(dee):
    dee.post("/me/credit/add/", {**TYPED, "note": "private words", "document": png("secret-name.png")})

    told = [
        f"{row.event} {row.subject_label} {row.before} {row.after} {row.by_label}" for row in AuditEvent.objects.all()
    ]

    assert any("wallet.credit_added" in line for line in told)
    for word in ("Pain", "private", "secret", "Dee"):
        assert not any(word in line for line in told)


@pytest.mark.parametrize("who", [people.nia, people.ada, people.bo, people.eve], ids=lambda who: who.__name__)
def test_nobody_else_finds_a_credit_or_its_award(client, who):
    row = credit_rows.outside()
    award = ledger_rows.award(ledger_rows.registered(ledger_rows.designated(), people.dee()))
    brought = credit_rows.brought(credit_rows.table("Falls,E,2026-01-20,1,AMA PRA Category 1"))
    client.force_login(who(), backend="django.contrib.auth.backends.ModelBackend")

    answers = [
        client.get(f"/me/credit/{row.public_id}/"),
        client.post(f"/me/credit/{row.public_id}/change/", TYPED),
        client.post(f"/me/credit/{row.public_id}/remove/"),
        client.post(f"/me/credit/{row.public_id}/documents/", {"file": io.BytesIO(credit_rows.PNG)}),
        client.get(f"/me/credit/award/{award.number}/"),
        client.get(f"/me/credit/import/{brought.public_id}/"),
        client.post(f"/me/credit/import/{brought.public_id}/undo/"),
        client.get(f"/me/credit/?import={brought.public_id}"),
    ]

    assert [answer.status_code for answer in answers] == [404] * len(answers)
    assert "Pain Summit" not in client.get("/me/credit/").text
    assert b"Pain Summit" not in client.get("/me/credit/transcript.json").content


def test_files_of_forms_that_nobody_finished_are_gone_after_a_day_and_transcripts_looked_at_after_a_week(
    django_capture_on_commit_callbacks,
):
    kept = credit_rows.document(credit_rows.outside())
    credit_rows.document(name="left.png")
    receipt = money_rows.receipt()
    expense = money_rows.expense(None, receipt=money_rows.receipt(name="named.pdf"))
    credit_rows.brought(credit_rows.table("Falls,E,2026-01-20,1,AMA PRA Category 1"))
    StoredFile.related.update(stored_at=people.NOW)

    with django_capture_on_commit_callbacks(execute=True):
        went = [
            forget_left(now=people.NOW + timedelta(**after)) for after in ({"hours": 23}, {"hours": 25}, {"days": 8})
        ]

    assert went == [0, 2, 1]
    assert list(CreditDocument.objects.all()) == [kept]
    assert set(StoredFile.related.all()) == {kept.file, expense.receipt}
    assert receipt.pk is not None
    assert [each.after for each in AuditEvent.objects.filter(event="wallet.left_forgotten")] == [
        {"files": 2}, {"files": 1}
    ]  # fmt: skip


def test_a_second_press_says_that_it_is_gone_already(dee, client):
    row = credit_rows.outside()
    document = credit_rows.document(row)
    noted = Earlier.objects.create(person=people.dee(), kind="completed", name="x", day=date(2020, 1, 1))
    other = credit_rows.document(credit_rows.outside(people.nia()))

    said = {}
    for address in (
        f"/me/credit/documents/{document.public_id}/delete/",
        f"/me/renewals/noted/{noted.public_id}/remove/",
    ):
        client.post(address)
        client.get("/me/credit/")
        said[address] = client.post(address, follow=True).text

    assert ["gone already" in text or "taken out already" in text for text in said.values()] == [True, True]
    assert client.post(f"/me/credit/documents/{other.public_id}/delete/").status_code == 404
    assert CreditDocument.objects.filter(pk=other.pk).exists()


def test_a_merged_credits_documents_come_back_when_both_are_to_count(dee, client):
    first, second = credit_rows.outside(title="Pain"), credit_rows.outside(title="Pain again")
    kept, moved = credit_rows.document(first), credit_rows.document(second, "second.pdf")

    client.post(f"/me/credit/{second.public_id}/merge/", {"into": f"outside:{first.public_id}"})
    together = set(first.documents.all())
    client.post(f"/me/credit/{second.public_id}/keep-both/")

    assert together == {kept, moved}
    assert (set(first.documents.all()), set(second.documents.all())) == ({kept}, {moved})


def test_a_transcript_with_a_question_offers_no_button_yet_and_no_rule(dee):
    made = credit_rows.brought(credit_rows.table("Alpha,soon,x", header="A1,B1,C1"))
    where = f"/me/credit/import/{made.public_id}/"

    asked = dee.get(where).text

    assert "Say which column holds" in asked
    assert 'name="take"' not in asked
    assert "scroll-text" not in asked
    assert 'hx-sync="this:replace"' in asked
