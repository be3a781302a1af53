"""`opencme requirements`: check people against the pack, look the pack over, say a rule and what an edition changed."""

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from opencme.catalog.requirement_sets import BadFile, pack, read_pack, vocabulary
from opencme.catalog.requirement_sets.cases import Case, Known, read_cases
from opencme.catalog.requirement_sets.entries import document, entries, names
from opencme.catalog.requirement_sets.judging import judge_all
from opencme.catalog.requirement_sets.located import day_of, nearest
from opencme.catalog.requirement_sets.vocabulary import read as read_vocabulary
from opencme.commands import made_up, output, population
from opencme.rules.requirements.definitions import Rule
from opencme.rules.requirements.lines import Line
from opencme.rules.requirements.plain import as_json, as_text
from opencme.rules.requirements.spoken import Clause, changes, changes_as_text, clauses, rule_as_text, unknowns

NAME: Final = "requirements"
SAYS: Final = "test credits against licences, boards and hospitals; look over the rule pack"
LARGEST: Final = 64 * 1024 * 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the parts."""
    parts = parser.add_subparsers(metavar="WHAT", required=True)
    check = parts.add_parser("check", help="judge one case or many, in the form of docs/reference/requirement-cases.md")
    check.add_argument("file", help="a YAML file; - reads standard input")
    check.add_argument("--as-of", metavar="DATE", help="the day asked, instead of the one in the file (YYYY-MM-DD)")
    check.add_argument("--json", action="store_true", help="print lines as JSON")
    check.set_defaults(run=run_check)
    lint = parts.add_parser("lint", help="read a pack and say all that is wrong with it, by file and line")
    lint.add_argument("folder", nargs="?", help="a folder of YAML files; the shipped pack when left out")
    lint.add_argument("--json", action="store_true", help="print the problems as JSON")
    lint.set_defaults(run=run_lint)
    diff = parts.add_parser("diff", help="say in words what changed from one rule to another")
    diff.add_argument("old", help="id of a rule")
    diff.add_argument("new", help="id of a rule")
    diff.add_argument("--json", action="store_true", help="print the changes as JSON")
    diff.set_defaults(run=run_diff)
    show = parts.add_parser(
        "show", help="say every clause of a rule in plain words, with its sources and what is unknown"
    )
    show.add_argument("rule", help="id of a rule")
    show.add_argument("--json", action="store_true", help="print the rule as the pack holds it, as JSON")
    show.set_defaults(run=run_show)
    population.add_arguments(parts.add_parser("population", help="judge everybody in two files, in many processes"))
    made_up.add_arguments(parts.add_parser("make-up", help="make up people and credits to try a population with"))


def run(options: argparse.Namespace) -> int:
    """Never reached: each part sets its own."""
    return int(options.run(options))


def run_check(options: argparse.Namespace) -> int:
    """Judge every case of a file: 0 when computed, 2 for bad input with line and key."""
    as_of = _day(options.as_of) if options.as_of else None
    try:
        cases = read_cases(_text(options.file), Known(pack(), vocabulary()))
    except BadFile as fault:
        raise output.BadInput("\n".join(f"{options.file}: {problem}" for problem in fault.problems)) from None
    for remark in (each for case in cases for each in case.remarks):
        sys.stderr.write(f"{options.file}: {remark}\n")
    judged = [(case, _judge(case, as_of, options.file)) for case in cases]
    if options.json:
        json.dump(_as_json(judged, as_of), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return 0
    for case, lines in judged:
        sys.stdout.write(f"{case.id}: {case.title}\n{as_text(lines)}\n{_sources_as_text(lines)}\n")
    return 0


def _judge(case: Case, as_of: date | None, file: str) -> tuple[Line, ...]:
    day = as_of or case.as_of
    if day is None:
        msg = f"{file}: line {case.line}: {case.id}: “as_of” is missing; write it there or say --as-of YYYY-MM-DD"
        raise output.BadInput(msg)
    return judge_all(case.rules, case.person, day, with_proof=True)


def _as_json(judged: list[tuple[Case, tuple[Line, ...]]], as_of: date | None) -> dict[str, object]:
    """Give cases with their lines, and all lines once more in one list with the case's id."""
    cases = [
        {
            "id": case.id,
            "title": case.title,
            "as_of": str(as_of or case.as_of),
            "rules": list(case.rules),
            "lines": [as_json(line) for line in lines],
            "sources": {rule.id: _sources(rule) for rule in _judged_by(lines)},
        }
        for case, lines in judged
    ]
    flat = [{"case": case.id, **as_json(line)} for case, lines in judged for line in lines]
    return {"schema": "opencme-requirement-lines/1", "cases": cases, "lines": flat}


def _judged_by(lines: tuple[Line, ...]) -> tuple[Rule, ...]:
    """Give the editions that lines were judged by, in their order."""
    return tuple(pack()[name] for name in dict.fromkeys(line.rule for line in lines))


