"""Sharing through the pages: made by its owner, opened without an account, noted, closed; nothing leaks."""

import io
import re
from datetime import UTC, date, datetime, timedelta

import ledger_rows
import money_rows
import people
import pypdf
import pytest
import wallets
from django.test import Client
from django.urls import reverse

from opencme.apps.credit.models import Certificate
from opencme.apps.credit.services.certificates import issue_certificate
from opencme.apps.wallet.models import Obligation, Share, ShareOpening
from opencme.apps.wallet.selectors.shares import Chosen
from opencme.kernel import clock
from opencme.rules.access.roles import system

pytestmark = pytest.mark.django_db


@pytest.fixture
def dee():
    client = Client()
    client.force_login(people.dee())
    return client


def form(client, **typed):
    shown = client.get(reverse("wallet:share-new"))
    key = shown.context["form"]["key"].value()
    return {"key": key, "recipient": "Harbor credentialing", "lasts": "30", "period": "all", **typed}


def link_in(text):
    return re.search(r'value="http[^"]*(/s/[0-9a-f]+/)"', text).group(1)


def make(client, **typed):
    return link_in(client.post(reverse("wallet:share-new"), form(client, **typed), follow=True).text)


def test_a_link_is_shown_once_opens_without_an_account_is_noted_and_closed(dee):
    wallets.credit(people.dee(), wallets.TODAY, "4", title="Grand rounds elsewhere")
    made = dee.post(reverse("wallet:share-new"), form(dee, credits="on"), follow=True)
    address = link_in(made.text)
    here = reverse("wallet:share", args=[Share.objects.get().public_id])
    stranger = Client()

    opened = stranger.get(address)

    assert "Grand rounds elsewhere" in opened.text
    assert "Harbor credentialing" in opened.text
    assert address not in dee.get(here).text
    assert "the page" in dee.get(here).text
    dee.post(reverse("wallet:share-withdraw", args=[Share.objects.get().public_id]))
    closed = stranger.get(address)
    assert closed.status_code == 410
    assert "This link was closed" in closed.text
    assert ShareOpening.objects.count() == 1


@pytest.mark.parametrize("address", ["/s//", "/s/", "/s/%20/", "/s/x/", "/s/x/record.pdf", "/s/x/record.exe"])
def test_a_link_nobody_was_given_is_not_here(address):
    answer = Client().get(address)

    assert answer.status_code == 404
    assert "This page is not here" in answer.text


def test_a_form_that_lost_its_key_gives_a_link_of_its_own(dee):
    wallets.credit(people.dee(), wallets.TODAY, "4")
    links = {make(dee, credits="on", key=key) for key in ("", "short", "")}

    assert len(links) == 3


@pytest.mark.parametrize("place", ["", "record.pdf", "record.csv", "documents/{document}/"])
@pytest.mark.parametrize("state", ["expired", "withdrawn"])
def test_a_closed_link_tells_nothing_of_what_it_showed(place, state):
    kept = money_rows.document()
    made = money_rows.share(Chosen(credits=True, documents=(kept.public_id,)))
    now = clock.now()
    changed = {"withdrawn_at": now} if state == "withdrawn" else {"expires_at": now - timedelta(seconds=1)}
    Share.objects.update(**changed)

    answer = Client().get(f"/s/{made.secret}/{place.format(document=kept.public_id)}")

    assert answer.status_code == 410
    for word in ("Dee", "Learner", "Harbor", "Grand rounds", "proof.pdf"):
        assert word not in answer.text
    assert not ShareOpening.objects.exists()


@pytest.mark.parametrize("place", ["", "record.pdf", "record.csv", "documents/{document}/"])
def test_what_a_link_gives_is_kept_by_no_cache_and_no_search_engine(place):
    kept = money_rows.document()
    made = money_rows.share(Chosen(credits=True, documents=(kept.public_id,)))

    answer = Client().get(f"/s/{made.secret}/{place.format(document=kept.public_id)}")

    list(answer.streaming_content) if answer.streaming else None
    assert answer.status_code == 200
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert ShareOpening.objects.count() == 1


def test_a_guessed_link_and_a_document_that_was_not_chosen_are_not_there():
    kept, other = money_rows.document(), money_rows.document(name="private.pdf")
    made = money_rows.share(Chosen(documents=(kept.public_id,)))
    stranger = Client()

    for address in (
        "/s/0000000000000000/",
        "/s/0000000000000000/record.pdf",
        f"/s/0000000000000000/documents/{kept.public_id}/",
        f"/s/{made.secret}/documents/{other.public_id}/",
        f"/s/{made.secret}/record.exe",
        f"/s/{made.share.public_id}/",
    ):
        assert stranger.get(address).status_code == 404, address
    assert stranger.post(f"/s/{made.secret}/").status_code == 405


def test_numbers_of_licenses_and_certificates_show_only_when_chosen(dee):
    who = wallets.dee()
    Obligation.objects.filter(person=who, family=wallets.NEW_YORK).update(number="NY-123456")
    mine = Obligation.objects.get(person=who, family=wallets.NEW_YORK)
    award = ledger_rows.award(ledger_rows.registered(ledger_rows.designated(), who))
    issue_certificate(by=system(), registration_id=award.registration_id, now=ledger_rows.CLAIMED)
    number = Certificate.related.get().number
    chosen = {"obligations": [str(mine.public_id)], "credits": "on"}
    stranger = Client()

    plain = stranger.get(make(dee, **chosen)).text
    full = stranger.get(make(dee, **chosen, with_numbers="on", certificates="on")).text

    assert mine.label in plain
    assert [word in plain for word in ("NY-123456", number)] == [False, False]
    assert [word in full for word in ("NY-123456", reverse("public:certificate", args=[number]))] == [True, True]
    for hidden in ("California", "Harbor Hospital medical staff", "Learner, MD's", "Lakeside Hospital"):
        assert hidden not in full


