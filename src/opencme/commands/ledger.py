"""`opencme ledger`: recomputes the whole ledger of credit."""

import argparse
from dataclasses import asdict
from typing import Final

from opencme.commands import output, start

NAME: Final = "ledger"
SAYS: Final = "check the ledger of credit"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what can be done with it."""
    acts = parser.add_subparsers(metavar="ACT", required=True)
    says = "recompute every entry's hash, every chain and every day's seal; exit 1 names the first broken row"
    verify = acts.add_parser("verify", help=says, description=says)
    verify.add_argument("--json", action="store_true", help="say the outcome as JSON")


def run(options: argparse.Namespace) -> int:
    """Verify; 0 when every entry is what it was when it was written."""
    start.start_with_database()
    from opencme.apps.credit.selectors.verification import verify_ledger  # noqa: PLC0415 -- app ready

    report = verify_ledger()
    counted = f"{report.entries} entries in {report.chains} chains under {report.seals} seals"
    if report.is_whole:
        sentence = f"The ledger is whole: {counted}."
    else:
        broken = (
            f"  activity {each.activity or '–'}, entry {each.sequence} {each.number}: {each.says}"
            for each in report.breaks
        )
        sentence = "\n".join([f"The ledger is BROKEN: {counted}; the first broken row of each chain:", *broken])
    facts = {
        "whole": report.is_whole,
        "entries": report.entries,
        "chains": report.chains,
        "seals": report.seals,
        "breaks": [asdict(each) for each in report.breaks],
    }
    output.result(sentence, facts, as_json=options.json)
    return 0 if report.is_whole else 1
