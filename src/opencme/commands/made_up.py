"""`opencme requirements make-up`: people and credits that are nobody's, to try out and measure whole populations."""

import argparse
import sys
from datetime import date
from pathlib import Path

from opencme.catalog.requirement_sets import pack
from opencme.commands import output
from opencme.commands.population import check_rules
from opencme.kernel import clock
from opencme.population.synthetic import Sketch, invent


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--out", required=True, type=Path, help="folder for people and credits")
    parser.add_argument("--people", type=int, default=10_000, help="how many people")
    parser.add_argument("--credits-each", type=int, default=50, help="how many credits each of them has")
    parser.add_argument("--rules", default="all", help="ids of rules, separated by commas; all takes the whole pack")
    parser.add_argument("--each", type=int, default=0, help="how many of the rules bind one person; 0: the run says")
    parser.add_argument("--as-of", metavar="DATE", help="the day around which it all lies, today when left out")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same people")
    parser.add_argument("--csv", action="store_true", help="write CSV instead of Parquet")
    parser.set_defaults(run=run_make_up)


def run_make_up(options: argparse.Namespace) -> int:
    """Write both files; 0 when done, 2 for what cannot be made."""
    rules = tuple(sorted(pack())) if options.rules == "all" else tuple(options.rules.split(","))
    check_rules(rules)
    try:
        day = date.fromisoformat(options.as_of) if options.as_of else clock.now().date()
    except ValueError:
        msg = f"--as-of {options.as_of}: write a real date as YYYY-MM-DD"
        raise output.BadInput(msg) from None
    if min(options.people, options.credits_each) < 1 or options.each < 0:
        msg = "--people and --credits-each must be 1 or more, --each 0 or more"
        raise output.BadInput(msg)
    options.out.mkdir(parents=True, exist_ok=True)
    ending = "csv" if options.csv else "parquet"
    people, credits_ = options.out / f"people.{ending}", options.out / f"credits.{ending}"
    sketch = Sketch(
        people=options.people,
        credits_each=options.credits_each,
        rules=rules,
        as_of=day,
        rules_each=options.each,
        seed=options.seed,
    )
    invent(sketch, people, credits_)
    sys.stdout.write(f"{people}\n{credits_}\n")
    return 0
