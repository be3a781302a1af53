"""The text of a PDF somebody brought, read in a process of its own with little time and memory.

A damaged or hostile file costs that process and nothing else. Nothing is sent anywhere.
"""

import io
import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Final

import pypdf
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from opencme.kernel.i18n import gettext_noop as _

PAGES: Final = 6
LETTERS: Final = 40_000
SECONDS: Final = 10
MEMORY: Final = 1024 * 1024 * 1024
ENCRYPTED: Final = _("The file is locked with a password, so its text cannot be read. It is kept as it is.")
DAMAGED: Final = _("The file is damaged or no whole PDF, so its text cannot be read. It is kept as it is.")
TOO_MUCH: Final = _("Reading the file took too long. It is kept as it is.")
NO_TEXT: Final = _("The file holds a picture of a page, no text. It is kept; type what stands on it.")


@dataclass(frozen=True, slots=True)
class PdfText:
    """What a PDF says: its text with line ends, or a msgid that says why there is none."""

    text: str
    problem: str = ""


def pdf_text(content: bytes) -> PdfText:
    """Give the text of the first pages of a PDF; never takes longer than ``SECONDS``."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-m", __name__], input=content, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return PdfText("", TOO_MUCH)
    if done.returncode != 0:
        return PdfText("", TOO_MUCH if done.returncode < 0 else DAMAGED)
    answer = json.loads(done.stdout)
    return PdfText(answer["text"], answer["problem"])


def read(content: bytes) -> PdfText:
    """Read in this process; only for the process of its own."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            return PdfText("", ENCRYPTED)
        text = "\n".join(page.extract_text() or "" for page in reader.pages[:PAGES])[:LETTERS]
    except (DependencyError, FileNotDecryptedError):
        return PdfText("", ENCRYPTED)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError, IndexError):
        return PdfText("", DAMAGED)  # what pypdf raises on damaged files
    return PdfText(text, "" if text.strip() else NO_TEXT)


def _limit() -> None:
    """Take little time and memory, where the system can say so."""
    try:
        import resource  # noqa: PLC0415 -- not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS - 2, SECONDS - 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _main() -> None:
    _limit()
    try:
        found = read(sys.stdin.buffer.read())
    except MemoryError:
        found = PdfText("", TOO_MUCH)
    sys.stdout.write(json.dumps({"text": found.text, "problem": found.problem}))


if __name__ == "__main__":
    _main()
