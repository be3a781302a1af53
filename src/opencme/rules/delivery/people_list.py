"""Lists of people: which column holds what, and what each row says."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.professions import DEGREE_NAMES, PROFESSION_NAMES, Degree, Profession

FIELDS: Final[Mapping[str, str]] = {
    "email": _("E-mail"),
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "full_name": _("Full name"),
    "credentials": _("Credentials"),
    "profession": _("Profession"),
    "degree": _("Degree"),
}
LONGEST: Final = {"email": 254, "given_name": 120, "family_name": 120, "full_name": 240, "credentials": 80}
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "email": ("email", "e-mail", "mail", "email address", "e-mail address", "work email", "user email", "correo"),
    "given_name": (
        "given name",
        "first name",
        "firstname",
        "first",
        "given",
        "forename",
        "vorname",
        "prénom",
        "nombre",
    ),
    "family_name": (
        *("family name", "last name", "lastname", "last", "surname", "family", "nachname", "nom", "apellido"),
        "apellidos",
    ),
    "full_name": ("full name", "name", "participant", "attendee", "learner", "display name"),
    "credentials": ("credentials", "suffix", "post-nominals", "title after name"),
    "profession": ("profession", "occupation", "discipline", "professional category"),
    "degree": ("degree", "highest degree", "medical degree"),
}
_EMAIL: Final = re.compile(r"[^@\s,;<>\"()]+@[^@\s,;<>\"().]+(?:\.[^@\s,;<>\"().]+)+")
_PROFESSIONS: Final = {
    **{str(key): key for key in Profession},
    **{name.casefold(): key for key, name in PROFESSION_NAMES.items()},
    "medical doctor": Profession.PHYSICIAN, "md": Profession.PHYSICIAN, "do": Profession.PHYSICIAN,
    "pa": Profession.PHYSICIAN_ASSISTANT, "physician assistant":
    Profession.PHYSICIAN_ASSISTANT, "physician associate": Profession.PHYSICIAN_ASSISTANT, "np":
    Profession.NURSE_PRACTITIONER, "aprn": Profession.NURSE_PRACTITIONER, "rn": Profession.NURSE,
    "registered nurse": Profession.NURSE, "pharmd": Profession.PHARMACIST, "rph": Profession.PHARMACIST,
}  # fmt: skip
_DEGREES: Final = {
    **{str(key).casefold(): key for key in Degree},
    **{name.casefold(): key for key, name in DEGREE_NAMES.items()},
    "mbbs": Degree.MD_EQUIVALENT, "mbchb": Degree.MD_EQUIVALENT, "mb bchir": Degree.MD_EQUIVALENT,
    "rn": Degree.NURSING, "bsn": Degree.NURSING, "msn": Degree.NURSING, "dnp": Degree.NURSING, "adn": Degree.NURSING,
    "rph": Degree.PHARMD, "pa-c": Degree.PA, "dds": Degree.DENTAL, "dmd": Degree.DENTAL, "dpt": Degree.THERAPY,
}  # fmt: skip


SOURCE: Final = "opencme-people"
MOST_PEOPLE: Final = 50_000
_SEARCHED: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One person of a list."""

    line: int
    email: str
    given_name: str = ""
    family_name: str = ""
    credentials: str = ""
    profession: str = ""
    degree: str = ""

    @property
    def full_name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about one row: where, which column (a key of ``FIELDS``), what stands there, and what about it."""

    line: int
    column: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class RowRead:
    """What one row says: a person, or nobody because it is ``refused``; ``doubts`` are told but stop nothing."""

    person: Listed | None
    refused: Remark | None = None
    doubts: tuple[Remark, ...] = ()


def is_email(text: str) -> bool:
    """Say whether ``text`` has the form of an e-mail address and is short enough to keep."""
    return len(text) <= LONGEST["email"] and _EMAIL.fullmatch(text) is not None


def findings_on_person(*, email: str, given_name: str, family_name: str) -> tuple[Finding, ...]:
    """Say what keeps a person from being added by hand."""

    def find() -> Iterator[Finding]:
        if not is_email(email.strip()):
            yield _finding("email", _("Give the person's e-mail address, as in name@example.org."))
        if not (given_name.strip() or family_name.strip()):
            yield _finding("given_name", _("Give the person's name; it is printed on the certificate."))
        for field, text in (("given_name", given_name), ("family_name", family_name)):
            if len(text) > LONGEST[field]:
                yield _finding(field, _("This is longer than we can keep."))

    return tuple(find())


def _finding(field: str, message: str) -> Finding:
    return Finding(code=f"people.person.{field}", message=message, source=SOURCE, field=field)


def find_header(rows: Sequence[tuple[int, Sequence[str]]]) -> tuple[int, Sequence[str]]:
    """Give the line and the cells of the header: of the first rows, the one that most fields are recognised in.

    Where none is recognised it is the first row with anything in it; titles above the header do no harm.
    """
    filled = [(line, cells) for line, cells in rows[:_SEARCHED] if any(cell.strip() for cell in cells)]
    if not filled:
        return 1, ()
    return max(filled, key=lambda row: (_recognised(row[1]), -row[0]))


def _recognised(cells: Sequence[str]) -> int:
    words = {_header_word(cell) for cell in cells}
    return sum(bool(words & set(known)) for known in _WORDS.values())


def _header_word(cell: str) -> str:
    return " ".join(re.sub(r"[_*:]", " ", cell).casefold().split())


def suggest_mapping(header: Sequence[str], sample: Sequence[Sequence[str]]) -> dict[str, int]:
    """Guess which column holds which field, by the header's words and, for the e-mail, by what the rows hold."""
    folded = [_header_word(cell) for cell in header]
    mapping: dict[str, int] = {}
    for field, words in _WORDS.items():
        for word in words:
            if word in folded and folded.index(word) not in mapping.values():
                mapping[field] = folded.index(word)
                break
    if "email" not in mapping:
        counts = {
            place: sum(len(row) > place and _EMAIL.fullmatch(row[place].strip()) is not None for row in sample)
            for place in range(len(header))
        }
        if counts and (best := max(counts, key=lambda place: counts[place])) is not None and counts[best]:
            mapping["email"] = best
    return mapping


