"""The `opencme` command: finds the subcommand's module and runs it; exit 0 done, 1 refused, 2 bad input."""

from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Run one subcommand; not built yet beyond saying so."""
    msg = f"opencme: unknown command {' '.join(arguments)!r}"
    raise SystemExit(msg)
