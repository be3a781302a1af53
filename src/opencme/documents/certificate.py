"""The certificate of completion: typed facts in, PDF bytes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from opencme.documents.pictures import logo, qr
from opencme.documents.typeset import typeset
from opencme.kernel.text import RichText

INK: Final = "#0b4f63"


class Paper(StrEnum):
    """The sheet it is laid out for."""

    LETTER = "us-letter"
    A4 = "a4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """The accredited provider as its certificates show it.

    accreditor_id: its number at the accreditor, empty when unknown; color: of its brand, "#rrggbb" or empty.
    logo: the picture's bytes and media type, or None.
    """

    name: str
    address: str = ""
    accreditor_id: str = ""
    color: str = ""
    logo: tuple[bytes, str] | None = None
    signatory_name: str = ""
    signatory_title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One credit system on a certificate, in its own unit and words.

    is_awarded: False where only participation is certified; then no amount stands out (TRAP-48).
    amount: "3.5"; unit: its credit's name in the right number; sentence: what is certified, whole.
    """

    is_awarded: bool
    amount: str
    unit: RichText
    sentence: RichText


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """Everything a certificate says (accreditation.md CERT-1, CERT-4, CERT-6).

    learning_format: in the words of the designation statement; location: empty where there is none.
    first_day, last_day: of a live activity; the same day twice, or the day of completion, for another.
    statements: what must stand on activity materials, in order; address: where anybody can verify it.
    """

    number: str
    version: int
    issuer: Issuer
    participant: str
    title: str
    learning_format: str
    location: str
    first_day: date
    last_day: date
    is_live: bool
    completed_on: date
    issued_at: datetime
    lines: Sequence[Line]
    statements: Sequence[RichText]
    address: str
    reason: str = ""
    paper: Paper = Paper.LETTER


def certificate_pdf(facts: CertificateFacts) -> bytes:
    """Typeset a certificate. Raises DomainError that names each character no font can print."""
    is_awarded = any(line.is_awarded for line in facts.lines)
    issuer = facts.issuer
    return typeset(
        "certificate",
        {
            "paper": str(facts.paper),
            "heading": "Certificate of Completion" if is_awarded else "Certificate of Participation",
            "number": facts.number,
            "version": facts.version,
            "reason": facts.reason,
            "provider": {
                "name": issuer.name,
                "address": " · ".join(
                    line.strip().replace(" ", "\u00a0") for line in issuer.address.splitlines() if line.strip()
                ),
                "id": issuer.accreditor_id,
                "color": issuer.color or INK,
                "logo": logo(*issuer.logo) if issuer.logo else "",
            },
            "participant": facts.participant,
            "verb": "has completed" if is_awarded else "participated in",
            "title": facts.title,
            "rows": _rows(facts),
            "lines": [
                {
                    "awarded": line.is_awarded,
                    "amount": line.amount,
                    "unit": line.unit,
                    "sentence": line.sentence,
                }
                for line in facts.lines
            ],
            "statements": list(facts.statements),
            "signatory": {"name": issuer.signatory_name, "title": issuer.signatory_title},
            "issued": in_words(facts.issued_at.date()),
            "address": facts.address,
            "shown-address": _shown(facts.address),
            "qr": qr(facts.address),
        },
        made_at=facts.issued_at,
    )


def in_words(day: date) -> str:
    """Write a day as Americans do: "March 14, 2026"."""
    return f"{day:%B} {day.day}, {day.year}"


def days_in_words(first: date, last: date) -> str:
    """Write a stretch of days as short as it reads well: "March 14–15, 2026"."""
    if first == last:
        return in_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%B} {first.day}–{last.day}, {last.year}"
    if first.year == last.year:
        return f"{first:%B} {first.day} – {last:%B} {last.day}, {last.year}"
    return f"{in_words(first)} – {in_words(last)}"


def _shown(address: str) -> tuple[str, str]:
    """Give an address as people type it, in two parts between which the line may break."""
    start, slash, end = address.partition("://")[2].rpartition("/")
    return f"{start}{slash}", end


def _rows(facts: CertificateFacts) -> list[dict[str, str]]:
    rows = [
        {"label": "Learning format", "value": facts.learning_format},
        {"label": "Date", "value": days_in_words(facts.first_day, facts.last_day)}
        if facts.is_live
        else {"label": "Completed", "value": in_words(facts.completed_on)},
        {"label": "Location", "value": facts.location},
        {"label": "Provider ID", "value": facts.issuer.accreditor_id},
    ]
    return [row for row in rows if row["value"]]
