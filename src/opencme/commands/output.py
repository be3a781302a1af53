"""What commands say: results on standard output, everything else on standard error."""

import json
import sys
from pathlib import Path
from typing import Any

from opencme.kernel.findings import DomainError


class BadInput(Exception):  # noqa: N818 -- reads as a statement
    """What was given on the command line cannot be used; the sentence says why and what would do."""


def result(sentence: str, facts: dict[str, Any], *, as_json: bool) -> None:
    """Say how it went: one sentence for a person, or the facts as one JSON object for a machine."""
    print(json.dumps(facts, default=str, ensure_ascii=False) if as_json else sentence)


def refusal(refused: DomainError, *, as_json: bool) -> None:
    """Say every finding that stands against what was asked."""
    if as_json:
        findings = [
            {"code": each.code, "message": str(each), "source": each.source, "field": each.field, "owes": each.owes}
            for each in refused.findings
        ]
        print(json.dumps({"refused": findings}, ensure_ascii=False))
        return
    for each in refused.findings:
        error(str(each))


def error(sentence: str) -> None:
    """Say what went wrong."""
    sys.stderr.write(f"opencme: {sentence}\n")


def progress(sentence: str) -> None:
    """Say what is being done, for the person who waits."""
    sys.stderr.write(f"opencme: {sentence}\n")
    sys.stderr.flush()


def file_to_read(path: str) -> Path:
    """Give an existing file; BadInput otherwise."""
    found = Path(path)
    if not found.is_file():
        msg = f"There is no file {path}."
        raise BadInput(msg)
    return found


def file_to_write(path: str, *, is_overwriting: bool = False) -> Path:
    """Give a path where a file may be written; BadInput where one is already or the folder is missing."""
    wanted = Path(path)
    if wanted.exists() and not is_overwriting:
        msg = f"{path} exists already; choose another name or add --overwrite."
        raise BadInput(msg)
    if not wanted.parent.is_dir():
        msg = f"There is no folder {wanted.parent}."
        raise BadInput(msg)
    return wanted
