"""`opencme export`: reports and the activity file, made by the services that the screens call."""

import argparse
import shutil
from typing import Final

from opencme.commands import about, output, start
from opencme.commands.output import BadInput

NAME: Final = "export"
SAYS: Final = "write a report or the activity file of an activity to a file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments; the kinds come from the catalog."""
    from opencme.catalog.exporters import exporters  # noqa: PLC0415 -- slow import

    kinds = [*exporters, "activity_file_pdf", "activity_file_zip"]
    parser.add_argument("kind", choices=kinds, metavar="KIND", help=" or ".join(f"`{kind}`" for kind in kinds))
    about.add_activity(parser)
    about.add_actor(parser)
    parser.add_argument("--out", required=True, help="where to write it")
    parser.add_argument("--overwrite", action="store_true", help="replace a file that is there")
    parser.add_argument("--json", action="store_true", help="say the outcome or the refusal as JSON")


def run(options: argparse.Namespace) -> int:
    """Make it and write it; what is missing or left out is said."""
    path = output.file_to_write(options.out, is_overwriting=options.overwrite)
    start.start_with_database()
    from opencme.apps.files.selectors import open_file  # noqa: PLC0415 -- app ready
    from opencme.apps.reporting.services import making  # noqa: PLC0415 -- app ready
    from opencme.kernel import clock  # noqa: PLC0415 -- with the others

    by = about.actor(options)
    asked = making.make_report(by=by, kind=options.kind, activity_id=about.activity(options).public_id, now=clock.now())
    report = making.run_report(by=by, report_id=asked.pk, now=clock.now())
    if report.file is None:
        msg = report.error or f"The report is {report.state}."
        raise BadInput(msg)
    with open_file(report.file) as content, path.open("wb") as out:
        shutil.copyfileobj(content, out)
    for finding in report.findings:
        output.progress(": ".join(str(part) for part in finding[1:] if part))
    sentence = f"{path}: {report.file.size} bytes; {len(report.findings)} remarks."
    facts = {
        "file": str(path),
        "sha256": report.file.sha256,
        "bytes": report.file.size,
        "summary": report.summary,
        "findings": report.findings,
    }
    output.result(sentence, facts, as_json=options.json)
    return 0
