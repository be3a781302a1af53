"""Completions of single participants as PARS wants them: who can be reported, with which identifier, and who cannot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.reporting.identity import (
    BOARD,
    NPI,
    STATE_LICENSE,
    IdentifierFact,
    LearnerIdentity,
    findings_on_learner,
    tidy,
)

STAND_IN_YEAR: Final = 1904
"""Only month and day of birth are collected, but the draft schema wants a year. Which one is not known: this is a leap
year no participant was born in, so nobody can take it for a birth year (reporting.md 2.2)."""
ADD: Final = "add"
DELETE: Final = "delete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """One credit of a completion; credit_id is a URN that never names another credit."""

    credit_id: str
    certification: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """One participant's completion of one activity, ready to be reported; ``completed_on`` is local to the activity."""

    action: str
    given_name: str
    family_name: str
    birth_month: int
    birth_day: int
    identifier: IdentifierFact
    credits: tuple[Credit, ...]
    completed_on: date

    @property
    def birth_date(self) -> str:
        """The birthday as the draft schema wants it, with the stand-in year."""
        return f"{STAND_IN_YEAR}-{self.birth_month:02}-{self.birth_day:02}"

    @property
    def domain(self) -> str:
        """The identifier's domain in PARS: ``NPI``, a state or a board."""
        return "NPI" if self.identifier.kind == NPI else self.identifier.domain


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerReport:
    """A file of completions; the completions come one at a time and are never held together."""

    provider_name: str
    provider_id: str
    activity_title: str
    accreditor_activity_id: str
    made_at: datetime
    completions: Iterable[Completion]


def findings_on_completion(learner: LearnerIdentity, *, basis: str) -> tuple[Finding, ...]:
    """Say everything that keeps a participant's credit out of the learner report; empty means it goes in.

    basis: ``awarded`` or ``participated``; the latter is counted in the totals and never reported by name.
    """
    if basis != "awarded":
        return (
            Finding(
                code="report.not_physician",
                message=_("Took part without an award; PARS takes physicians by name and others as a total."),
                source="accme-learner-physicians",
                blocking=False,
            ),
        )
    return findings_on_learner(learner)


def best_identifier(identifiers: Sequence[IdentifierFact]) -> IdentifierFact:
    """Give the identifier that finds a physician most surely: NPI, then state license, then board ID.

    LookupError when there is none: ask ``findings_on_completion`` first.
    """
    order = {NPI: 0, STATE_LICENSE: 1, BOARD: 2}
    found = sorted(identifiers, key=lambda each: (order[each.kind], each.domain))
    if not found:
        raise LookupError
    first = found[0]
    return IdentifierFact(kind=first.kind, domain=first.domain, value=tidy(first.kind, first.value))


def credit_id(host: str, number: str) -> str:
    """Give the URN of a ledger entry: "ccid:cme.example.org:CR-0007-0041-K"; colons in either part become dots."""
    return f"ccid:{host.replace(':', '.')}:{number.replace(':', '.')}"
