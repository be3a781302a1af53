"""Transcripts from elsewhere: taken whole or not at all, each row that cannot be read with line and reason, undone whole."""

import io
import itertools
import json
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import credit_rows
import ledger_rows
import people
import pytest
from credit_rows import brought, table
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencme.apps.files.tables import csv_chunks, xlsx_file
from opencme.apps.wallet.models import CreditImport, OutsideCredit, WalletSettings
from opencme.apps.wallet.selectors.held import held_credits
from opencme.apps.wallet.selectors.transcripts import Wanted, transcript_of
from opencme.apps.wallet.services import credit_imports as services
from opencme.apps.wallet.tasks import import_credit_file
from opencme.catalog.outside_credit import kinds
from opencme.catalog.requirement_sets import vocabulary
from opencme.kernel.findings import DomainError, NotFound
from opencme.web.wallet.transcript import columns

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def dee():
    return people.as_actor(people.dee())


def taken(made, **said):
    if said:
        services.say_columns(by=dee(), import_id=made.public_id, said={**made.mapping, **said}, now=people.NOW)
    return services.import_credits(by=dee(), import_id=made.public_id, now=people.NOW)


def refused(made, **said):
    with pytest.raises(DomainError) as error:
        taken(made, **said)
    assert not OutsideCredit.objects.exists()
    return [finding.code.removeprefix("credit.import.") for finding in error.value.findings]


def kept():
    return [
        (row.title, row.provider_name, f"{row.completed_on}", row.system, f"{row.amount}", row.line)
        for row in OutsideCredit.objects.filter(removed_at=None).order_by("line", "pk")
    ]


GOOD = (
    "Falls at Night,Elsewhere,2026-01-20,1,AMA PRA Category 1 Credit",
    'Pain Summit,State Society,2026-01-22,"2,25",AAFP Prescribed',
)


def test_rows_become_credits_and_bad_ones_are_listed_with_line_column_and_reason():
    made = brought(
        table(*GOOD, ",,,,", "No day,E,2026-02-30,1,AMA PRA Category 1", ",E,2026-01-02,x,AMA PRA Category 1",
              "Odd,E,2026-01-02,0.33,AMA PRA Category 1", "Later,E,2093-01-02,1,AMA PRA Category 1")
    )  # fmt: skip

    done = taken(made)

    assert kept() == [
        ("Falls at Night", "Elsewhere", "2026-01-20", "AMA_PRA_1", "1.00", 2),
        ("Pain Summit", "State Society", "2026-01-22", "AAFP_P", "2.25", 3),
    ]
    assert [(line, column, text) for line, column, text, _why in done.refused] == [
        (5, "completed_on", "2026-02-30"), (6, "title", ""), (6, "amount", "x"), (7, "amount", "0.33"), (8, "completed_on", "2093-01-02")
    ]  # fmt: skip
    assert "Nearest is 0.25" in done.refused[3][3]
    assert (done.state, done.taken, done.refused_count) == ("done", 2, 4)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_usual_encoding_is_read(encoding):
    taken(
        brought(
            "Title,Provider,Date,Credits,Credit type\nDouleur é,École,2026-01-20,1,AAFP Prescribed".encode(encoding)
        )
    )

    assert kept() == [("Douleur é", "École", "2026-01-20", "AAFP_P", "1.00", 2)]


def test_a_workbook_with_real_dates_and_numbers_is_read():
    out = io.BytesIO()
    rows = [
        ["Title", "Date", "Credits", "Credit type"],
        ["Falls", date(2026, 1, 20), Decimal("1.5"), "AMA PRA Category 1"],
    ]
    xlsx_file(rows, sheet="t", out=out)

    taken(brought(out.getvalue(), "t.xlsx"))

    assert kept() == [("Falls", "", "2026-01-20", "AMA_PRA_1", "1.50", 2)]


