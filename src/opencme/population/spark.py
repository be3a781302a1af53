"""The same function over Spark, for populations that outgrow one machine: ``--engine spark``.

Needs the extra ``scale`` and Java 17. Parts that ``inputs`` laid out are read from a folder all machines see; each part
comes to the interpreter as two Arrow tables and leaves it as one, exactly as in the pool.
"""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from opencme.population.files import connect, quoted
from opencme.population.judging import SCHEMA, lines_in
from opencme.population.reading import kinds_of, rows_in

HERE: Final = "local[2]"
JUDGED: Final = ", ".join(
    f"`{field.name}` {'bigint' if field.type == pa.int64() else 'date' if field.type == pa.date32() else 'string'}"
    for field in SCHEMA
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What every part is judged by."""

    folder: Path
    rules: tuple[str, ...]
    as_of: date


def missing() -> str:
    """Say what Spark lacks on this machine, or give an empty text."""
    if find_spec("pyspark") is None:
        return "PySpark is not installed: make scale, or pip install 'opencme[scale]'"
    if not os.environ.get("JAVA_HOME") and shutil.which("java") is None:
        return "no Java was found: Spark needs Java 17"
    return ""


def judge_by_spark(task: Task, *, master: str = HERE, memory: str = "3g") -> None:
    """Judge every part that was laid out and write ``lines`` and the people set aside, as the pool does."""
    session = _session(master, memory)
    try:
        people = session.read.parquet(str(task.folder / "people"))
        credits_ = session.read.parquet(str(task.folder / "credits"))
        both = people.groupBy("part").cogroup(credits_.groupBy("part"))
        judged = both.applyInArrow(_judge_by(task), JUDGED)
        judged.write.mode("overwrite").parquet(str(task.folder / "spark"))
    finally:
        session.stop()
    _keep(task.folder)


def _session(master: str, memory: str) -> Any:
    from pyspark.sql import SparkSession  # noqa: PLC0415 -- only with the extra

    for name in ("PYSPARK_PYTHON", "PYSPARK_DRIVER_PYTHON"):
        os.environ.setdefault(name, sys.executable)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [*sys.path, os.environ.get("PYTHONPATH")]))
    builder = SparkSession.builder.master(master).appName("opencme requirements population")
    options = {
        "spark.driver.memory": memory,
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.shuffle.partitions": "8",
        "spark.sql.execution.arrow.pyspark.fallback.enabled": "false",
        "spark.log.level": "ERROR",
    }
    for name, value in options.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _judge_by(task: Task) -> Callable[[pa.Table, pa.Table], pa.Table]:
    def judge(people: pa.Table, credits_: pa.Table) -> pa.Table:
        return _judge(task, people, credits_)

    return judge


def _judge(task: Task, people: pa.Table, credits_: pa.Table) -> pa.Table:
    """Judge one part; a person that cannot be read is one row without a rule, with line and reason."""
    rows = rows_in(people.sort_by("place"), credits_, kinds_of(task.folder))
    table, _, bad = lines_in(rows, task.rules, task.as_of)
    if bad:
        lines, names, reasons = zip(*bad, strict=True)
        empty = {field.name: pa.nulls(len(bad), field.type) for field in SCHEMA}
        aside = {
            **empty,
            "person_id": pa.array(names),
            "note": pa.array(reasons),
            "missing": pa.array(lines, pa.int64()),
        }
        table = pa.concat_tables([table, pa.table(aside, schema=SCHEMA)])
    return table


def _keep(folder: Path) -> None:
    """Put lines and people set aside where the pool puts them."""
    link = connect(folder)
    judged = f"read_parquet('{quoted(folder / 'spark' / '*.parquet')}')"
    for name in ("lines", "aside"):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir()
    to = "(FORMAT parquet, COMPRESSION zstd)"
    for name, question in (
        ("lines", f"SELECT * FROM {judged} WHERE rule IS NOT NULL"),
        ("aside", f"SELECT missing AS line, person_id, note AS reason FROM {judged} WHERE rule IS NULL"),
    ):
        link.execute(f"COPY ({question}) TO '{quoted(folder / name / 'part-00000.parquet')}' {to}")
    shutil.rmtree(folder / "spark")
