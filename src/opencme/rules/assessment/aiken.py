"""Aiken, the simplest format: a question, lettered choices, ``ANSWER: B``."""

import re
from decimal import Decimal
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.assessment.questions import FULL, Choice, Kind, Question
from opencme.rules.assessment.reading import Reading

OPTION: Final = re.compile(r"\s*([A-Za-z])\s*[.)]\s+(.*)")
ANSWER: Final = re.compile(r"\s*ANSWER\s*[:：]\s*(.*)", re.IGNORECASE)


def read_aiken(text: str, reading: Reading) -> None:
    """Read ``text`` (LF line ends, no mark) into ``reading``."""
    stem: list[str] = []
    options: list[str] = []
    begun = 0
    for line_number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        if answer := ANSWER.match(line):
            _take(stem, options, answer[1].strip(), line=begun or line_number, answer_line=line_number, reading=reading)
            stem, options, begun = [], [], 0
            continue
        option = OPTION.match(line)
        if option and stem and option[1].upper() == chr(ord("A") + len(options)):
            options.append(option[2].strip())
        elif option and options:
            reading.error(
                line_number,
                _("Choice %(letter)s is out of order; after this many choices %(wanted)s comes next."),
                letter=option[1].upper(),
                wanted=chr(ord("A") + min(len(options), 25)),
            )
            options.append(option[2].strip())
        elif options:
            reading.error(begun, _("The question that begins here has no ANSWER line."))
            stem, options, begun = [line.strip()], [], line_number
        else:
            begun = begun or line_number
            stem.append(line.strip())
    if stem or options:
        reading.error(begun, _("The question that begins here has no ANSWER line."))


def _take(stem: list[str], options: list[str], given: str, *, line: int, answer_line: int, reading: Reading) -> None:
    letter = given[:1].upper()
    if not stem:
        reading.error(answer_line, _("There is an ANSWER line without a question before it."))
    elif len(options) < 2:  # noqa: PLR2004 -- one choice is no choice
        reading.error(line, _("The question that begins here has fewer than two choices (A. …, B. …)."))
    elif not re.fullmatch(r"[A-Za-z][.)]?", given) or not 0 <= ord(letter) - ord("A") < len(options):
        reading.error(answer_line, _("ANSWER says “%(given)s”, which is none of the choices above."), given=given[:40])
    else:
        right = ord(letter) - ord("A")
        choices = tuple(Choice(text, FULL if at == right else Decimal(0)) for at, text in enumerate(options))
        reading.take(line, Question(kind=Kind.SINGLE, stem="\n".join(stem), choices=choices))
