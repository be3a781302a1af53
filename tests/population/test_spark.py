"""Spark judges as the pool does: the same function, line by line the same answer, over every rule of the pack."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from opencme.catalog.requirement_sets import pack
from opencme.population.spark import missing

PEOPLE = 20_000
DAY = "2026-05-31"


def opencme(*parts: object) -> None:
    subprocess.run([sys.executable, "-m", "opencme", "requirements", *map(str, parts)], env=os.environ, check=True)


@pytest.mark.slow
@pytest.mark.concurrency
@pytest.mark.skipif(bool(missing()), reason=missing() or "Spark is here")
def test_spark_gives_line_by_line_what_the_pool_gives(tmp_path: Path) -> None:
    opencme("make-up", "--out", tmp_path, "--people", PEOPLE, "--credits-each", 30, "--each", 4, "--as-of", DAY)
    with (tmp_path / "more.csv").open("w") as more:  # one person whose facts cannot be read
        more.write("person_id,rules,facts\nP-,us-ma-md,gardening=yes\n")
    link = duckdb.connect()
    link.execute(
        f"COPY (SELECT * FROM '{tmp_path}/people.parquet' UNION ALL BY NAME SELECT * FROM '{tmp_path}/more.csv') "
        f"TO '{tmp_path}/everybody.parquet'"
    )

    files = ("--people", tmp_path / "everybody.parquet", "--credits", tmp_path / "credits.parquet")
    for engine in ("pool", "spark"):
        opencme(
            "population", *files, "--rules", "us-ma-md", "--out", tmp_path / engine, "--as-of", DAY, "--engine", engine
        )

    pool, spark = (f"SELECT * FROM '{tmp_path}/{engine}/lines/*.parquet'" for engine in ("pool", "spark"))
    count, people, rules = link.execute(
        f"SELECT count(*), count(DISTINCT person_id), count(DISTINCT rule) FROM ({pool})"
    ).fetchone() or (0, 0, 0)
    assert people == PEOPLE
    assert rules >= len({rule.family for rule in pack().values()})
    assert count > 200_000
    assert link.execute(f"SELECT * FROM ({pool} EXCEPT ALL {spark}) LIMIT 5").fetchall() == []
    assert link.execute(f"SELECT * FROM ({spark} EXCEPT ALL {pool}) LIMIT 5").fetchall() == []
    assert (tmp_path / "pool" / "aside.csv").read_text() == (tmp_path / "spark" / "aside.csv").read_text()
    assert "fact “gardening” is not known" in (tmp_path / "spark" / "aside.csv").read_text()