@pytest.mark.parametrize(
    ("dates", "said", "expected"),
    [
        (["1/20/2026", "1/2/2026"], {}, ["2026-01-20", "2026-01-02"]),
        (["20.1.2026", "2.1.2026"], {}, ["2026-01-20", "2026-01-02"]),
        (["1/2/2026"], {}, "date_order"),
        (["1/2/2026"], {"date_order": "day_first"}, ["2026-02-01"]),
        (["1/2/2026"], {"date_order": "month_first"}, ["2026-01-02"]),
        (["2/2/2026"], {}, ["2026-02-02"]),
        (["20/1/2026", "1/20/2026"], {}, "file"),
        (["January 20, 2026", "1/19/2026 - 1/21/2026"], {}, ["2026-01-20", "2026-01-21"]),
    ],
    ids=str,
)
def test_the_order_of_day_and_month_is_found_or_asked(dates, said, expected):
    made = brought(table(*(f'T{at},E,"{day}",1,AMA PRA Category 1' for at, day in enumerate(dates))))

    if isinstance(expected, str):
        assert refused(made, **said) == [expected]
    else:
        taken(made, **said)
        assert [row[2] for row in kept()] == expected


def test_a_word_for_a_kind_of_credit_is_asked_and_remembered_for_the_next_file():
    rows = ("Falls,E,2026-01-20,1,Category 1", "Pain,E,2026-01-21,1,Category 1")
    made = brought(table(*rows))

    first = services.read_transcript(made.file, made.mapping)
    taken(made, values={"category 1": "AAPA_1"})
    again = taken(brought(table("Sepsis,E,2026-01-22,2,CATEGORY 1"), "next.csv"))

    assert first.words == (("Category 1", 2),)
    assert {bad.why for bad in first.bad} == {"This is no kind of credit known here; say above what it stands for."}
    assert {row[3] for row in kept()} == {"AAPA_1"}
    assert again.taken == 1


def test_columns_somebody_named_are_remembered_by_the_header():
    header = "Wann,Was,Wieviel"
    made = brought(table("2026-01-20,Sepsis,2", header=header))
    asked = refused(made)

    said = {"columns": {"completed_on": 0, "title": 1, "amount": 2}, "system": "EACCME"}
    taken(made, **said)
    next_ = brought(table("2026-01-21,Falls,1", header=header.upper()), "next.csv")

    assert asked == ["title", "system"]  # day and amount are seen by what stands in them
    assert taken(next_).taken == 1
    assert [row[3] for row in kept()] == ["EACCME", "EACCME"]
    assert len(WalletSettings.objects.get().column_mappings) == 1


CE_BROKER = """\
Course Tracking #,Course Name,Educational Provider,Date Completed,Hours,Subject Area
20-1,Domestic Violence,FMA,02/14/2026,2,Domestic violence
20-2,Ethics,FMA,02/15/2026,1.5,Medical Ethics; Other
"""
PASSPORT = """\
Activity ID,Activity Title,Accredited Provider,Activity Type,Completion Date,Credit Type,Credits
201234567,Sepsis,Lakeside,Live,2026-02-14,AMA PRA Category 1 Credit(s)™,1.5
201234567,Sepsis,Lakeside,Live,2026-02-14,ABIM Medical Knowledge,1.5
"""
AAFP = """\
Date,Activity Title,Activity Type,Prescribed Credits,Elective Credits
2026-02-14,FP Essentials 501,Enduring,5,0
2026-02-15,Hospital rounds,Live,,1.25
2026-02-16,Nothing,Live,,
"""