def _sources(rule: Rule) -> dict[str, object]:
    """Give where an edition is written, how sure that is, and what no source confirmed."""
    return {
        "title": rule.title,
        "confidence": rule.confidence,
        "in_force_from": str(rule.in_force_from) if rule.in_force_from else None,
        "in_force_to": str(rule.in_force_to) if rule.in_force_to else None,
        "unverified": list(rule.unverified),
        "texts": [
            {
                "title": each.title,
                "url": each.url,
                "page_date": each.page_date,
                "checked": str(each.checked),
                "confidence": each.confidence,
            }
            for each in rule.sources
        ],
    }


def _sources_as_text(lines: tuple[Line, ...]) -> str:
    out = []
    for rule in _judged_by(lines):
        out.append(f"{rule.id}: {rule.title} (confidence {rule.confidence})")
        out.extend(f"    {each.title}, checked {each.checked}: {each.url}" for each in rule.sources)
    return "".join(f"{line}\n" for line in out)


def run_lint(options: argparse.Namespace) -> int:
    """Read a pack; 0 when it is in order, 1 with every problem otherwise."""
    problems: tuple[str, ...] = ()
    count = 0
    try:
        count = len(_read_folder(Path(options.folder)) if options.folder else pack())
    except BadFile as fault:
        problems = fault.problems
    except OSError as error:
        msg = f"{options.folder}: {error.strerror or error}"
        raise output.BadInput(msg) from None
    if options.json:
        json.dump({"rules": count, "problems": list(problems)}, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        sys.stdout.write("".join(f"{problem}\n" for problem in problems) or f"{count} rules, nothing wrong\n")
    return 1 if problems else 0


def _read_folder(folder: Path) -> Mapping[str, Rule]:
    """Read a pack, by the vocabulary in it or else by the shipped one; BadInput when there is nothing to read."""
    words = folder / "vocabulary.yaml"
    try:
        rules = read_pack(folder, read_vocabulary(words.read_text(encoding="utf-8")) if words.exists() else None)
    except BadFile as fault:
        named = (each if ".yaml, " in each else f"{words.name}, {each}" for each in fault.problems)
        raise BadFile(*named) from None
    if not rules:
        msg = f"{folder}: holds no YAML file of rules"
        raise output.BadInput(msg)
    return rules


def run_diff(options: argparse.Namespace) -> int:
    """Say what changed; 0 also when nothing did."""
    old, new = _rule(options.old), _rule(options.new)
    found = changes_as_text(changes(_clauses(old), _clauses(new)))
    if options.json:
        json.dump({"old": old.id, "new": new.id, "changes": list(found)}, sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
    else:
        sys.stdout.write(f"{old.id} ({_days(old)}) → {new.id} ({_days(new)})\n")
        sys.stdout.write("".join(f"{change}\n" for change in found) or "They ask the same.\n")
    return 0


def run_show(options: argparse.Namespace) -> int:
    """Say one rule whole."""
    rule = _rule(options.rule)
    if options.json:
        json.dump(document((rule.id,)), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        sys.stdout.write(rule_as_text(rule, _clauses(rule), unknowns(rule, names(), entries()[rule.id])))
    return 0


def _rule(rule_id: str) -> Rule:
    if rule_id not in pack():
        msg = f"“{rule_id}” is not a rule of the pack{nearest(rule_id, pack())}"
        raise output.BadInput(msg)
    return pack()[rule_id]


def _days(rule: Rule) -> str:
    return f"{rule.in_force_from or '…'} – {rule.in_force_to or '…'}"


def _clauses(rule: Rule) -> tuple[Clause, ...]:
    return clauses(rule, names(), entries()[rule.id])


def _text(name: str) -> str:
    """Read the file; BadInput names what is wrong with it."""
    try:
        if name == "-":
            data = sys.stdin.buffer.read(LARGEST + 1)
            size = len(data)
        else:
            path = Path(name)
            size = path.stat().st_size
            data = path.read_bytes() if size <= LARGEST else b""
        text = data.decode("utf-8-sig") if size <= LARGEST else ""
    except UnicodeDecodeError as error:
        msg = f"{name}: not UTF-8 (byte {error.start}); save it as UTF-8"
        raise output.BadInput(msg) from None
    except OSError as error:
        msg = f"{name}: {error.strerror or error}"
        raise output.BadInput(msg) from None
    if size > LARGEST:
        msg = f"{name}: larger than {LARGEST // 1024 // 1024} MB; for many people use “requirements population”"
        raise output.BadInput(msg)
    return text


def _day(text: str) -> date:
    try:
        return day_of(text)
    except ValueError:
        msg = f"--as-of {text}: write a real date as YYYY-MM-DD"
        raise output.BadInput(msg) from None
