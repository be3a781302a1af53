"""`opencme requirements population`: the same rules over many people."""

import argparse
import difflib
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path

from opencme.catalog.requirement_sets import pack
from opencme.commands import output
from opencme.kernel import clock
from opencme.population.aside import first_reasons
from opencme.population.charts import Sums, write_charts
from opencme.population.files import BadInput
from opencme.population.inputs import Laid
from opencme.population.run import Ask, Progress, run
from opencme.population.spark import missing as lacking
from opencme.population.summary import clauses, months, steps, units, write_xlsx
from opencme.population.what_if import compare
from opencme.rules.requirements import amounts


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--people", required=True, type=Path, help="CSV or Parquet, one line per person")
    parser.add_argument("--credits", required=True, type=Path, help="CSV or Parquet, one line per credit")
    parser.add_argument("--rules", required=True, help="ids of rules, separated by commas; a person's own column wins")
    parser.add_argument("--out", required=True, type=Path, help="folder for lines, summary and rows set aside")
    parser.add_argument("--as-of", metavar="DATE", help="the day asked, today when left out (YYYY-MM-DD)")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="how many at once")
    parser.add_argument(
        "--engine", choices=("pool", "spark"), default="pool", help="processes of this machine, or Spark (extra scale)"
    )
    parser.add_argument("--instead", metavar="OLD=NEW", help="what if: judge by rule NEW wherever OLD is asked")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")
    parser.set_defaults(run=run_population)


def run_population(options: argparse.Namespace) -> int:
    """Judge everybody; 0 when done, 2 for input that cannot be used, as where all rows are set aside."""
    rules = tuple(each.strip() for each in options.rules.split(",") if each.strip())
    old, _, new = (options.instead or "").partition("=")
    check_rules((*rules, *filter(None, (old, new))))
    if options.instead and (old not in rules or not new):
        msg = f"--instead {options.instead}: write OLD=NEW, with OLD one of --rules"
        raise output.BadInput(msg)
    if options.engine == "spark" and (lack := lacking()):
        raise output.BadInput(lack)
    ask = _ask(options, rules, options.out)
    laid = _run(ask)
    counted = clauses(ask.out)
    if nothing := _nothing(ask, laid, is_empty=not counted):
        raise output.BadInput(nothing)
    sums = Sums(clauses=counted, units=units(ask.out), steps=steps(ask.out), months=months(ask.out, ask.as_of))
    write_xlsx(ask.out, ask.out / "summary.xlsx")
    write_charts(sums, ask.out)
    facts: dict[str, object] = {"laid": asdict(laid), "clauses": [asdict(each) for each in sums.clauses]}
    if options.instead:
        changed = _ask(options, tuple(new if rule == old else rule for rule in rules), options.out / "what-if")
        _run(changed)
        facts["newly_short"] = [asdict(each) for each in compare(ask.out, changed.out, old=old, new=new)]
    if laid.aside:
        output.progress(f"rows set aside because they cannot be read: {laid.aside} ({ask.out / 'aside.csv'})")
    _say(facts, ask, as_json=options.json)
    return 0


def check_rules(rules: Iterable[str]) -> None:
    """Refuse a rule the pack does not hold, with the nearest that it does."""
    for rule in rules:
        if rule not in pack():
            near = difflib.get_close_matches(rule, list(pack()), n=1)
            msg = f"“{rule}” is not a rule of the pack{f'; did you mean “{near[0]}”?' if near else ''}"
            raise output.BadInput(msg)


def _ask(options: argparse.Namespace, rules: tuple[str, ...], out: Path) -> Ask:
    try:
        day = date.fromisoformat(options.as_of) if options.as_of else clock.now().date()
    except ValueError:
        msg = f"--as-of {options.as_of}: write a real date as YYYY-MM-DD"
        raise output.BadInput(msg) from None
    return Ask(
        people=options.people,
        credits=options.credits,
        rules=rules,
        as_of=day,
        out=out,
        processes=options.processes,
        engine=options.engine,
    )


def _run(ask: Ask) -> Laid:
    try:
        return run(ask, _bar)
    except BadInput as fault:
        raise output.BadInput(str(fault)) from None
    except OSError as fault:
        msg = f"{fault.filename or ask.out}: {fault.strerror or fault}"
        raise output.BadInput(msg) from None
    finally:
        sys.stderr.write("\n")


def _nothing(ask: Ask, laid: Laid, *, is_empty: bool) -> str:
    """Say why nobody can be judged: no person could be read, or no credit at all; empty when people were judged."""
    name, path = ("people", ask.people) if is_empty else ("credits", ask.credits)
    reasons = first_reasons(ask.out, name) if is_empty or not laid.credits else []
    if reasons:
        return (
            f"{path}: every row was set aside, so nobody can be judged. {'; '.join(reasons)}. "
            f"All rows with their reasons: {ask.out / 'aside.csv'}"
        )
    return f"{path}: it names nobody" if is_empty else ""


def _bar(progress: Progress) -> None:
    """Show how far it is, with the rate and the time left."""
    if not progress.total:
        sys.stderr.write("looking the files over …")
        sys.stderr.flush()
        return
    share = progress.done / progress.total if progress.total else 1
    left = "" if progress.left is None else f", {progress.left:,.0f} s left"
    filled = "█" * round(share * 24)
    sys.stderr.write(f"\r{filled:░<24} {progress.done:,} of {progress.total:,} people, {progress.rate:,.0f}/s{left}   ")
    sys.stderr.flush()


def _say(facts: dict[str, object], ask: Ask, *, as_json: bool) -> None:
    if as_json:
        json.dump(facts, sys.stdout, default=str, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return
    sys.stdout.write(f"{'rule / line':<44}{'people':>9}{'met':>9}{'short':>9}{'unknown':>9}{'short by':>10}  due\n")
    for each in clauses(ask.out):
        due = each.next_due or ""
        sys.stdout.write(
            f"{each.rule + ' / ' + each.line:<44}{each.people:>9}{each.met:>9}{each.short:>9}{each.unknown:>9}"
            f"{float(each.short_by):>10.2f}  {due}\n"
        )
    newly = facts.get("newly_short")
    for row in newly if isinstance(newly, list) else []:
        sys.stdout.write(
            f"newly short: {row['rule']} / {row['line']}: people: {row['people']}, "
            f"{amounts.text(row['missing'])} {row['unit']} together\n"
        )
    laid = facts["laid"]
    count = laid["aside"] if isinstance(laid, dict) else 0
    aside = f"{count} ({ask.out / 'aside.csv'})" if count else "nothing"
    sys.stdout.write(
        f"lines: {ask.out / 'lines'}  summary: {ask.out / 'summary.html'}, {ask.out / 'summary.xlsx'}  "
        f"set aside: {aside}\n"
    )
