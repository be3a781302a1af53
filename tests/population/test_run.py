"""Whole populations: the same lines as judging one by one, bad rows set aside with reasons, nothing lost by a kill."""

import csv
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from opencme.population.files import BadInput
from opencme.population.judging import SCHEMA, cells, judge_row
from opencme.population.reading import kinds_of, rows_of
from opencme.population.run import Ask, run
from opencme.population.summary import clauses, units, write_xlsx
from opencme.population.what_if import compare

DAY = date(2026, 5, 31)
RULES = ("us-ma-md", "us-fl-md", "us-fed-dea-mate")
FACTS = "prescribes_controlled=true;dea_registered=yes;serves_adults=true;practising_medicine=true;veterinarian_only=no"
TOPICS = ("opioid_prescribing", "risk_management", "medical_errors_prevention", "domestic_violence", "dementia")


def write_people(folder: Path, count: int, *, credits_each: int = 20) -> Ask:
    chance = random.Random(3)  # noqa: S311 -- test data
    people, credits_ = folder / "people.csv", folder / "credits.csv"
    with people.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["person_id", "department", "cycle_start", "cycle_end", "facts", "fact:authorised_controlled"])
        for number in range(count):
            rows.writerow([f"P{number}", f"ward {number % 3}", "2024-06-01", "2026-05-31", FACTS, "true"])
    with credits_.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["person_id", "date", "amount", "system", "topics"])
        for number in range(count):
            for _ in range(chance.randrange(credits_each)):
                day = date(2024, 1, 1) + timedelta(days=chance.randrange(900))
                topic = f"{chance.choice(TOPICS)}=0.5" if chance.random() < 0.5 else ""
                system = chance.choice(["AMA_PRA_1", "AMA_PRA_2"])
                rows.writerow([f"P{number}", day, chance.choice(["0.5", "1", "2.25"]), system, topic])
    return Ask(people=people, credits=credits_, rules=RULES, as_of=DAY, out=folder / "out", processes=1, part_size=40)


def lines(folder: Path) -> list[tuple[object, ...]]:
    table = pq.read_table(folder / "lines")
    return sorted(zip(*(table.column(name).to_pylist() for name in SCHEMA.names), strict=True), key=str)


@pytest.mark.slow
def test_population_gives_the_lines_of_judging_one_by_one(tmp_path: Path) -> None:
    ask = write_people(tmp_path, 100)

    laid = run(ask)

    one_by_one = [
        (row["person_id"], row["department"], *cells(line))
        for part in range(laid.parts)
        for row, credits_ in rows_of(ask.out, part, kinds_of(ask.out))
        for line in judge_row(row, credits_, RULES, DAY)
    ]
    assert laid.people == 100
    assert laid.parts == 3
    assert lines(ask.out) == sorted(one_by_one, key=str)
    assert {row[2] for row in lines(ask.out)} == set(RULES)


@pytest.mark.slow
def test_parquet_and_csv_give_the_same_lines(tmp_path: Path) -> None:
    ask = write_people(tmp_path, 30)
    run(ask)
    other = tmp_path / "parquet"
    other.mkdir()
    for name in ("people", "credits"):
        pq.write_table(pa_csv.read_csv(tmp_path / f"{name}.csv"), other / f"{name}.parquet")

    again = Ask(
        people=other / "people.parquet", credits=other / "credits.parquet", rules=RULES, as_of=DAY,
        out=other / "out", processes=1, part_size=40,
    )  # fmt: skip
    run(again)

    assert lines(again.out) == lines(ask.out)


@pytest.mark.slow
def test_bad_rows_are_set_aside_with_line_and_reason(tmp_path: Path) -> None:
    ask = write_people(tmp_path, 5)
    with ask.credits.open("a", newline="") as file:
        csv.writer(file).writerows(
            [
                ["P1", "2026-02-30", "1", "AMA_PRA_1", ""],
                ["P1", "2026-02-03", "a lot", "AMA_PRA_1", ""],
                ["P1", "2026-02-03", "1", "AMA_PRA_9", ""],
                ["P1", "2026-02-03", "1", "AMA_PRA_1", "gardening=1"],
                ["P99", "2026-02-03", "1", "AMA_PRA_1", ""],
            ]
        )
    first = len(ask.credits.read_text().splitlines()) - 4

    laid = run(ask)

    with (ask.out / "aside.csv").open() as file:
        aside = [(row["file"], int(row["line"]), row["reason"]) for row in csv.DictReader(file)]
    assert laid.aside == 5
    assert aside == [
        ("credits", first, "date “2026-02-30” is not a day"),
        ("credits", first + 1, "amount “a lot” is not a number"),
        ("credits", first + 2, "system “AMA_PRA_9” is not known"),
        ("credits", first + 3, "topic “gardening” is not known"),
        ("credits", first + 4, "nobody in the people file is P99"),
    ]


def test_file_without_a_needed_column_is_refused_by_name(tmp_path: Path) -> None:
    ask = write_people(tmp_path, 2)
    ask.credits.write_text("person_id,day,amount,system\n")

    with pytest.raises(BadInput, match="column “date” is missing"):
        run(ask)


@pytest.mark.concurrency
def test_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    ask = replace(write_people(tmp_path, 1200), part_size=10)
    program = (
        "import sys; from pathlib import Path; from datetime import date; from opencme.population.run import Ask, run\n"
        f"run(Ask(people=Path({str(ask.people)!r}), credits=Path({str(ask.credits)!r}), rules={RULES!r}, "
        f"as_of=date(2026, 5, 31), out=Path({str(ask.out)!r}), processes=1, part_size=10))"
    )
    child = subprocess.Popen([sys.executable, "-c", program], env=os.environ)
    until = time.monotonic() + 60
    while not list((ask.out / "lines").glob("*.parquet")) and time.monotonic() < until:
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    kept = {path: path.stat().st_mtime_ns for path in (ask.out / "lines").glob("*.parquet")}
    assert 0 < len(kept) < 120

    seen: list[int] = []
    laid = run(ask, lambda progress: seen.append(progress.done))

    assert seen[0] == 0  # the files are looked over first
    assert seen[1] > 0
    assert seen[-1] == 1200 == len({row[0] for row in lines(ask.out)})
    assert all(path.stat().st_mtime_ns == written for path, written in kept.items())
    assert laid.people == 1200


@pytest.mark.slow
def test_summary_and_what_if_add_up(tmp_path: Path) -> None:
    ask = write_people(tmp_path, 60)
    run(ask)
    changed = Ask(
        people=ask.people, credits=ask.credits, rules=("us-nh-md", *RULES[1:]), as_of=DAY, out=tmp_path / "changed",
        processes=1, part_size=40,
    )  # fmt: skip
    run(changed)

    newly = compare(ask.out, changed.out, old="us-ma-md", new="us-nh-md")
    write_xlsx(ask.out, tmp_path / "summary.xlsx")

    totals = {(each.rule, each.line): each for each in clauses(ask.out)}
    total = totals["us-ma-md", "total"]
    assert total.people == 60 == total.met + total.short + total.not_due + total.not_applicable + total.unknown
    assert sum(each.people for each in units(ask.out)) == 60 * len(RULES)
    short_before = {row[0] for row in lines(ask.out) if row[2:5] == ("us-ma-md", "total", "not_met")}
    short_after = {row[0] for row in lines(changed.out) if row[2:5] == ("us-nh-md", "total", "not_met")}
    newly_total = sum(each.people for each in newly if (each.rule, each.line) == ("us-nh-md", "total"))
    assert newly_total == len(short_after - short_before)
    assert (tmp_path / "summary.xlsx").stat().st_size > 5000
