"""The worked tables of docs/explanation/credit.md are true."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

from opencme.catalog.credit_systems import credit_systems
from opencme.kernel.credits import Credits
from opencme.kernel.periods import Interval
from opencme.rules.credit.arithmetic import PlannedTime, Segment, credits_for_minutes, maximum_for

PAGE = (Path(__file__).parents[2] / "docs/explanation/credit.md").read_text(encoding="utf-8")
DAY = date(2026, 5, 14)
ROW = re.compile(r"^\| (\d+) \| ([\d.]+) \| ([\d.]+) \|$", re.MULTILINE)
PART = re.compile(
    r"^\| (\w[\w ]*), (\d\d:\d\d)–(\d\d:\d\d)(?:, coffee (\d\d:\d\d)–(\d\d:\d\d)|, in another room)? \| (\d+) \| (\d*) ?\| (\d*) ?\| (\d+) \| (?:\*\*)?(\d+)(?:\*\*)? \|$",
    re.MULTILINE,
)


def at(text):
    return datetime.fromisoformat(f"2026-05-14T{text}").replace(tzinfo=UTC)


def test_minutes_come_to_what_the_page_says():
    rows = ROW.findall(PAGE)

    assert len(rows) == 13
    for minutes, quarter, hundredth in rows:
        for system in ("ama_pra_cat1", "aafp"):
            assert credits_for_minutes(int(minutes), credit_systems[system].on(DAY)) == Credits.of(quarter)
        assert credits_for_minutes(int(minutes), credit_systems["ancc"].on(DAY)) == Credits.of(hundredth)


def test_agenda_comes_to_what_the_page_says():
    rows = PART.findall(PAGE)
    segments = [
        Segment(
            label=label,
            kind={"Welcome": "welcome", "Lunch": "meal"}.get(label, "education"),
            window=Interval(at(start), at(end)),
            breaks=(Interval(at(pause), at(resume)),) if pause else (),
        )
        for label, start, end, pause, resume, *_figures in rows
    ]
    edition = credit_systems["ama_pra_cat1"].on(DAY)
    working = maximum_for(PlannedTime(segments=tuple(segments)), edition.rule_for("live", "live activity"), edition)

    told = [[int(each or 0) for each in row[5:]] for row in rows]
    assert [[line.minutes, line.breaks, line.parallel, line.counted, line.running] for line in working.lines] == told
    assert (working.minutes, working.credits) == (192, Credits.of("3.25"))
