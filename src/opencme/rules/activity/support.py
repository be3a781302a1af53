"""Who gives commercial support, and what: read from a line, written as one, told to learners without the amount."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _

SOURCE: Final = "accme-standard-4"
LONGEST: Final = 300
_MONEY: Final = re.compile(r"(?:US)?\$?\s*(\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.00?)?\s*(?:USD|dollars?)?", re.IGNORECASE)
_IN_KIND: Final = re.compile(r"in[ -]kind\b[:,]?\s*(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Supporter:
    """An ineligible company that supports an activity: with whole US dollars, or (dollars None) in kind."""

    name: str
    dollars: int | None = None
    in_kind: str = ""

    @property
    def line(self) -> str:
        """The supporter as it is kept: "Northgate Devices Inc; 5000" or "Norvia; in kind: two devices"."""
        if self.dollars is not None:
            return f"{self.name}; {self.dollars}"
        return f"{self.name}; in kind: {self.in_kind}"

    @property
    def told(self) -> str:
        """What learners are told: the name, and the nature of support in kind (Standard 4.4); never a sum."""
        return self.name if self.dollars is not None else f"{self.name} (in kind: {self.in_kind})"


def supporters(lines: Iterable[str]) -> tuple[Supporter, ...]:
    """Read lines as they are kept; a line that cannot be read is a bug (ValueError)."""
    return tuple(_kept(line) for line in lines)


def read_supporters(lines: Iterable[str]) -> tuple[tuple[Supporter, ...], tuple[Finding, ...]]:
    """Read lines as people type them; gives what was understood and what is wrong, line by line."""
    read: list[Supporter] = []
    findings: list[Finding] = []
    for line in lines:
        found = _read(line)
        if isinstance(found, Supporter):
            read.append(found)
        else:
            findings.append(found)
    return tuple(read), tuple(findings)


def findings_on_support(answer: bool | None, lines: Iterable[str]) -> tuple[Finding, ...]:  # noqa: FBT001 -- the fact itself
    """Advise that whoever gives support is named: learners are told (graded below a hard rule in our sources)."""
    if answer and not tuple(lines):
        return (
            Finding(
                code="plan.supporters",
                message=_("Name who gives the commercial support; participants are told before they begin."),
                source=SOURCE,
                field="support_sources",
                fix="plan",
                blocking=False,
            ),
        )
    return ()


def _kept(line: str) -> Supporter:
    found = _read(line)
    if isinstance(found, Supporter):
        return found
    raise ValueError(line)


def _read(line: str) -> Supporter | Finding:
    name, parted, given = (part.strip() for part in line.strip().partition(";"))
    if name and parted and len(line) <= LONGEST:
        if money := _MONEY.fullmatch(given):
            return Supporter(name=name, dollars=int(re.sub(r"\D", "", money[1])))
        if (kind := _IN_KIND.fullmatch(given)) and kind[1].strip():
            return Supporter(name=name, in_kind=kind[1].strip())
    return Finding(
        code="support.line",
        message=_("“%(line)s” cannot be read: write the company, a semicolon, then whole dollars or “in kind: what”."),
        source=SOURCE,
        params={"line": line[:80]},
        field="support_sources",
    )
