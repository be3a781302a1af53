"""A pasted list of people in control, as it stands in somebody's mail: one person a line, with their role."""

import re
from dataclasses import dataclass
from typing import Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.independence.edition import ROLE_NAMES, ControlRole

SOURCE: Final = "opencme-independence"
MOST: Final = 200
_QUOTED: Final = re.compile(r'"([^"]*)"')
_ADDRESS: Final = re.compile(r"[^\s<>,;\"']+@[^\s<>,;\"']+\.[^\s<>,;\"']+")
_ROLE_WORDS: Final = {
    "planner": ControlRole.PLANNER,
    "planning committee": ControlRole.PLANNER,
    "course director": ControlRole.PLANNER,
    "activity director": ControlRole.PLANNER,
    "faculty": ControlRole.FACULTY,
    "speaker": ControlRole.FACULTY,
    "presenter": ControlRole.FACULTY,
    "teacher": ControlRole.FACULTY,
    "panelist": ControlRole.FACULTY,
    "moderator": ControlRole.MODERATOR,
    "facilitator": ControlRole.MODERATOR,
    "reviewer": ControlRole.REVIEWER,
    "author": ControlRole.AUTHOR,
    "writer": ControlRole.AUTHOR,
    "editor": ControlRole.AUTHOR,
    "staff": ControlRole.STAFF,
    "staff with content control": ControlRole.STAFF,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitee:
    """One person to invite, as a line of the list gives them."""

    line: int
    name: str
    email: str
    role: ControlRole
    credentials: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedList:
    """What a pasted list holds: the people understood and a finding per line that was not."""

    people: tuple[Invitee, ...]
    findings: tuple[Finding, ...]


def read_list(text: str, *, otherwise: ControlRole | None = None) -> PastedList:
    """Read lines such as "Cy Teach, MD <cy@clinic.example>, faculty"; empty lines are passed over.

    The order of the pieces does not matter; commas, semicolons and tabs part them. otherwise: the role of a line
    that names none; without it such a line is refused. The same address in the same role twice is taken once.
    """
    people: dict[tuple[str, ControlRole], Invitee] = {}
    findings: list[Finding] = []
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(lines) > MOST:
        return PastedList(
            people=(),
            findings=(_finding("many", 0, _("At most %(most)s people are invited at once."), {"most": str(MOST)}),),
        )
    for number, line in lines:
        read = _read_line(number, line, otherwise)
        if isinstance(read, Finding):
            findings.append(read)
        else:
            people.setdefault((read.email.casefold(), read.role), read)
    return PastedList(people=tuple(people.values()), findings=tuple(findings))


def _read_line(number: int, line: str, otherwise: ControlRole | None) -> Invitee | Finding:
    addresses = list(dict.fromkeys(_ADDRESS.findall(line)))
    if len(addresses) != 1:
        code, message = (
            ("address", _("Line %(line)s holds no e-mail address: %(text)s"))
            if not addresses
            else ("addresses", _("Line %(line)s holds more than one e-mail address; one person a line: %(text)s"))
        )
        return _finding(code, number, message, {"text": line[:80]})
    email = addresses[0]
    rest = line.replace(f"<{email}>", "\t").replace(email, "\t")
    pieces = [piece.strip(" \"'()-–:") for piece in re.split(r"[,;\t|]", rest)]
    pieces = [piece for piece in pieces if piece]
    roles = [_role(piece) for piece in pieces]
    role = next((each for each in roles if each), otherwise)
    names = [piece for piece, each in zip(pieces, roles, strict=True) if each is None]
    if role is None:
        return _finding(
            "role",
            number,
            _("Line %(line)s names no role; write one of %(roles)s: %(text)s"),
            {"text": line[:80], "roles": ", ".join(name.lower() for name in ROLE_NAMES.values())},
        )
    quoted = _QUOTED.match(line)
    name, credentials = _name(names, quoted=quoted.group(1) if quoted else "")
    if not name:
        return _finding("name", number, _("Line %(line)s names no person: %(text)s"), {"text": line[:80]})
    return Invitee(line=number, name=name[:200], email=email.lower(), role=role, credentials=credentials[:80])


def _name(pieces: list[str], *, quoted: str) -> tuple[str, str]:
    """Part a name from the credentials after it; a quoted "Last, First" is turned round."""
    if quoted and "," in quoted:
        last, first = (part.strip() for part in quoted.split(",", 1))
        return f"{first} {last}", ""
    if not pieces:
        return "", ""
    first, *after = pieces
    return " ".join(first.split()), ", ".join(after)


def _role(piece: str) -> ControlRole | None:
    word = " ".join(piece.casefold().split())
    return _ROLE_WORDS.get(word) or _ROLE_WORDS.get(word.removesuffix("s"))


def _finding(code: str, line: int, message: str, params: dict[str, str]) -> Finding:
    return Finding(
        code=f"independence.list.{code}",
        source=SOURCE,
        field="people",
        message=message,
        params={"line": str(line), **params},
    )
