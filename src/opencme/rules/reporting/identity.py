"""What identifies a participant to an accreditor or a board: judged when typed, so that no report fails on it later.

Only the NPI has a check digit. A passing check never proves that the number belongs to the person.
"""

import calendar
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _

NPI: Final = "npi"
STATE_LICENSE: Final = "state_license"
BOARD: Final = "board"
PROVIDER_ID: Final = "accreditor_provider_id"
ACTIVITY_ID: Final = "accreditor_activity_id"

STATES: Final[Mapping[str, str]] = {
    "AL": "Alabama",
    "AK": "Alaska",
    "AS": "American Samoa",
    "AZ": "Arizona",
    "AR": "Arkansas",
    "CA": "California",
    "CO": "Colorado",
    "CT": "Connecticut",
    "DE": "Delaware",
    "DC": "District of Columbia",
    "FL": "Florida",
    "GA": "Georgia",
    "GU": "Guam",
    "HI": "Hawaii",
    "ID": "Idaho",
    "IL": "Illinois",
    "IN": "Indiana",
    "IA": "Iowa",
    "KS": "Kansas",
    "KY": "Kentucky",
    "LA": "Louisiana",
    "ME": "Maine",
    "MD": "Maryland",
    "MA": "Massachusetts",
    "MI": "Michigan",
    "MN": "Minnesota",
    "MS": "Mississippi",
    "MO": "Missouri",
    "MT": "Montana",
    "NE": "Nebraska",
    "NV": "Nevada",
    "NH": "New Hampshire",
    "NJ": "New Jersey",
    "NM": "New Mexico",
    "NY": "New York",
    "NC": "North Carolina",
    "ND": "North Dakota",
    "MP": "Northern Mariana Islands",
    "OH": "Ohio",
    "OK": "Oklahoma",
    "OR": "Oregon",
    "PA": "Pennsylvania",
    "PR": "Puerto Rico",
    "RI": "Rhode Island",
    "SC": "South Carolina",
    "SD": "South Dakota",
    "TN": "Tennessee",
    "TX": "Texas",
    "UM": "U.S. Minor Outlying Islands",
    "VI": "U.S. Virgin Islands",
    "UT": "Utah",
    "VT": "Vermont",
    "VA": "Virginia",
    "WA": "Washington",
    "WV": "West Virginia",
    "WI": "Wisconsin",
    "WY": "Wyoming",
}
BOARDS: Final[Mapping[str, str]] = {
    "ABA": "American Board of Anesthesiology",
    "ABIM": "American Board of Internal Medicine",
    "ABOHNS": "American Board of Otolaryngology – Head and Neck Surgery",
    "ABOS": "American Board of Orthopaedic Surgery",
    "ABP": "American Board of Pediatrics",
    "ABPATH": "American Board of Pathology",
    "ABS": "American Board of Surgery",
    "ABTS": "American Board of Thoracic Surgery",
}

LONGEST_LICENSE: Final = 20
LONGEST_BOARD_ID: Final = 20
_NPI_DIGITS: Final = 10
_LENGTHS: Final = {PROVIDER_ID: 7, ACTIVITY_ID: 9}
_DIGITS: Final = re.compile(r"[0-9]+")
_LEAP_YEAR: Final = 2000


def tidy(kind: str, value: str) -> str:
    """Give ``value`` as it is kept: blanks and hyphens taken out of numbers, a licence left as the state writes it."""
    value = unicodedata.normalize("NFKC", value).strip()
    return re.sub(r"[\s\-‐‑–.]", "", value) if kind in {NPI, *_LENGTHS} else value


def findings_on_identifier(kind: str, domain: str, value: str) -> tuple[Finding, ...]:
    """Say everything that stands against an identifier; empty means it may be kept and reported.

    kind: ``npi`` (domain empty), ``state_license`` (domain = two-letter state), ``board`` (domain = board code),
    ``accreditor_provider_id`` or ``accreditor_activity_id``. LookupError for another kind (a bug).
    """
    value = tidy(kind, value)
    if kind == STATE_LICENSE:
        return tuple(_on_license(domain, value))
    if kind == BOARD:
        return tuple(_on_board(domain, value))
    return tuple(_on_npi(value) if kind == NPI else _on_accreditor_id(kind, value))


def has_npi_check_digit(npi: str) -> bool:
    """Say whether ten digits end in the right check digit: Luhn over ``80840`` and the number."""
    total = 0
    for place, digit in enumerate(reversed("80840" + npi)):
        number = int(digit) * (2 if place % 2 else 1)
        total += number - 9 if number > 9 else number  # noqa: PLR2004 -- the digits of a two-digit product, added
    return total % 10 == 0


def _on_npi(npi: str) -> Iterator[Finding]:
    if not _DIGITS.fullmatch(npi) or len(npi) != _NPI_DIGITS:
        yield Finding(
            code="identity.npi.form",
            message=_("An NPI has 10 digits; this has %(found)s. Copy it from the NPI registry."),
            source="npi-check-digit",
            params={"found": _what_is_there(npi)},
            field="value",
        )
    elif npi[0] not in "12":
        yield Finding(
            code="identity.npi.first",
            message=_("An NPI begins with 1 or 2; this begins with %(first)s. Copy it from the NPI registry."),
            source="npi-check-digit",
            params={"first": npi[0]},
            field="value",
        )
    elif not has_npi_check_digit(npi):
        yield Finding(
            code="identity.npi.check_digit",
            message=_("%(npi)s is no NPI: its last digit does not fit the others. Look for a mistyped digit."),
            source="npi-check-digit",
            params={"npi": npi},
            field="value",
        )