@pytest.mark.parametrize(
    ("text", "layout", "said", "expected"),
    [
        (CE_BROKER, "ce_broker", {"system": "STATE_BOARD"},
         [("Domestic Violence", "STATE_BOARD", "2.00", "20-1", {"domestic_violence": ""}, ""),
          ("Ethics", "STATE_BOARD", "1.50", "20-2", {"medical_ethics": ""}, "Other")]),
        (PASSPORT, "cme_passport", {},
         [("Sepsis", "AMA_PRA_1", "1.50", "201234567", {}, "Live"), ("Sepsis", "MOC_ABIM", "1.50", "201234567", {}, "Live")]),
        (AAFP, "aafp", {},
         [("FP Essentials 501", "AAFP_P", "5.00", "", {}, "Enduring"), ("Hospital rounds", "AAFP_E", "1.25", "", {}, "Live")]),
    ],
    ids=["CE Broker", "CME Passport", "AAFP"],
)  # fmt: skip
def test_transcripts_of_other_places_begin_with_a_fitting_layout(text, layout, said, expected):
    made = brought(text.encode())

    assert made.layout == layout
    if "system" in said:
        assert "system" in refused(made)
    taken(made, **said)

    assert [
        (row.title, row.system, f"{row.amount}", row.course, row.topics, row.note)
        for row in OutsideCredit.objects.order_by("line", "pk")
    ] == expected


def test_the_accmes_learner_transcript_is_read():
    credit = {"CreditID": "ccid:x:1", "CreditReceived": {"activityCertification": "AMA PRA Category 1 Credit",
                                                        "creditUnit": "Point", "numberOfCredits": 1.25}}  # fmt: skip
    module = {
        "ModuleName": {"value": "Sepsis", "moduleID": "201234567"},
        "Status": "Completed",
        "CompletedDateTime": "2026-02-14T10:00:00",
        "CreditCertificate": [credit],
    }
    learner = {
        "Member": {},
        "ActivityTranscript": [{"Activity": {"ReportingOrganization": "Lakeside", "Module": module}}],
    }

    taken(brought(json.dumps({"ACCMETranscripts": [learner]}).encode(), "transcript.json"))

    assert kept() == [("Sepsis", "Lakeside", "2026-02-14", "AMA_PRA_1", "1.25", 2)]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("t.csv", b"", "files.empty"),
        ("t.csv", b"\n\n , ,\n", "credit.import.empty"),
        ("t.pdf", b"%PDF-1.7\n", "files.kind"),
        ("t.xlsx", b"PK\x03\x04 cut off", "files.damaged"),
        ("t.csv", b"MZ\x00\x01\x02", "files.kind"),
        ("t.json", b'{"ACCMETranscripts": 7}', "credit.import.json"),
        ("t.json", b"[" * 5000, "credit.import.json"),
        ("t.csv", b'Title,Date\n"open,2026-01-01', "files.csv"),
    ],
    ids=["empty", "blank", "pdf", "cut workbook", "program", "other json", "deep json", "open quote"],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do_and_nothing_is_kept(name, content, code):
    with pytest.raises(DomainError) as error:
        brought(content, name)

    assert code in {finding.code for finding in error.value.findings}
    assert not CreditImport.objects.exists()


def test_a_million_rows_are_refused_with_the_limit_and_the_way_out():
    row = "Falls,Elsewhere,2026-01-20,1,AMA PRA Category 1\n"

    with pytest.raises(DomainError) as error:
        brought(table(row * 1_000_000))

    assert str(error.value) == (
        "transcript.csv has more than 20,000 rows, which is more than one person's credit. Keep only your own rows, or "
        "bring the years one by one."
    )


def test_a_long_file_is_read_by_a_job_once_whatever_happens(run_jobs):
    rows = [f"T{at},E,2026-01-{1 + at % 28:02},1,AMA PRA Category 1" for at in range(services.BIG + 50)]
    made = brought(table(*rows, "Bad,E,never,1,AMA PRA Category 1"))

    waiting = taken(made).state
    nothing = OutsideCredit.objects.count()
    run_jobs(queue="imports")
    services.run_import(by=dee(), import_id=made.pk, now=people.NOW)
    made.refresh_from_db()

    assert (waiting, nothing) == ("waiting", 0)
    assert (made.state, made.taken, made.refused_count, made.rows_read) == ("done", 2050, 1, 2051)
    assert OutsideCredit.objects.count() == 2050


