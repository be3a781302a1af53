"""The transcript as a document: typed facts in, tagged PDF or JSON out."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from opencme.documents.certificate import days_in_words, in_words
from opencme.documents.typeset import typeset
from opencme.kernel.text import RichText


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """One credit of a transcript (CERT-7). basis: "awarded", "participated" or "self"; number: of the award."""

    completed_on: date
    title: str
    provider: str
    code: str
    name: str
    amount: Decimal
    unit: str
    basis: str
    topics: Sequence[str] = ()
    course: str = ""
    number: str = ""
    certificate: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One line of what an authority asks, and how it stands or stood."""

    title: str
    state: str
    counted: str
    required: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptFacts:
    """Everything a transcript says.

    authority: before whom, empty for the whole record. first, last: of the period, None where it is open.
    state: how the holder stands before it, on the day ``as_of``; judged: the same line by line.
    totals: name of the credit and amount; remarks: sentences at the end; address: where certificates are verified.
    """

    holder: str
    authority: str
    first: date | None
    last: date | None
    credits: Sequence[Credit]
    totals: Sequence[tuple[str, Decimal]]
    made_at: datetime
    address: str
    remarks: Sequence[str] = ()
    state: str = ""
    as_of: date | None = None
    judged: Sequence[Judged] = ()


BASES = {"awarded": "Awarded", "participated": "Participation", "self": "Recorded by the holder"}


def transcript_pdf(facts: TranscriptFacts) -> bytes:
    """Typeset a transcript. Raises DomainError that names each character no font can print."""
    return typeset(
        "transcript",
        {
            "holder": facts.holder,
            "authority": facts.authority,
            "period": _period(facts),
            "state": facts.state,
            "as_of": in_words(facts.as_of) if facts.as_of else "",
            "judged": [asdict(each) for each in facts.judged],
            "totals": [{"name": _rich(name), "amount": _shown(amount)} for name, amount in facts.totals],
            "credits": [
                {
                    "day": f"{each.completed_on:%Y-%m-%d}",
                    "title": each.title,
                    "provider": each.provider,
                    "amount": _shown(each.amount),
                    "name": _rich(each.name),
                    "basis": BASES.get(each.basis, each.basis),
                    "topics": ", ".join(each.topics),
                    "number": each.certificate or each.number or each.course,
                    "remark": each.remark,
                }
                for each in facts.credits
            ],
            "remarks": list(facts.remarks),
            "made": in_words(facts.made_at.date()),
            "address": facts.address,
        },
        made_at=facts.made_at,
    )


def transcript_json(facts: TranscriptFacts) -> bytes:
    """Give the same as JSON: amounts as text, days as ISO dates."""
    given = {
        "schema": "opencme-transcript/1",
        "holder": facts.holder,
        "authority": facts.authority,
        "first_day": facts.first,
        "last_day": facts.last,
        **({"standing": _standing(facts)} if facts.state else {}),
        "made_at": facts.made_at,
        "verify_at": facts.address,
        "totals": [{"credit": name, "amount": amount} for name, amount in facts.totals],
        "credits": [asdict(each) for each in facts.credits],
        "remarks": list(facts.remarks),
    }
    return json.dumps(given, ensure_ascii=False, indent=1, default=_plain).encode()


def _standing(facts: TranscriptFacts) -> dict[str, object]:
    return {"state": facts.state, "as_of": facts.as_of, "lines": [asdict(each) for each in facts.judged]}


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    raise TypeError(value)


def _period(facts: TranscriptFacts) -> str:
    if facts.first and facts.last:
        return days_in_words(facts.first, facts.last)
    if facts.first:
        return f"Since {in_words(facts.first)}"
    return f"Until {in_words(facts.last)}" if facts.last else "Whole record"


def _rich(name: str) -> RichText:
    """Write the AMA's credit as its owner wants it: italic, with the sign."""
    if name.startswith("AMA PRA Category"):
        return RichText.parse(f"*{name}*™")
    return RichText.parse(name.replace("*", "∗"))


def _shown(amount: Decimal) -> str:
    return f"{amount:.2f}"