def _on_license(state: str, number: str) -> Iterator[Finding]:
    if state not in STATES:
        yield Finding(
            code="identity.license.state",
            message=_("Choose the state or territory that issued the license; “%(state)s” is none PARS knows."),
            source="accme-pars-learner-draft",
            params={"state": state},
            field="domain",
        )
    if not any(sign.isalnum() for sign in number) or len(number) > LONGEST_LICENSE or not number.isprintable():
        yield Finding(
            code="identity.license.form",
            message=_("Type the license number exactly as the state writes it, at most %(most)s characters."),
            source="nppes-license-length",
            params={"most": str(LONGEST_LICENSE)},
            field="value",
        )


def _on_board(board: str, number: str) -> Iterator[Finding]:
    if board not in BOARDS:
        yield Finding(
            code="identity.board.unknown",
            message=_("Choose a board that takes its credit from PARS: %(boards)s. “%(board)s” is none of them."),
            source="accme-pars-activity-draft",
            params={"boards": ", ".join(BOARDS), "board": board},
            field="domain",
        )
    if not number.isascii() or not number.replace("-", "").isalnum() or len(number) > LONGEST_BOARD_ID:
        yield Finding(
            code="identity.board.form",
            message=_("A board ID is letters and digits, at most %(most)s. Your board's portal shows it."),
            source="opencme-identity",
            params={"most": str(LONGEST_BOARD_ID)},
            field="value",
        )


def _on_accreditor_id(kind: str, number: str) -> Iterator[Finding]:
    length = _LENGTHS[kind]
    if _DIGITS.fullmatch(number) and len(number) == length:
        return
    sentences = {
        PROVIDER_ID: _("A provider ID has %(length)s digits, leading zeros kept; this has %(found)s. PARS shows it."),
        ACTIVITY_ID: _(
            "An activity ID has %(length)s digits; this has %(found)s. PARS gives it when you enter it there."
        ),
    }
    yield Finding(
        code=f"identity.{kind}.form",
        message=sentences[kind],
        source="accme-pars-activity-draft",
        params={"length": str(length), "found": _what_is_there(number)},
        field=kind,
    )


def _what_is_there(text: str) -> str:
    """Say in words what was typed where digits are wanted: "9", "9 digits and other signs", "none"."""
    digits = sum(sign in "0123456789" for sign in text)
    return f"{digits} and other signs" if digits < len(text) else str(digits) if digits else "none"


def findings_on_birthday(month: int | None, day: int | None) -> tuple[Finding, ...]:
    """Say what stands against a birthday of month and day; both None is no birthday and no finding.

    29 February is a real day. The year is neither asked nor kept.
    """
    if month is None and day is None:
        return ()
    if month is None or day is None:
        return (
            Finding(
                code="identity.birthday.half",
                message=_("Give both the month and the day of birth, or neither."),
                source="accme-learner-identity",
                field="birth_month" if month is None else "birth_day",
            ),
        )
    if not 1 <= month <= 12:  # noqa: PLR2004 -- the months
        return (
            Finding(
                code="identity.birthday.month",
                message=_("The month of birth is a number from 1 to 12, not %(month)s."),
                source="accme-learner-identity",
                params={"month": str(month)},
                field="birth_month",
            ),
        )
    last = calendar.monthrange(_LEAP_YEAR, month)[1]
    if not 1 <= day <= last:
        return (
            Finding(
                code="identity.birthday.day",
                message=_("%(month)s has %(last)s days at most; there is no day %(day)s."),
                source="accme-learner-identity",
                params={"month": calendar.month_name[month], "last": str(last), "day": str(day)},
                field="birth_day",
            ),
        )
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierFact:
    """One identifier as it is kept: kind, domain and value."""

    kind: str
    domain: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerIdentity:
    """What is known of a participant when a report is made; the consent is the one to report to accreditors."""

    given_name: str
    family_name: str
    birth_month: int | None
    birth_day: int | None
    has_consented: bool
    identifiers: tuple[IdentifierFact, ...] = ()


def findings_on_learner(learner: LearnerIdentity, *, boards: Sequence[str] = ()) -> tuple[Finding, ...]:
    """Say everything that keeps a participant's completions out of a report; empty means they can be reported.

    boards: codes of the boards the activity is registered with; each needs the participant's ID there.
    """
    return tuple(_on_learner(learner, boards))


def _on_learner(learner: LearnerIdentity, boards: Sequence[str]) -> Iterator[Finding]:
    if not learner.has_consented:
        yield Finding(
            code="identity.consent",
            message=_("Has not agreed that completions are reported. They can agree in their profile."),
            source="accme-learner-consent",
            field="report_consent",
        )
    if not learner.given_name.strip() or not learner.family_name.strip():
        yield Finding(
            code="identity.name",
            message=_("The given name and the family name are both needed."),
            source="accme-learner-identity",
            field="given_name" if not learner.given_name.strip() else "family_name",
        )
    if learner.birth_month is None and learner.birth_day is None:
        yield Finding(
            code="identity.birthday.missing",
            message=_("The month and day of birth are missing; the year is not asked."),
            source="accme-learner-identity",
            field="birth_month",
        )
    yield from findings_on_birthday(learner.birth_month, learner.birth_day)
    if not learner.identifiers:
        yield Finding(
            code="identity.identifier.missing",
            message=_("One of these is needed: an NPI, a state license with its state, or a board ID."),
            source="accme-learner-identity",
            field="identifiers",
        )
    for each in learner.identifiers:
        yield from findings_on_identifier(each.kind, each.domain, each.value)
    held = {each.domain for each in learner.identifiers if each.kind == BOARD}
    for board in boards:
        if board not in held:
            yield Finding(
                code="identity.board.missing",
                message=_("This activity counts for %(board)s: the ID given by %(board)s is needed."),
                source="accme-learner-moc",
                params={"board": board},
                field="identifiers",
            )
