"""Finds the Chromium that browser tests drive, and installs it where it may: ``python -m opencme.commands.browser``."""

import os
import shutil
import subprocess
import sys
from typing import Final

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS: Final = (
    "--no-sandbox",  # as root there is no other way; the tests open our own pages only
    "--disable-gpu",
    "--disable-background-networking",
)
REMEDY: Final = (
    "The browser tests need Chromium on PATH and do not pass without it. Install it and run again:\n"
    "  Debian:         apt-get install chromium\n"
    "  Ubuntu:         snap install chromium\n"
    "  Fedora:         dnf install chromium\n"
    "  macOS:          brew install --cask chromium\n"
    "Without it, `make test-quick` runs the tests that need no browser."
)


def find() -> str | None:
    """Give the path of Chromium; None when there is none on PATH."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def install() -> bool:
    """Install Debian's package; False where this user or this system cannot."""
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or apt is None:
        return False
    print("Installing Debian's chromium (apt-get install chromium)")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in ([apt, "update", "-qq"], [apt, "install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        if subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, check=False).returncode:
            return False
    return True


def main() -> int:
    """Say which Chromium the tests will drive; exit 1, with what to install, when there is none."""
    program = find() or (find() if install() else None)
    if program is None:
        print(REMEDY, file=sys.stderr)
        return 1
    print(f"Browser tests drive {program}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
