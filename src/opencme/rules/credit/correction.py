"""Correcting and revoking an award: a new entry with a reason, never above designation or evidence."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from opencme.kernel.credits import Credits
from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.credit.systems import Edition

OWN: Final = "opencme-credit"


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionFacts:
    """What is known when an award is corrected. designated, supported: the most by designation and by evidence.

    now_stands: the amount that stands; is_replaced: the entry was replaced by a later one already.
    """

    designated: Credits
    supported: Credits
    now_stands: Credits
    is_replaced: bool
    reason: str


def findings_on_correction(facts: CorrectionFacts, amount: Credits, edition: Edition) -> tuple[Finding, ...]:
    """Say everything that stands against the entry saying ``amount`` from now on; 0 takes the credit back."""

    def find() -> Iterator[Finding]:
        if facts.is_replaced:
            yield _against("replaced", _("A later entry stands in its place; correct that one."), OWN)
        if not facts.reason.strip():
            yield _against("reason", _("Say why; the reason stays in the ledger."), OWN, place="reason")
        if amount == facts.now_stands:
            yield _against("same", _("It says this already."), OWN, place="amount")
        if not amount.is_multiple_of(edition.claim_step):
            yield _against(
                "step",
                _("Give a multiple of %(step)s."),
                edition.source,
                place="amount",
                step=f"{edition.claim_step:f}",
            )
        if amount > facts.designated:
            yield _against(
                "above_designated",
                _("This activity is designated for at most %(max)s."),
                edition.source,
                place="amount",
                max=edition.amount(facts.designated).plain,
            )
        elif amount > facts.supported:
            yield _against(
                "unsupported",
                _("The evidence supports %(most)s; record the attendance or completion first."),
                "ama-actual-credit",
                place="amount",
                most=edition.amount(facts.supported).plain,
            )

    return tuple(find())


def _against(code: str, message: str, source: str, *, place: str = "", **params: str) -> Finding:
    return Finding(code=f"credit.correction.{code}", message=message, source=source, field=place, params=params)
