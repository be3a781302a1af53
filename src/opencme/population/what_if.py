"""The same people under a changed edition: who would newly fall short, by how much, what it would cost them."""

from dataclasses import dataclass
from pathlib import Path

from opencme.population.files import connect, quoted

NEWLY = """
    CREATE TABLE newly AS
    SELECT n.person_id, n.department, n.rule, n.line, n.missing, n.unit, n."by", coalesce(o.verdict, '') AS before
    FROM changed n LEFT JOIN present o
        ON o.person_id = n.person_id AND o.line = n.line AND (o.rule = n.rule OR o.rule = $old AND n.rule = $new)
    WHERE n.verdict = 'not_met' AND coalesce(o.verdict, '') <> 'not_met'
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newly:
    """One clause under the change: people newly short, what they lack together and on the average, thousandths."""

    rule: str
    line: str
    unit: str
    people: int
    missing: int


def compare(present: Path, changed: Path, *, old: str = "", new: str = "") -> list[Newly]:
    """Compare two runs over the same people; ``old`` and ``new`` name the edition that was exchanged.

    Writes every person who would newly fall short to ``changed/newly.csv``.
    """
    link = connect(changed)
    for name, folder in (("present", present), ("changed", changed)):
        link.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{quoted(folder / 'lines' / '*.parquet')}')")
    link.execute(NEWLY, {"old": old, "new": new})
    link.execute(
        f"COPY (SELECT *, missing / 1000.0 AS hours FROM newly ORDER BY rule, line, person_id) "
        f"TO '{quoted(changed / 'newly.csv')}' (HEADER)"
    )
    rows = link.execute(
        "SELECT rule, line, any_value(unit), count(*), sum(missing)::BIGINT FROM newly "
        "GROUP BY rule, line ORDER BY 4 DESC, 1, 2"
    ).fetchall()
    return [
        Newly(rule=r, line=name, unit=unit, people=people, missing=missing) for r, name, unit, people, missing in rows
    ]
