"""`opencme seed`: builds one state of the demo, by calling the services its people would call."""

import argparse
from typing import Final

from opencme.commands import output, start

NAME: Final = "seed"
SAYS: Final = "add the demo provider's activities up to one stage, or all of them"
STAGES: Final = ("draft", "review", "live", "closed", "reported", "all")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--stage", choices=STAGES, default="all", help="how far the activity gets (default: %(default)s)"
    )
    parser.add_argument("--json", action="store_true", help="say what was made as JSON")


def run(options: argparse.Namespace) -> int:
    """Build it, whole or not at all."""
    start.start_with_database()
    from opencme.demo import scenarios  # noqa: PLC0415 -- app ready
    from opencme.kernel import clock  # noqa: PLC0415 -- with the other

    output.progress(f"building the stage {options.stage!r}")
    made = scenarios.load(options.stage, now=clock.now())
    output.result(
        "\n".join(f"{each.number}  {each.state:<12}{each.title}" for each in made) or "Everything was there already.",
        {
            "made": [
                {"id": each.public_id, "number": each.number, "state": each.state, "title": each.title} for each in made
            ]
        },
        as_json=options.json,
    )
    return 0
