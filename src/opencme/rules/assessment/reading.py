"""What reading a file of questions gives: questions, things set aside, and errors, each with its line and reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.assessment.questions import Question, findings_on_question

MOST_BYTES: Final = 5 * 1024 * 1024
MOST_QUESTIONS: Final = 2000
LONGEST_TEXT: Final = 20_000
BELOW_PRINTABLE: Final = 32


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about one line of a file."""

    line: int
    message: str
    params: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"line {self.line}: {self.message % dict(self.params)}"


@dataclass(frozen=True, slots=True)
class Found:
    """A question with the line it began on and the category it stood under."""

    line: int
    question: Question
    category: str = ""


@dataclass(slots=True)
class Reading:
    """A file as read. Any error refuses the whole file; ``set_aside`` needs the person's consent; notes only inform."""

    layout: str
    found: list[Found] = field(default_factory=list)
    errors: list[Remark] = field(default_factory=list)
    set_aside: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)

    def error(self, line: int, message: str, **params: str) -> None:
        """Refuse the file for this."""
        self.errors.append(Remark(line, message, params))

    def aside(self, line: int, message: str, **params: str) -> None:
        """Leave this part out, if the person agrees."""
        self.set_aside.append(Remark(line, message, params))

    def note(self, line: int, message: str, **params: str) -> None:
        """Say this; it stops nothing."""
        self.notes.append(Remark(line, message, params))

    def take(self, line: int, question: Question, category: str = "") -> None:
        """Keep ``question`` when it can be asked; otherwise say why not, as errors."""
        faults = findings_on_question(question)
        for fault in faults:
            self.errors.append(Remark(line, fault.message, fault.params))
        texts = (question.stem, question.rationale, *(choice.text for choice in question.choices))
        if any(len(text) > LONGEST_TEXT for text in texts):
            self.error(line, _("A text is longer than 20,000 characters."))
        elif not faults:
            self.found.append(Found(line, question, category))
        if len(self.found) > MOST_QUESTIONS:
            raise TooMuch(line, _("The file holds more than 2,000 questions; split it."))


class TooMuch(Exception):  # noqa: N818 -- reads as a statement
    """The file is beyond a limit; reading stops at ``line``."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.remark = Remark(line, message)


def decode(content: bytes, reading: Reading) -> str:
    """Read bytes as text with LF line ends: UTF-8 or UTF-16 by its mark, else Windows-1252 with a note."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = content.decode("utf-16")
        except UnicodeDecodeError:
            reading.error(1, _("The file says it is UTF-16 but is not; save it as UTF-8."))
            return ""
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            line = content[: fault.start].count(b"\n") + 1
            text = content.decode("cp1252", errors="replace")
            reading.note(line, _("The file is not UTF-8; it was read as Windows-1252. Check accents and signs."))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    for line, content_of_line in enumerate(text.split("\n"), start=1):
        if any(ord(sign) < BELOW_PRINTABLE and sign != "\t" for sign in content_of_line):
            reading.error(line, _("The line holds control characters; this does not look like a text file."))
            return ""
    return text


def hundred_over(count: int) -> Decimal:
    """The weight of each of ``count`` right choices, together never above 100."""
    return (Decimal(100) / count).quantize(Decimal("0.00001"), rounding="ROUND_FLOOR")