def test_the_paper_and_the_table_say_what_the_page_says():
    who = wallets.dee()
    wallets.credit(who, wallets.TODAY, "1", title="=HYPERLINK(1)")
    mine = Obligation.objects.get(person=who, family=wallets.MASSACHUSETTS)
    made = money_rows.share(Chosen(obligations=(mine.public_id,), credits=True), who)
    stranger = Client()

    paper = stranger.get(f"/s/{made.secret}/record.pdf").content
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper)).pages)
    table = b"".join(stranger.get(f"/s/{made.secret}/record.csv").streaming_content).decode("utf-8-sig")

    for words in ("Continuing education record", "Dee Learner, MD", mine.label, "Safe Opioid Prescribing"):
        assert words in text
    assert "Safe Opioid Prescribing" in table
    assert "'=HYPERLINK(1)" in table
    assert "California" not in text + table


def test_what_was_typed_stays_and_each_refusal_names_its_field(dee):
    money_rows.document()
    wrong = dee.post(
        reverse("wallet:share-new"),
        form(dee, recipient="Harbor <b>", lasts="until", credits="on", period="cycles"),
    )

    assert wrong.status_code == 422
    assert "Harbor &lt;b&gt;" in wrong.text
    assert "Say the last day on which it opens." in wrong.text
    assert "Choose an authority with a cycle above" in wrong.text
    nothing = dee.post(reverse("wallet:share-new"), form(dee))
    assert "Choose what is shown" in nothing.text
    assert not Share.objects.exists()


def test_the_owner_looks_without_it_being_noted(dee):
    kept = money_rows.document()
    made = money_rows.share(Chosen(credits=True, documents=(kept.public_id,)))

    shown = dee.get(reverse("wallet:share-look", args=[made.share.public_id]))

    assert "Grand rounds elsewhere" in shown.text
    assert made.secret not in shown.text
    assert not ShareOpening.objects.exists()


@pytest.mark.parametrize("who", ["ada", "bo", "eve", "nia"])
def test_no_other_role_sees_somebodys_shares(who):
    made = money_rows.share(Chosen(credits=True))
    people.lakeside()
    other = Client()
    other.force_login(getattr(people, who)())

    for name in ("wallet:share", "wallet:share-look"):
        assert other.get(reverse(name, args=[made.share.public_id])).status_code == 404
    assert other.post(reverse("wallet:share-withdraw", args=[made.share.public_id])).status_code == 404
    assert "Harbor" not in other.get(reverse("wallet:shares")).text


def test_the_last_day_there_is_is_refused_at_its_field(dee):
    answer = dee.post(reverse("wallet:share-new"), form(dee, credits="on", lasts="until", until="9999-12-31"))

    assert (answer.status_code, dict(answer.context["form"].errors)) == (
        422,
        {"until": ["A link lasts at most a year."]},
    )


def test_a_link_opens_to_the_end_of_its_last_day_on_its_owners_clock(dee, monkeypatch):
    people.dee().__class__.objects.filter(pk=people.dee().pk).update(time_zone="Pacific/Honolulu")
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 25, 12, tzinfo=UTC))
    wallets.credit(people.dee(), date(2026, 3, 1), "4")
    address = make(dee, credits="on", lasts="until", until="2026-12-31")

    page, listed = Client().get(address).text, dee.get(reverse("wallet:shares")).text
    paper = pypdf.PdfReader(io.BytesIO(Client().get(f"{address}record.pdf").content)).pages[0].extract_text()
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 1, 9, 59, tzinfo=UTC))
    late = Client().get(address).status_code
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 1, 10, tzinfo=UTC))

    assert (late, Client().get(address).status_code) == (200, 410)
    assert ("Dec 31, 2026" in page, "Dec 31, 2026" in listed, "December 31, 2026" in paper) == (True, True, True)


def test_an_earlier_cycle_is_shown_as_it_stood_on_the_page_on_paper_and_in_the_table(dee, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: wallets.NOW)
    row = wallets.hospital(people.dee())
    wallets.credit(people.dee(), date(2024, 3, 1), "18.5", title="Then", topics={"patient_safety": "2"})
    wallets.credit(people.dee(), date(2026, 3, 1), "4", title="Now")

    offered = dee.get(reverse("wallet:share-new")).text
    address = make(dee, past=[f"{row.public_id}~2025-06-30"], credits="on", period="cycles")
    page = Client().get(address).text
    paper = pypdf.PdfReader(io.BytesIO(Client().get(f"{address}record.pdf").content))
    table = b"".join(Client().get(f"{address}record.csv").streaming_content).decode()

    assert "Harbor Hospital medical staff, July 1, 2023 – June 30, 2025" in offered
    text = " ".join(" ".join(each.extract_text() for each in paper.pages).split())
    for shown in (page, text, table):
        for words in ("1.5 short", "July 1, 2023", "Then", "Was met"):
            assert words in shown
        for words in (">Now<", "Overdue", "Due soon"):
            assert words not in shown
        assert "Standing as of" not in " ".join(re.sub("<[^>]+>", "", shown).split())
    both = make(dee, past=[f"{row.public_id}~2025-06-30"], obligations=[str(row.public_id)])
    owner = dee.get(reverse("wallet:share", args=[Share.objects.latest("id").public_id])).text
    assert Client().get(both).status_code == 200
    assert [each in owner for each in ("July 1, 2023", "July 1, 2025")] == [True, True]
    unknown = form(dee, past=[f"{row.public_id}~1999-06-30"])
    assert dee.post(reverse("wallet:share-new"), unknown).status_code == 422