@pytest.mark.parametrize(("attempts", "state"), [(0, "waiting"), (2, "waiting"), (3, "failed")])
def test_a_job_that_fails_for_the_last_time_says_so_and_the_file_can_be_looked_at_again(attempts, state, monkeypatch):
    made = brought(table(*[f"T{at},E,2026-01-01,1,AMA PRA Category 1" for at in range(services.BIG + 1)]))
    taken(made)
    monkeypatch.setattr(services, "_whole", lambda *_given: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        import_credit_file(SimpleNamespace(job=SimpleNamespace(attempts=attempts)), import_id=made.pk)
    made.refresh_from_db()
    was = (made.state, bool(made.problem))
    again = services.look_again(by=dee(), import_id=made.public_id, now=people.NOW)

    assert was == (state, state == "failed")
    assert again.state == ("preview" if state == "failed" else "waiting")
    assert not OutsideCredit.objects.exists()


def test_what_waits_for_a_day_has_failed_whatever_became_of_its_job():
    made = brought(table(*[f"T{at},E,2026-01-01,1,AMA PRA Category 1" for at in range(services.BIG + 1)]))
    begun = people.NOW + timedelta(days=3)  # it was looked at for days before it was taken
    services.import_credits(by=dee(), import_id=made.public_id, now=begun)

    early = services.give_up_stuck(now=begun + timedelta(hours=23))
    late = services.give_up_stuck(now=begun + timedelta(hours=25))
    made.refresh_from_db()

    assert (early, late, made.state) == (0, 1, "failed")


def test_a_job_that_was_stopped_takes_nothing(run_jobs):
    made = brought(table(*[f"T{at},E,2026-01-01,1,AMA PRA Category 1" for at in range(services.BIG + 1)]))
    taken(made)

    services.cancel_import(by=dee(), import_id=made.public_id, now=people.NOW)
    run_jobs(queue="imports")

    assert not OutsideCredit.objects.exists()


def test_bringing_the_same_file_again_takes_only_what_is_new():
    taken(brought(table(*GOOD)))
    again = taken(brought(table(*GOOD, "New,E,2026-01-23,1,AMA PRA Category 1"), "again.csv"))

    assert (again.taken, again.known, again.repeats) == (1, 2, 0)


def test_rows_that_look_like_others_are_taken_and_do_not_count_until_told():
    activity = ledger_rows.designated()
    ledger_rows.award(ledger_rows.registered(activity, people.dee()), completed_on=date(2026, 2, 14))

    done = taken(brought(table("Sepsis on the ward,Lakeside,2026-02-14,1.75,AMA PRA Category 1",
                               "Falls,E,2026-01-20,1,AMA PRA Category 1", "FALLS,F,2026-01-20,1,AMA PRA Category 1")))  # fmt: skip

    assert (done.taken, done.repeats) == (3, 2)
    assert sum(held.counts for held in held_credits(people.dee().pk)) == 2


def test_an_import_is_undone_as_a_whole_and_can_be_brought_anew():
    made = taken(brought(table(*GOOD)))
    other = credit_rows.outside(title="Typed")

    services.undo_import(by=dee(), import_id=made.public_id, now=people.NOW)
    services.undo_import(by=dee(), import_id=made.public_id, now=people.NOW)
    left = [held.title for held in held_credits(people.dee().pk)]
    anew = taken(brought(table(*GOOD), "anew.csv"))

    assert left == [other.title]
    assert anew.taken == 2


def test_nobody_else_can_touch_an_import():
    made = brought(table(*GOOD))
    eve = people.as_actor(people.eve())

    for act in (services.import_credits, services.cancel_import, services.undo_import):
        with pytest.raises(NotFound):
            act(by=eve, import_id=made.public_id, now=people.NOW)


# ── what OpenCME writes it reads back the same ──

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.sampled_from(" '=+-@,;\""), max_size=30
)
NAMES = WORDS.map(lambda text: " ".join(text.split())).filter(bool)
SYSTEMS = st.sampled_from(sorted(kinds()))
TOPICS = st.dictionaries(
    st.sampled_from(sorted(vocabulary().topics)), st.sampled_from([None, Decimal("0.25")]), max_size=3
)
DETAILS = st.fixed_dictionaries(
    {},
    optional={
        "in_practice_area": st.booleans(),
        "assessed": st.just(True),
        "score": st.sampled_from(["80", "92.5"]),
        "interactive": st.booleans(),
        "formats": st.sampled_from([["live"], ["live", "online"]]),
    },
)
CREDITS = st.fixed_dictionaries(
    {
        "title": NAMES,
        "provider": NAMES,
        "completed_on": st.dates(date(2000, 1, 1), date(2026, 3, 1)),
        "system": SYSTEMS,
        "amount": st.integers(1, 80).map(lambda halves: Decimal(halves) / 2),
        "minutes": st.none() | st.integers(1, 9000),
        "topics": TOPICS,
        "details": DETAILS,
        "course": WORDS,
        "note": NAMES,
    }
)


