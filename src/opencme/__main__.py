"""``python -m opencme``."""

import sys


def main() -> int:
    """Run the command line."""
    from opencme.commands.main import run  # noqa: PLC0415 -- slow import

    return run(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
