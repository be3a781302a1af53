"""Calendar files that every calendar program reads."""

from datetime import UTC, date, datetime, timedelta, timezone

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from opencme.documents.calendar import Entry, calendar

MADE = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
START = datetime(2026, 5, 14, 8, 0, tzinfo=timezone(timedelta(hours=-5)))


def entry(**values):
    plain = {"uid": "1@opencme", "title": "Sepsis", "starts_at": START, "ends_at": START + timedelta(hours=1)}
    return Entry(**{**plain, **values})


def test_entry_is_written_in_utc_with_everything_escaped_trap_31():
    made = calendar(
        [
            entry(
                place="Harbor Hall, Room A", text="One; two\nthree \\ four", address="https://cme.example/activities/1/"
            )
        ],
        name="Sepsis on the Ward",
        made_at=MADE,
    )

    assert made == (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//OpenCME//Calendar//EN\r\nMETHOD:PUBLISH\r\n"
        "X-WR-CALNAME:Sepsis on the Ward\r\n"
        "BEGIN:VEVENT\r\nUID:1@opencme\r\nDTSTAMP:20260501T120000Z\r\n"
        "DTSTART:20260514T130000Z\r\nDTEND:20260514T140000Z\r\nSUMMARY:Sepsis\r\n"
        "LOCATION:Harbor Hall\\, Room A\r\nDESCRIPTION:One\\; two\\nthree \\\\ four\r\n"
        "URL:https://cme.example/activities/1/\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_no_line_is_too_long_and_nothing_is_lost_trap_01(text):
    made = calendar([entry(title="AMA PRA Category 1 Credit™", text=text)], name="x", made_at=MADE)
    lines = made.split("\r\n")

    assert all(len(line.encode()) <= 75 for line in lines)
    assert "™" in made
    unfolded = made.replace("\r\n ", "")
    wanted = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    wanted = wanted.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    assert not text or f"DESCRIPTION:{wanted}\r\n" in unfolded


def test_a_day_lasts_all_day_and_its_end_is_the_next():
    made = calendar([entry(starts_at=date(2027, 5, 31), ends_at=date(2027, 5, 31))], name="Renewals", made_at=MADE)

    assert "DTSTART;VALUE=DATE:20270531\r\nDTEND;VALUE=DATE:20270601\r\nTRANSP:TRANSPARENT\r\n" in made


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=200))
def test_another_program_reads_what_was_written(text):
    values = {"title": f"A{text}", "place": f"B{text}", "text": f"C{text}", "starts_at": START, "ends_at": MADE}
    read = icalendar.Calendar.from_ical(calendar([entry(**values)], name="x", made_at=MADE))

    (event,) = read.walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["LOCATION"]), str(event["DESCRIPTION"])) == (
        f"A{text}", f"B{text}", f"C{text}"
    )  # fmt: skip
    assert (event.get("DTSTART").dt, event.get("DTEND").dt) == (START, MADE)