def findings_on_mapping(mapping: Mapping[str, int]) -> tuple[Finding, ...]:
    """Say what the choice of columns lacks."""
    if "email" in mapping:
        return ()
    message = _("Say which column holds the e-mail address; it tells people apart.")
    return (Finding(code="people.mapping.email", message=message, source=SOURCE, field="email"),)


def read_person(line: int, cells: Sequence[str], mapping: Mapping[str, int]) -> RowRead | None:
    """Read one row; None for an empty one.

    A profession or degree we do not know is left empty with a doubt: the person says it when claiming credit.
    """
    if not any(cell.strip() for cell in cells):
        return None
    values = {
        field: _clean(cells[place]) if place < len(cells) else "" for field, place in mapping.items() if field in FIELDS
    }
    email = values.get("email", "").removeprefix("mailto:").strip("<>").lower()
    if not is_email(email):
        return RowRead(
            None, Remark(line, "email", email[:80], _("There is no e-mail address.") if not email else _NO_EMAIL)
        )
    for field, longest in LONGEST.items():
        if len(values.get(field, "")) > longest:
            return RowRead(None, Remark(line, field, values[field][:40] + "…", _("This is longer than we can keep.")))
    doubts: list[Remark] = []
    given, family = values.get("given_name", ""), values.get("family_name", "")
    if not (given or family) and values.get("full_name"):
        given, family = _split(values["full_name"])
        if len(values["full_name"].split()) > 2 and "," not in values["full_name"]:  # noqa: PLR2004 -- given and family
            doubts.append(Remark(line, "full_name", values["full_name"], _SPLIT % {"given": given, "family": family}))
    if not (given or family):
        doubts.append(Remark(line, "full_name", email, _("There is no name; the person is asked for it.")))
    profession = _known(values, "profession", _PROFESSIONS, line, doubts)
    degree = _known(values, "degree", _DEGREES, line, doubts)
    person = Listed(
        line=line,
        email=email,
        given_name=given[: LONGEST["given_name"]],
        family_name=family[: LONGEST["family_name"]],
        credentials=values.get("credentials", ""),
        profession=profession,
        degree=degree,
    )
    return RowRead(person, None, tuple(doubts))


def _known(values: Mapping[str, str], field: str, known: Mapping[str, str], line: int, doubts: list[Remark]) -> str:
    """Give the key that the words of a cell mean, whole or their first part ("MD, PhD"); empty with a doubt if none."""
    text = values.get(field, "")
    for part in (text, *re.split(r"[,;/]", text)):
        if (key := known.get(_bare(part))) is not None:
            return str(key)
    if text:
        doubts.append(Remark(line, field, text[:80], _UNKNOWN[field]))
    return ""


_UNKNOWN: Final = {
    "profession": _("We do not know this profession; it is left empty and the person is asked for it."),
    "degree": _("We do not know this degree; it is left empty and the person is asked for it."),
}
_SPLIT: Final = _("Read as given name “%(given)s” and family name “%(family)s”.")
_NO_EMAIL: Final = _("This is not an e-mail address.")


def _bare(degree: str) -> str:
    return degree.casefold().replace(".", "").strip()


def _clean(text: str) -> str:
    """Make white space single and drop signs nobody sees."""
    kept = unicodedata.normalize("NFC", text)
    if not kept.isprintable():
        kept = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in kept)
    return " ".join(kept.split())


def _split(full_name: str) -> tuple[str, str]:
    """Split a full name: at a comma the family name stands first, else the last word is it."""
    if "," in full_name:
        family, given = full_name.split(",", 1)
        return given.strip(), family.strip()
    given, _space, family = full_name.rpartition(" ")
    return given.strip(), family.strip()
