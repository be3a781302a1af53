"""Runs every check; exit 1 when one finds something."""

import argparse
import sys
from typing import Final

from opencme.commands import start
from opencme.commands.checks import catalog, generated, locks, models, settings, suppressions, texts

CHECKS: Final = (locks, settings, suppressions, texts, catalog, models, generated)


def main() -> int:
    """Run the checks and say what they found."""
    parser = argparse.ArgumentParser(prog="python -m opencme.commands.checks", description=__doc__)
    parser.add_argument("--write", action="store_true", help="renew the documentation that is made from code")
    options = parser.parse_args()
    start.start()
    if options.write:
        for path in generated.write():
            print(f"renewed {path}")
    found = [problem for check in CHECKS for problem in check.problems()]
    for problem in found:
        sys.stderr.write(f"{problem}\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
