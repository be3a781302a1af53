"""My credit: the whole record, its sums, its export; a newcomer's first steps."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import credit_rows
import ledger_rows
import people
import pypdf
import pytest
import wallets
from python_calamine import CalamineWorkbook

from opencme.catalog.transcript_layouts.opencme import HEADINGS
from opencme.kernel import clock

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

    assert "Participation (AMA PRA Category 1 activity)" in page
    assert "<em>AMA PRA" not in page


def test_export_has_every_field_and_no_formula(client):
    earned(people.dee(), "1.75", date(2026, 5, 14), title="=HYPERLINK(1)")

    answer = mine(client, export="csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))

    assert rows == [
        [*HEADINGS.values(), "Certificate"],
        ["2026-05-14", "'=HYPERLINK(1)", "Lakeside Health System", "AMA_PRA_1", "AMA PRA Category 1 Credit", "1.75",
         "credits", "", "", '{"assessed": false, "formats": ["live"]}', "", "", "CR-0001", "Awarded here", "yes", ""],
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_record(client, django_assert_num_queries, count):
    for at in range(count):
        earned(people.dee(), "1.00", date(2026, 5, 1 + at))
        credit_rows.outside(title=f"T{at}")
    client.force_login(people.dee(), backend="django.contrib.auth.backends.ModelBackend")

    with django_assert_num_queries(8):
        client.get("/me/credit/")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {"Sepsis", "Falls", "Pain Summit"}),
        ({"q": "society SUMMIT"}, {"Pain Summit"}),
        ({"year": "2025"}, {"Falls"}),
        ({"system": "ANCC"}, {"Pain Summit"}),
        ({"topic": "pain_management"}, {"Pain Summit"}),
        ({"from": "here"}, {"Sepsis", "Falls"}),
        ({"counting": "no"}, set()),
        (
            {"year": "nonsense", "system": "x", "topic": "x", "import": "x", "for": "x"},
            {"Sepsis", "Falls", "Pain Summit"},
        ),
    ],
    ids=str,
)
def test_transcript_is_searched_and_filtered(client, query, expected):
    earned(people.dee(), "1.75", date(2026, 5, 14), title="Sepsis")
    earned(people.dee(), "0.50", date(2025, 3, 1), title="Falls")
    credit_rows.outside(system="ANCC", topics={"pain_management": None})

    page = mine(client, **query).text

    assert {title for title in ("Sepsis", "Falls", "Pain Summit") if f">{title}</a>" in page} == expected


def test_one_cycle_of_one_authority_leaves_out_what_lies_outside_and_says_what_is_not_of_its_kind(client):
    who = people.dee()
    license_ = wallets.obligation(who, wallets.CALIFORNIA, cycle_end=date(2027, 5, 31), renewal_number=2)
    wallets.credit(who, date(2026, 2, 2), "4", title="Inside")
    wallets.credit(who, date(2026, 2, 3), "4", "ANCC", title="Another kind")
    wallets.credit(who, date(2025, 2, 2), "4", title="Before")

    page = mine(client, **{"for": str(license_.public_id)})

    assert "June 1, 2025 – May 31, 2027" in page.text
    assert ">Inside</a>" in page.text
    assert ">Before</a>" not in page.text
    assert "Not of its kind" in page.text
    sums = {each.system: each.amount for each in page.context["found"].totals}
    assert sums == {"AMA_PRA_1": Decimal("4.00")}


def test_the_files_say_what_the_page_says_for_its_owner_only(client):
    earned(people.dee(), "1.75", date(2026, 5, 14), title="Sepsis")
    credit_rows.outside()
    credit_rows.outside(people.nia(), title="Not mine")
    client.force_login(people.dee(), backend="django.contrib.auth.backends.ModelBackend")

    given = json.loads(client.get("/me/credit/transcript.json").content)
    reader = pypdf.PdfReader(io.BytesIO(client.get("/me/credit/transcript.pdf").content))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())

    assert [(each["title"], each["amount"], each["basis"]) for each in given["credits"]] == [
        ("Sepsis", "1.75", "awarded"), ("Pain Summit", "3.00", "self")
    ]  # fmt: skip
    assert given["totals"] == [{"credit": "AMA PRA Category 1 Credit", "amount": "4.75"}]
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == "Transcript of Dee Learner, MD"
    for words in ("Sepsis", "Pain Summit", "AMA PRA Category 1 Credit™ 4.75", "Recorded by the holder"):
        assert words in text
    assert "Not mine" not in text
    assert client.get("/me/credit/transcript.exe").status_code == 404


def test_an_earlier_cycle_is_offered_with_its_days_and_says_how_it_ended_everywhere(client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: wallets.NOW)
    who = people.dee()
    row = wallets.hospital(who)
    wallets.credit(who, date(2024, 3, 1), "18.5", title="Then", topics={"patient_safety": "2"})
    wallets.credit(who, date(2026, 3, 1), "4", title="Now")
    chosen = {"for": f"{row.public_id}~2025-06-30"}

    page = mine(client, **chosen).text
    rows = list(csv.DictReader(io.StringIO(b"".join(mine(client, export="csv", **chosen)).decode("utf-8-sig"))))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(mine(client, export="xlsx", **chosen))))
    given = json.loads(client.get("/me/credit/transcript.json", chosen).content)
    paper = pypdf.PdfReader(io.BytesIO(client.get("/me/credit/transcript.pdf", chosen).content))
    text = " ".join(" ".join(each.extract_text() for each in paper.pages).split())

    assert "Jul 1, 2023 – Jun 30, 2025 · over</option>" in page
    assert "1.5 short" in page
    assert "Judged by the rules in force on its last day" in page
    assert ">Then</a>" in page
    assert ">Now</a>" not in page
    assert [(each["Activity"], each["Cycle"], each["Standing"], each["Counts for it"]) for each in rows] == [
        ("Then", "July 1, 2023 – June 30, 2025", "1.5 short", "yes")
    ]
    assert sheet.get_sheet_by_index(0).to_python()[0][-4:] == ["For", "Cycle", "Standing", "Counts for it"]
    assert (given["first_day"], given["last_day"]) == ("2023-07-01", "2025-06-30")
    assert given["standing"]["state"] == "1.5 short"
    assert given["standing"]["as_of"] == "2025-06-30"
    states = {each["title"]: each["state"] for each in given["standing"]["lines"]}
    assert states == {"All credit": "1.5 short", "Patient safety": "Was met"}
    assert "1.5 short, as of June 30, 2025" in text
    assert client.get("/me/credit/", {"for": f"{row.public_id}~1970-01-01"}).status_code == 404


@pytest.mark.parametrize(
    ("query", "expected", "said"),
    [
        ({"first": "2025-01-01", "last": "2025-12-31"}, {"B"}, "Only from January 1, 2025 to December 31, 2025"),
        ({"first": "2025-06-01"}, {"B", "C"}, "Only since June 1, 2025"),
        ({"last": "2024-12-31"}, {"A"}, "Only until December 31, 2024"),
        ({"first": "2026-02-31"}, {"A", "B", "C"}, "“2026-02-31”: There is no such day; write it as 2026-03-14."),
        ({"first": "2025-06-02", "last": "2025-06-01"}, set(), "The last day lies before the first."),
    ],
)
def test_any_days_can_be_chosen(client, query, expected, said):
    for title, day in (("A", date(2024, 6, 1)), ("B", date(2025, 6, 1)), ("C", date(2026, 6, 1))):
        wallets.credit(people.dee(), day, title=title)

    page = mine(client, **query).text

    assert {title for title in "ABC" if f">{title}</a>" in page} == expected
    assert said in page


def test_a_credit_says_in_which_cycle_it_counted(client, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: wallets.NOW)
    row = wallets.hospital(people.dee())
    then = wallets.credit(people.dee(), date(2024, 3, 1), title="Then")
    now = wallets.credit(people.dee(), date(2026, 3, 1), title="Now")
    client.force_login(people.dee(), backend="django.contrib.auth.backends.ModelBackend")

    assert f"?for={row.public_id}~2025-06-30" in client.get(f"/me/credit/{then.public_id}/").text
    assert "Counted Jul 2023 – Jun 2025" in client.get(f"/me/credit/{then.public_id}/").text
    assert "Counts" in client.get(f"/me/credit/{now.public_id}/").text
    assert "Counted" not in client.get(f"/me/credit/{now.public_id}/").text
