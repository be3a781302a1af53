"""`opencme import`: people, questions and attendance from files, whole or not at all, as the screens do it."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from opencme.commands import about, output, start
from opencme.rules.delivery.moments import DateOrder

if TYPE_CHECKING:
    from opencme.apps.activities.models import Activity
    from opencme.apps.files.models import StoredFile

NAME: Final = "import"
SAYS: Final = "take people, questions or attendance from a file, whole or not at all"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the three kinds."""
    kinds = parser.add_subparsers(metavar="KIND", required=True)
    for name, says, act in (
        ("people", "register everybody on a list (CSV or XLSX with a header)", _people),
        ("questions", "add the questions of a GIFT, Moodle XML or Aiken file to the assessment", _questions),
        ("attendance", "read a Zoom or Teams attendance export into a session", _attendance),
    ):
        kind = kinds.add_parser(name, help=says, description=says)
        kind.add_argument("file", help="the file")
        about.add_activity(kind)
        about.add_actor(kind)
        kind.add_argument("--json", action="store_true", help="say the outcome or the refusal as JSON")
        kind.set_defaults(act=act)
        if name == "questions":
            kind.add_argument(
                "--set-aside", action="store_true", help="leave out what cannot be taken (essays and such)"
            )
        if name == "people":
            kind.add_argument("--leave-out", action="store_true", help="leave out rows that cannot be read")
        if name == "attendance":
            kind.add_argument(
                "--session", default="", help="which session: 1, 2, … or its id; needed when there are several"
            )
            kind.add_argument(
                "--time-zone", default="", help="in which the file's times are written (default: the activity's)"
            )
            kind.add_argument(
                "--date-order",
                default="",
                choices=sorted(each.value for each in DateOrder),
                help="where the file leaves it open (default: as file and session tell)",
            )


def run(options: argparse.Namespace) -> int:
    """Import the file."""
    path = output.file_to_read(options.file)
    start.start_with_database()
    sentence, facts = options.act(options, path, about.activity(options))
    output.result(sentence, facts, as_json=options.json)
    return 0


def _people(options: argparse.Namespace, path: Path, meant: "Activity") -> tuple[str, dict[str, object]]:
    from opencme.apps.delivery.services.people import import_people  # noqa: PLC0415 -- app ready
    from opencme.kernel import clock  # noqa: PLC0415 -- with the other

    made = import_people(
        by=about.actor(options),
        provider_id=meant.provider_id,
        activity_id=meant.public_id,
        file_id=_stored(options, path, meant).public_id,
        leaves_out=options.leave_out,
        now=clock.now(),
    )
    sentence = f"{made.taken} registered, {made.accounts} of them with a new account; {made.known} were there already."
    return sentence, {"id": made.public_id, "registered": made.taken, "accounts": made.accounts, "known": made.known}


def _questions(options: argparse.Namespace, path: Path, meant: "Activity") -> tuple[str, dict[str, object]]:
    from opencme.apps.assessment.services.importing import import_questions  # noqa: PLC0415 -- app ready
    from opencme.kernel import clock  # noqa: PLC0415 -- with the other

    made = import_questions(
        by=about.actor(options),
        provider_id=meant.provider_id,
        activity_id=meant.public_id,
        name=path.name,
        content=path.read_bytes(),
        sets_aside=options.set_aside,
        now=clock.now(),
    )
    return f"{len(made)} questions added.", {"questions": len(made)}


def _attendance(options: argparse.Namespace, path: Path, meant: "Activity") -> tuple[str, dict[str, object]]:
    from opencme.apps.delivery.services.attendance import import_attendance, run_import  # noqa: PLC0415 -- app ready
    from opencme.kernel import clock  # noqa: PLC0415 -- with the other

    by = about.actor(options)
    made = import_attendance(
        by=by,
        session_id=about.session(meant, options.session).public_id,
        file_id=_stored(options, path, meant).public_id,
        time_zone=options.time_zone or meant.time_zone or meant.provider.time_zone,
        date_order=options.date_order,
        now=clock.now(),
    )
    if made.state == "waiting":
        made = run_import(by=by, import_id=made.pk, now=clock.now())
    counts = {state: made.rows.filter(state=state).count() for state in ("matched", "doubtful", "refused")}
    sentence = f"Rows: {made.rows.count()}, {counts['matched']} matched, {counts['doubtful']} wait for a decision."
    return sentence, {"id": made.public_id, "state": made.state, "rows": made.rows.count(), **counts}


def _stored(options: argparse.Namespace, path: Path, meant: "Activity") -> "StoredFile":
    from opencme.apps.files.kinds import TABLES  # noqa: PLC0415 -- app ready
    from opencme.apps.files.services import store_file  # noqa: PLC0415 -- app ready
    from opencme.kernel import clock  # noqa: PLC0415 -- with the others

    with path.open("rb") as content:
        return store_file(
            by=about.actor(options),
            provider_id=meant.provider_id,
            name=path.name,
            content=content,
            allowed=TABLES,
            now=clock.now(),
        )
