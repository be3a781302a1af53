"""Whole populations: the same lines as judging one by one, bad rows set aside with reasons, nothing lost by a kill."""

import csv
import json
import os
import random
import re
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

from opencme.commands.main import run as run_command
from opencme.population.charts import Sums, write_charts
from opencme.population.files import BadInput
from opencme.population.judging import SCHEMA, cells, judge_row
from opencme.population.reading import kinds_of, rows_of
from opencme.population.run import Ask, run
from opencme.population.summary import clauses, months, steps, units, write_xlsx
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
    short = {row[0] for row in lines(ask.out) if row[4] == "not_met" and row[3] == "total"}
    assert sum(each.people for each in steps(ask.out)) >= len(short)
    assert [(each.month, each.people) for each in months(ask.out, date(2026, 6, 1))] == [
        ("overdue", len({row[0] for row in lines(ask.out) if row[4] == "not_met" and row[8]}))
    ]


@pytest.mark.slow
def test_charts_stand_beside_their_tables(tmp_path: Path) -> None:
    ask = replace(write_people(tmp_path, 30), out=tmp_path / "quo'ted")
    run(ask)
    sums = Sums(clauses=clauses(ask.out), units=units(ask.out), steps=steps(ask.out), months=months(ask.out, DAY))

    write_charts(sums, ask.out)

    page = (ask.out / "summary.html").read_text()
    assert page.count("<svg") == 3 == len(list(ask.out.glob("*.svg")))
    assert page.count("<table>") == 4
    total = next(each for each in sums.clauses if (each.rule, each.line) == ("us-ma-md", "total"))
    assert total.short
    assert f"us-ma-md / total: {total.short} short" in page


def test_torn_lines_do_not_move_the_lines_of_what_follows(tmp_path: Path) -> None:
    ask = write_people(tmp_path, 2, credits_each=1)
    ask.credits.write_text(
        "person_id,date,amount,system\n"
        "P0,2026-01-05,1,AMA_PRA_1\n"
        "P0,2026-01-06,1\n"
        "P0,2026-01-07,1,AMA_PRA_1,and more,and more\n"
        "P0,2026-13-07,1,AMA_PRA_1\n"
        "P0,2026-01-08,1.0005,AMA_PRA_1\n"
        "P0,1026-01-08,1,AMA_PRA_1\n"
        "P0,2026-01-08,20000,AMA_PRA_1\n"
    )
    with ask.people.open("a") as file:
        file.write("P7,ward 1,2026-01-01,,,\n")

    laid = run(ask)

    with (ask.out / "aside.csv").open() as file:
        aside = [(row["file"], int(row["line"]), row["reason"].split(": ")[0]) for row in csv.DictReader(file)]
    assert aside == [
        ("people", 4, "cycle_start and cycle_end must both be given"),
        ("credits", 3, "the line cannot be split into its columns"),
        ("credits", 4, "the line cannot be split into its columns"),
        ("credits", 5, "date “2026-13-07” is not a day"),
        ("credits", 6, "amount 1.0005 has more than three decimals"),
        ("credits", 7, "date 1026-01-08 cannot be meant"),
        ("credits", 8, "amount 20000 is above 10000"),
    ]
    assert (laid.aside, laid.credits) == (7, 1)


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("person_id,day,amount,system", "line 1: the column “date” is missing"),
        ("person_id,date,amout,system", "“amount” is missing (“amout” stands there)"),
        ("person_id,date,amount,system,topic", "“topic” is not a column that is known here; did you mean “topics”?"),
        ("person_id,date,amount,system,date", "the column “date” stands there twice"),
        ("person_id\0", "line 1: this is not a CSV file in UTF-8"),
    ],
)
def test_file_of_the_wrong_shape_is_refused_with_the_place(tmp_path: Path, head: str, says: str) -> None:
    ask = write_people(tmp_path, 2)
    ask.credits.write_text(head + "\n")

    with pytest.raises(BadInput, match=re.escape(says)):
        run(ask)


@pytest.mark.parametrize(
    ("people", "credit", "code", "says"),
    [
        ("P1,2026-13-01,2026-12-31", "P1,2025-01-01,2,AMA_PRA_1", 2,
         "people.csv: every row was set aside, so nobody can be judged. line 2: cycle_start “2026-13-01” is not a day."),
        ("P1,2024-01-01,2026-12-31", "P1,2025-02-30,2,AMA_PRA_1", 2,
         "credits.csv: every row was set aside, so nobody can be judged. line 2: date “2025-02-30” is not a day."),
        ("P1,2024-01-01,2026-12-31", "P1,2025-01-01,2,AMA_PRA_1\nP9,2025-01-01,2,AMA_PRA_1", 0,
         "rows set aside because they cannot be read: 1 ("),
        ("", "P1,2025-01-01,2,AMA_PRA_1", 2, "people.csv: it names nobody"),
    ],
)  # fmt: skip
def test_command_says_what_was_set_aside(  # noqa: PLR0917 -- a table of cases
    tmp_path: Path, capsys: pytest.CaptureFixture[str], people: str, credit: str, code: int, says: str
) -> None:
    (tmp_path / "people.csv").write_text(f"person_id,cycle_start,cycle_end\n{people}\n")
    (tmp_path / "credits.csv").write_text(f"person_id,date,amount,system\n{credit}\n")
    files = ["--people", str(tmp_path / "people.csv"), "--credits", str(tmp_path / "credits.csv")]
    more = ["--rules", "us-ma-md", "--out", str(tmp_path / "out"), "--processes", "1", "--as-of", str(DAY), "--json"]

    assert run_command(["requirements", "population", *files, *more]) == code

    said = capsys.readouterr()
    assert says in said.err
    assert (json.loads(said.out)["laid"]["aside"] if code == 0 else said.out) == (1 if code == 0 else "")


def test_lines_that_a_torn_quotation_mark_takes_along_are_counted(tmp_path: Path) -> None:
    ask = write_people(tmp_path, 2, credits_each=1)
    good = "P0,2026-01-05,1,AMA_PRA_1\n"
    torn = 'P0,2026-01-05,"1,AMA_PRA_1\n'
    ask.credits.write_text("person_id,date,amount,system\n" + good * 3 + torn + good * 10 + torn + good * 2)

    laid = run(ask)

    with (ask.out / "aside.csv").open() as file:
        reasons = [row["reason"] for row in csv.DictReader(file)]
    assert laid.credits == 5
    assert any(each.startswith("the line cannot be split into its columns") for each in reasons)
    assert any("lie between quotation marks: 11;" in each for each in reasons)


@pytest.mark.slow
def test_hundred_thousand_rows_with_broken_ones_lose_nothing(tmp_path: Path) -> None:
    ask = write_people(tmp_path, 200, credits_each=1)
    with ask.credits.open("w") as file:
        file.write("person_id;date;amount;system;topics\n")
        for number in range(100_000):
            broken = number % 1000 == 7
            file.write(
                f"P{number % 200};2025-0{number % 9 + 1}-1{number % 10};{'x' if broken else '0.25'};AMA_PRA_1;\n"
            )

    laid = run(ask)

    assert (laid.credits, laid.aside) == (99_900, 100)
    with (ask.out / "aside.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [int(row["line"]) for row in rows] == [number + 2 for number in range(7, 100_000, 1000)]
    assert {row["reason"] for row in rows} == {"amount “x” is not a number"}