def compared(person):
    return sorted(
        (
            held.title, held.provider, held.completed_on, held.system, held.amount, held.minutes,
            tuple(sorted(held.topics.items())), json.dumps(held.details, sort_keys=True), held.course, held.note,
        )
        for held in held_credits(person.pk)
    )  # fmt: skip


@given(given_credits=st.lists(CREDITS, min_size=1, max_size=5))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_law_what_is_exported_comes_back_the_same(given_credits):
    OutsideCredit.objects.all().delete()
    CreditImport.objects.all().delete()
    for each in given_credits:
        credit_rows.outside(**each)
    before = compared(people.dee())
    found = transcript_of(people.dee().pk, Wanted(), people.NOW.date())
    lines, exported = found.lines, [column for column in columns(found) if column.is_exported]
    cells = ([column.value(line) for column in exported] for line in lines)
    content = b"".join(csv_chunks(itertools.chain([[column.title for column in exported]], cells)))

    made = services.bring_file(
        by=people.as_actor(people.nia()), name="o.csv", content=io.BytesIO(content), now=people.NOW
    )
    done = services.import_credits(by=people.as_actor(people.nia()), import_id=made.public_id, now=people.NOW)

    assert (made.layout, done.refused) == ("opencme", [])
    assert compared(people.nia()) == before


def learner_file(title, amount="1"):
    """An ACCME transcript with one credit; JSON can write signs that no text file holds."""
    credit = {"CreditReceived": {"activityCertification": "AMA PRA Category 1 Credit", "numberOfCredits": amount}}
    module = {
        "ModuleName": {"value": title, "moduleID": "1"},
        "CompletedDateTime": "2026-01-20",
        "CreditCertificate": [credit],
    }
    return json.dumps({"ACCMETranscripts": [{"ActivityTranscript": [{"Activity": {"Module": module}}]}]}).encode()


def test_signs_that_nothing_can_keep_are_left_out_and_never_stop_an_import():
    taken(brought(learner_file("Falls\0 at \ud800Night\x1b"), "t.json"))

    assert [row[0] for row in kept()] == ["Falls at Night"]


def test_absurd_topics_details_and_minutes_of_our_own_file_are_refused_or_noted():
    header = "Title,Date,Credits,Credit type,Minutes,Topics,Details"
    rows = [
        'A,2026-01-20,1,AMA PRA Category 1,,pain_management=NaN,"{""axis"": ""\\ud800"", ""way"": ""\\u0000""}"',
        "B,2026-01-20,1,AMA PRA Category 1,,pain_management=1e400,",
        f"C,2026-01-20,1,AMA PRA Category 1,{'9' * 5000},,",
        "D,2026-01-20,1e3,AMA PRA Category 1,,,",
    ]

    done = taken(brought(table(*rows, header=header)), columns={**dict(zip(
        ("title", "completed_on", "amount", "system", "minutes", "topics", "details"), range(7), strict=True
    ))})  # fmt: skip

    assert [(row.title, row.topics, row.details, row.note) for row in OutsideCredit.objects.order_by("line")] == [
        ("A", {}, {}, "pain_management=NaN"),
        ("B", {}, {}, "pain_management=1e400"),
    ]
    assert [(line, column) for line, column, *_rest in done.refused] == [(4, "minutes"), (5, "amount")]
