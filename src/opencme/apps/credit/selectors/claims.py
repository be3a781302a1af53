"""The claim screen's facts: what a participant may claim, what stands against it and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from opencme.apps.activities import selectors as activities
from opencme.apps.activities.models import Activity
from opencme.apps.credit.selectors.evidence import Evidence, StandingAward, Terms, evidence_of_person, terms_of
from opencme.apps.credit.selectors.participation import facts_for, unregistered
from opencme.apps.credit.selectors.planned import edition_of
from opencme.apps.delivery.models import Registration
from opencme.catalog.credit_systems import credit_systems
from opencme.catalog.formats import formats
from opencme.kernel.credits import ZERO, Credits
from opencme.kernel.findings import Finding
from opencme.kernel.text import RichText
from opencme.rules.access import Actor
from opencme.rules.credit.claim import ClaimFacts, Offer, allowed, findings_on_participation
from opencme.rules.credit.systems import Gives


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """One credit system for one participant.

    allowed: the most in all, by evidence and designation; claimed: what stands in the ledger (0 before a claim).
    is_participation: a certificate of participation, never credit (TRAP-48). findings: what stands against claiming.
    """

    system: str
    label: str
    name: RichText
    facts: ClaimFacts
    offer: Offer
    allowed: Credits
    findings: tuple[Finding, ...]

    @property
    def claimed(self) -> Credits:
        """What the ledger holds."""
        return self.offer.standing

    @property
    def designated(self) -> Credits:
        """The activity's maximum."""
        return self.offer.designated or ZERO

    @property
    def step(self) -> Decimal:
        """In which steps it is claimed."""
        return self.offer.edition.claim_step

    @property
    def least(self) -> Credits:
        """The least that may be asked now: one step more than what stands, or one step."""
        return Credits(self.claimed.amount + self.step) if self.claimed else Credits(self.step)

    @property
    def choices(self) -> tuple[Credits, ...]:
        """The amounts that may be asked, from the most down; of a fine-grained unit only the most."""
        if self.least > self.allowed:
            return ()
        if not self.is_stepped:
            return (self.allowed,)
        count = int((self.allowed.amount - self.least.amount) / self.step)
        return tuple(Credits(self.allowed.amount - self.step * i) for i in range(count + 1))

    @property
    def is_participation(self) -> bool:
        """Whether participation is recorded instead of credit awarded."""
        return self.offer.edition.gives is Gives.PARTICIPATED

    @property
    def can_claim(self) -> bool:
        """Whether something more may be claimed now."""
        return not any(finding.blocking for finding in self.findings) and self.allowed > self.claimed

    @property
    def is_stepped(self) -> bool:
        """Whether a smaller amount may be chosen; of a fine-grained unit only the most is claimed."""
        return self.step >= Decimal("0.25")

    @property
    def claimed_words(self) -> RichText:
        """What the ledger holds, in words."""
        return self.words(self.claimed)

    @property
    def allowed_words(self) -> RichText:
        """The most that may be had, in words."""
        return self.words(self.allowed)

    @property
    def designated_words(self) -> RichText:
        """The activity's maximum, in words."""
        return self.words(self.designated)

    def words(self, amount: Credits) -> RichText:
        """Give an amount with the unit in the right number, italic where its owner wants it."""
        return self.offer.edition.amount(amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPage:
    """Everything a claim screen shows. findings: what stands against every line; lines keep their own besides."""

    activity: Activity
    registration: Registration | None
    lines: tuple[ClaimLine, ...]
    findings: tuple[Finding, ...]

    @property
    def title(self) -> str:
        """The activity's title."""
        return self.activity.title

    @property
    def allowed(self) -> Mapping[str, Credits]:
        """The most by credit system."""
        return {line.system: line.allowed for line in self.lines}

    @property
    def claimed(self) -> Mapping[str, Credits]:
        """What the ledger holds, by credit system; empty before a claim."""
        return {line.system: line.claimed for line in self.lines if line.claimed}

    @property
    def can_claim(self) -> bool:
        """Whether any line takes a claim now."""
        return any(line.can_claim for line in self.lines)

    @property
    def is_done(self) -> bool:
        """Whether something is awarded and nothing more can be claimed."""
        return bool(self.claimed) and not self.can_claim


def claim_page(*, actor: Actor | None, activity_id: UUID, now: datetime) -> ClaimPage:
    """Give what ``actor`` may claim in an activity that is open to participants (NotFound before), and why not yet."""
    activity = activities.activity_for_learner(activity_id=activity_id)
    terms = terms_of(pk=activity.pk)
    assert terms is not None  # noqa: S101 -- narrows the type: the activity was just found
    registration, evidence = None, None
    if actor is not None and actor.person_id is not None:
        registration = activity.registrations.filter(person_id=actor.person_id, withdrawn_at=None).first()
        evidence = evidence_of_person(activity.pk, actor.person_id) if registration else None
    lines = lines_for(terms, evidence, now)
    return ClaimPage(activity=activity, registration=registration, lines=lines, findings=common(lines))


def lines_for(terms: Terms, evidence: Evidence | None, now: datetime) -> tuple[ClaimLine, ...]:
    """Judge every credit system that is for one participant; ``evidence`` None for somebody not registered."""
    offers = offers_for(terms, evidence.degree if evidence else "", evidence.awards if evidence else {})
    if evidence is None:
        return tuple(_line(offer, unregistered(terms, now)) for offer in offers)
    return tuple(_line(offer, facts_for(terms, evidence, offer, now)) for offer in offers)


def common(lines: Iterable[ClaimLine]) -> tuple[Finding, ...]:
    """Give the findings that stand against every line."""
    first, *rest = [line.findings for line in lines] or [()]
    shared = [finding for finding in first if all(_told(finding) in map(_told, other) for other in rest)]
    return tuple(shared)


def offers_for(terms: Terms, degree: str, awards: Mapping[str, StandingAward]) -> tuple[Offer, ...]:
    """Give the systems that are for a holder of ``degree``; participation where none awards credit to them (TRAP-48).

    Somebody whose degree is not known yet sees the systems that award, with that finding. What the ledger already
    holds for the person is offered still, whatever the degree says now.
    """
    rows = terms.designated
    order = {key: at for at, key in enumerate(credit_systems)}
    found = [
        offer
        for key in sorted(rows, key=lambda key: order.get(key, len(order)))
        if (offer := _offer(terms, key, *rows[key], awards))
    ]
    mine = [offer for offer in found if not degree or offer.edition.is_for(degree) or offer.system in awards]
    others = {offer.edition.others: rows[offer.system] for offer in found if offer.edition.others}
    wanted = {key: row for key, row in others.items() if not mine or key in awards}
    return (*mine, *(offer for key, row in wanted.items() if (offer := _offer(terms, key, *row, awards))))


def _line(offer: Offer, facts: ClaimFacts) -> ClaimLine:
    return ClaimLine(
        system=offer.system,
        label=credit_systems[offer.system].label,
        name=offer.edition.name,
        facts=facts,
        offer=offer,
        allowed=allowed(facts, offer),
        findings=findings_on_participation(facts, offer),
    )


def _offer(
    terms: Terms, system: str, edition_from: date, maximum: Decimal, awards: Mapping[str, StandingAward]
) -> Offer | None:
    edition = edition_of(system, edition_from)
    format_ = formats.get(terms.format)
    rule = edition.rule_for(terms.format, format_.ama_format) if edition and format_ else None
    if edition is None or rule is None:
        return None
    award = awards.get(system)
    return Offer(
        system=system,
        rule=rule,
        edition=edition,
        designated=Credits(maximum),
        standing=Credits(award.amount) if award else ZERO,
        is_revoked=award is not None and award.kind == "revocation",
    )


def _told(finding: Finding) -> tuple[str, str]:
    return finding.code, str(finding)
