"""Who takes part and has no credit yet, and why: the answer to "Where is my credit?" for the office."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from opencme.apps.activities.models import Activity
from opencme.apps.credit.selectors.claims import ClaimLine, lines_for
from opencme.apps.credit.selectors.evidence import Evidence, evidence_of_all, terms_of
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import Finding
from opencme.rules.access import Actor, Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One participant without credit. reasons: what stands against a claim, the same words the participant reads."""

    registration: UUID
    name: str
    printed_name: str
    email: str
    profession: str
    lines: tuple[ClaimLine, ...]
    reasons: tuple[Finding, ...]

    @property
    def can_claim(self) -> bool:
        """Whether only the participant's own claim is missing."""
        return any(line.can_claim for line in self.lines)

    @property
    def claimable(self) -> str:
        """What could be claimed now, in words: "1.75 AMA PRA Category 1 Credits™"."""
        return "; ".join(line.words(line.allowed).plain for line in self.lines if line.can_claim)


def waiting(*, actor: Actor, activity: Activity, now: datetime) -> tuple[Waiting, ...]:
    """Give everybody registered for whom the ledger holds nothing, by name: two statements, however many there are."""
    require(actor, Permission.LEARNERS_SEE, on=activity.provider_id)
    terms = terms_of(pk=activity.pk)
    assert terms is not None  # noqa: S101 -- narrows the type: the activity was just found
    everybody = ((each, lines_for(terms, each, now)) for each in evidence_of_all(activity.pk))
    return tuple(
        _waiting(evidence, lines)
        for evidence, lines in everybody
        if not any(line.claimed or line.offer.is_revoked for line in lines)
    )


def _waiting(evidence: Evidence, lines: tuple[ClaimLine, ...]) -> Waiting:
    """Put the reasons of every line together, each told once."""
    told: dict[tuple[str, str], Finding] = {}
    if not any(line.can_claim for line in lines):
        for line in lines:
            for finding in line.findings:
                told.setdefault((finding.code, str(finding)), finding)
    return Waiting(
        registration=evidence.registration_public_id,
        name=evidence.name,
        printed_name=evidence.printed_name,
        email=evidence.email,
        profession=evidence.profession,
        lines=lines,
        reasons=tuple(told.values()),
    )
