"""Lists of people: which column holds what, and what each row says."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

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
    "md": Profession.PHYSICIAN, "do": Profession.PHYSICIAN, "doctor": Profession.PHYSICIAN,
    "resident": Profession.PHYSICIAN, "pa": Profession.PHYSICIAN_ASSISTANT, "physician assistant":
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


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be taken: where, which column, what stands there, and why."""

    line: int
    column: str
    text: str
    why: str


def suggest_mapping(header: Sequence[str], sample: Sequence[Sequence[str]]) -> dict[str, int]:
    """Guess which column holds which field, by the header's words and, for the e-mail, by what the rows hold."""
    folded = [" ".join(re.sub(r"[_*:]", " ", cell).casefold().split()) for cell in header]
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


def read_person(line: int, cells: Sequence[str], mapping: Mapping[str, int]) -> "Listed | Refused | None":
    """Read one row; None for an empty one."""
    if not any(cell.strip() for cell in cells):
        return None
    values = {
        field: _clean(cells[place]) if place < len(cells) else "" for field, place in mapping.items() if field in FIELDS
    }
    email = values.get("email", "").removeprefix("mailto:").strip("<>").lower()
    if not _EMAIL.fullmatch(email):
        return Refused(line, "email", email[:80], _("There is no e-mail address.") if not email else _NO_EMAIL)
    for field, longest in LONGEST.items():
        if len(values.get(field, "")) > longest:
            return Refused(line, field, values[field][:40] + "…", _("This is longer than we can keep."))
    given, family = values.get("given_name", ""), values.get("family_name", "")
    if not (given or family) and values.get("full_name"):
        given, family = _split(values["full_name"])
    profession, degree = values.get("profession", ""), values.get("degree", "")
    if profession and profession.casefold() not in _PROFESSIONS:
        return Refused(line, "profession", profession[:80], _("We do not know this profession."))
    if degree and _bare(degree) not in _DEGREES:
        return Refused(line, "degree", degree[:80], _("We do not know this degree."))
    return Listed(
        line=line,
        email=email,
        given_name=given,
        family_name=family,
        credentials=values.get("credentials", ""),
        profession=str(_PROFESSIONS[profession.casefold()]) if profession else "",
        degree=str(_DEGREES[_bare(degree)]) if degree else "",
    )


_NO_EMAIL: Final = _("This is not an e-mail address.")


def _bare(degree: str) -> str:
    return degree.casefold().replace(".", "").strip()


def _clean(text: str) -> str:
    kept = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in unicodedata.normalize("NFC", text))
    return " ".join(kept.split())


def _split(full_name: str) -> tuple[str, str]:
    """Split a full name: at a comma the family name stands first, else the last word is it."""
    if "," in full_name:
        family, given = full_name.split(",", 1)
        return given.strip(), family.strip()
    given, _space, family = full_name.rpartition(" ")
    return given.strip(), family.strip()
