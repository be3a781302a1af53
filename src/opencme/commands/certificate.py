"""`opencme certificate`: says what a PDF is that somebody brings as a certificate."""

import argparse
from typing import Final

from opencme.commands import output, start

NAME: Final = "certificate"
SAYS: Final = "check a certificate"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what can be done with it."""
    acts = parser.add_subparsers(metavar="ACT", required=True)
    says = (
        "say whether a PDF is byte for byte a certificate issued here, and whether that still stands; exit 1 otherwise"
    )
    verify = acts.add_parser("verify", help=says, description=says)
    verify.add_argument("file", help="the PDF")
    verify.add_argument("--json", action="store_true", help="say the outcome as JSON")


def run(options: argparse.Namespace) -> int:
    """Verify; 0 when the file is genuine and the certificate stands."""
    path = output.file_to_read(options.file)
    start.start_with_database()
    from opencme.apps.credit.selectors.certificates import FileVerdict, Status, check_file  # noqa: PLC0415 -- app ready

    checked = check_file(path.read_bytes())
    found = checked.certificate
    facts: dict[str, object] = {"verdict": str(checked.verdict), "status": ""}
    if found is None:
        sentence = "UNKNOWN: no certificate was issued here with these bytes, and none of its numbers is ours."
    else:
        facts |= {"status": str(found.status), "number": found.number, "version": found.version, "name": found.name}
        facts |= {"activity": found.activity, "provider": found.provider, "completed_on": found.completed_on}
        facts["credit"] = [f"{line.amount} {line.unit.plain}".strip() for line in found.lines]
        told = f"{found.number}, {found.name}, “{found.activity}”, {found.provider}, {found.completed_on:%B %-d, %Y}"
        sentence = f"{str(checked.verdict).upper()}, {str(found.status).upper()}: {told}"
    output.result(sentence, facts, as_json=options.json)
    is_good = checked.verdict is FileVerdict.GENUINE and found is not None and found.status is Status.VALID
    return 0 if is_good else 1
