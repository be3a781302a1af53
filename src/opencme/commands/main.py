"""The `opencme` command: finds the subcommand's module and runs it."""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Final, Protocol

from opencme import __version__
from opencme.commands import (
    certificate,
    demo,
    exporting,
    importing,
    ledger,
    output,
    requirements,
    seed,
    serve,
    worker,
)
from opencme.config.env import BadSetting
from opencme.kernel.findings import DomainError, NotAllowed, NotFound

CODES: Final = "exit codes: 0 done; 1 refused, or what was checked is not in order; 2 wrong command, input or setting"


class Subcommand(Protocol):
    """What each module of the list offers."""

    @property
    def NAME(self) -> str:  # noqa: N802 -- a constant of the module
        """The word on the command line."""

    @property
    def SAYS(self) -> str:  # noqa: N802 -- a constant of the module
        """What it does, in one line."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it and give the exit code."""


SUBCOMMANDS: Final[tuple[Subcommand, ...]] = (
    demo,
    serve,
    worker,
    seed,
    importing,
    exporting,
    ledger,
    certificate,
    requirements,
)


def parser() -> argparse.ArgumentParser:
    """Give the whole command line."""
    top = argparse.ArgumentParser(
        prog="opencme", description="The open-source system for continuing medical education.", epilog=CODES
    )
    top.add_argument("--version", action="version", version=f"opencme {__version__}")
    parts = top.add_subparsers(metavar="COMMAND", required=True)
    for each in SUBCOMMANDS:
        part = parts.add_parser(each.NAME, help=each.SAYS, description=each.SAYS, epilog=CODES)
        part.set_defaults(run=each.run)
        each.add_arguments(part)
    return top


def run(arguments: Sequence[str]) -> int:
    """Run one subcommand and give its exit code; a refusal is said in sentences, never as a trace."""
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except DomainError as refusal:
        output.refusal(refusal, as_json=getattr(options, "json", False))
        return 1
    except NotAllowed:
        output.error("You may not do this with the roles you have there.")
        return 1
    except NotFound as missing:
        output.error(f"Not found: {missing}" if str(missing) else "There is no such thing for you.")
        return 2
    except (BadSetting, output.BadInput) as error:
        output.error(str(error))
        return 2
    except BrokenPipeError:
        # Whoever read the output has had enough; what is left in the buffer must not be tried again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return 130
