"""Reading the ledger: entries, what stands, balances."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from opencme.apps.accounts.models import Person
from opencme.apps.activities.models import Activity
from opencme.apps.credit.models import Award, Seal
from opencme.apps.credit.selectors.claims import offers_for
from opencme.apps.credit.selectors.evidence import evidence_of_registration, terms_of
from opencme.apps.credit.selectors.participation import facts_for
from opencme.apps.providers.permissions import require
from opencme.kernel.credits import ZERO, Credits
from opencme.kernel.findings import Finding, NotFound
from opencme.kernel.periods import Period
from opencme.rules.access import Actor, Permission
from opencme.rules.credit import chain as rules
from opencme.rules.credit.claim import allowed
from opencme.rules.credit.correction import CorrectionFacts, findings_on_correction
from opencme.rules.credit.systems import Edition

SORTS: Final[Mapping[str, tuple[str, ...]]] = {
    "number": ("sequence",),
    "-number": ("-sequence",),
    "person": ("person__family_name", "person__given_name", "sequence"),
    "-person": ("-person__family_name", "-person__given_name", "sequence"),
    "amount": ("amount", "sequence"),
    "-amount": ("-amount", "sequence"),
    "completed": ("completed_on", "sequence"),
    "-completed": ("-completed_on", "sequence"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceNow:
    """What an award's person may have by designation and by evidence, as both stand now."""

    edition: Edition
    designated: Credits
    supported: Credits


def entry_of(award: Award) -> rules.Entry:
    """Give an award as the chain hashes it."""
    return rules.Entry(
        public_id=str(award.public_id),
        number=award.number,
        activity=award.activity_id,
        registration=award.registration_id,
        person=award.person_id,
        kind=award.kind,
        credit_system=award.credit_system,
        edition_from=award.edition_from,
        basis=award.basis,
        amount=award.amount,
        completed_on=award.completed_on,
        printed_name=award.printed_name,
        reason=award.reason,
        replaces=award.replaces_id,
        idempotency_key=award.idempotency_key,
        awarded_at=award.awarded_at,
        by_label=award.by_label,
        sequence=award.sequence,
    )


def awards_of(person: Person | int) -> QuerySet[Award]:
    """Give what stands for a person across all providers, with activity and provider, the newest first."""
    rows = Award.objects.across_providers(why="a person's own record spans every provider")
    found: QuerySet[Award] = rows.filter(person=person, replaced_by=None).exclude(kind="revocation")
    return found.select_related("activity__provider", "registration").order_by("-completed_on", "-awarded_at", "-id")


def balance_of(person: Person | int, period: Period | None = None) -> dict[str, Credits]:
    """Give a person's credit by system, derived from the entries that stand; nothing is stored.

    period: days of completion that count; everything without it.
    """
    rows = awards_of(person)
    if period is not None:
        rows = rows.filter(completed_on__gte=period.first)
        rows = rows.filter(completed_on__lte=period.last) if period.last else rows
    sums = rows.order_by().values("credit_system").annotate(total=Sum("amount"))
    return {row["credit_system"]: Credits(row["total"]) for row in sums}


def standing_in(activity: Activity) -> QuerySet[Award]:
    """Give the entries of an activity that nobody replaced, revocations left out: what reports and certificates say."""
    rows: QuerySet[Award] = Award.objects.of(activity.provider_id).filter(activity=activity, replaced_by=None)
    return rows.exclude(kind="revocation").select_related("person", "registration").order_by("sequence")


@dataclass(frozen=True, slots=True)
class Total:
    """What stands of one credit system in an activity: how many people, how much in all."""

    system: str
    people: int
    amount: Decimal


def totals_of(activity: Activity) -> tuple[Total, ...]:
    """Give what stands by credit system, summed by the database."""
    sums = standing_in(activity).order_by("credit_system").values("credit_system")
    counted = sums.annotate(people=Count("id"), amount=Sum("amount"))
    return tuple(Total(row["credit_system"], row["people"], row["amount"]) for row in counted)


def ledger_table(
    *,
    actor: Actor,
    activity: Activity,
    words: str = "",
    system: str = "",
    kind: str = "",
    sort: str = "-number",
) -> QuerySet[Award]:
    """Give the activity's entries that fit the filter, with the entries they replace and that replaced them.

    kind: of the entry, or ``standing`` for what nobody replaced. An unknown sort falls back to the newest first.
    """
    require(actor, Permission.LEARNERS_SEE, on=activity.provider_id)
    rows: QuerySet[Award] = Award.objects.of(activity.provider_id).filter(activity=activity)
    for word in words.split():
        rows = rows.filter(
            Q(printed_name__icontains=word) | Q(number__icontains=word) | Q(person__email__icontains=word)
        )
    if system:
        rows = rows.filter(credit_system=system)
    if kind == "standing":
        rows = rows.filter(replaced_by=None).exclude(kind="revocation")
    elif kind:
        rows = rows.filter(kind=kind)
    return rows.select_related("person", "replaces", "replaced_by").order_by(*SORTS.get(sort, SORTS["-number"]))


def award_to_change(*, actor: Actor, award_id: UUID) -> Award:
    """Give an award of a provider the actor works for, with its activity; NotFound outside."""
    rows = Award.objects.across_providers(why="the actor's roles are asked next")
    found: Award | None = rows.select_related("activity__provider", "person").filter(public_id=award_id).first()
    if found is None or not actor.belongs_to(found.activity.provider_id):
        raise NotFound
    return found


def evidence_for(award: Award, now: datetime) -> EvidenceNow:
    """Give the most that designation and evidence allow for an award's person and system.

    LookupError when the catalog no longer knows the system (a bug: entries are never removed).
    """
    terms = terms_of(pk=award.activity_id)
    evidence = evidence_of_registration(award.activity_id, award.registration_id)
    assert terms is not None  # noqa: S101 -- narrows the type: an award has its activity
    offer = next(
        (each for each in offers_for(terms, evidence.degree, evidence.awards) if each.system == award.credit_system),
        None,
    )
    if offer is None:
        raise LookupError(award.credit_system)
    return EvidenceNow(
        edition=offer.edition,
        designated=offer.designated or ZERO,
        supported=allowed(facts_for(terms, evidence, offer, now), offer),
    )


def award_to_see(*, actor: Actor, activity: Activity, award_id: UUID) -> Award:
    """Give one entry of the activity's ledger to staff who may see participants; NotFound when it is none of it."""
    require(actor, Permission.LEARNERS_SEE, on=activity.provider_id)
    rows = Award.objects.of(activity.provider_id).filter(activity=activity, public_id=award_id)
    found: Award | None = rows.select_related("activity__provider", "person", "replaces", "replaced_by").first()
    if found is None:
        raise NotFound
    return found


def history_of(award: Award) -> tuple[Award, ...]:
    """Give all entries of an award's person, activity and system, the first first."""
    rows = Award.objects.of(award.activity.provider_id).filter(
        registration_id=award.registration_id, credit_system=award.credit_system
    )
    return tuple(rows.order_by("sequence"))


def findings_on_replacement(award: Award, amount: Credits, reason: str, now: datetime) -> tuple[Finding, ...]:
    """Say everything that stands against ``amount`` in the place of ``award``; 0 takes the credit back."""
    evidence = evidence_for(award, now)
    facts = CorrectionFacts(
        designated=evidence.designated,
        supported=evidence.supported,
        now_stands=Credits(award.amount),
        is_replaced=Award.objects.of(award.activity.provider_id).filter(replaces=award).exists(),
        reason=reason,
    )
    return findings_on_correction(facts, amount, evidence.edition)


def last_seal() -> tuple[str, dict[int, int]]:
    """Give the newest seal's root and, for each chain that was ever sealed, the length it had then."""
    newest, known = "", dict[int, int]()
    for root, heads in Seal.objects.order_by("day").values_list("root", "heads"):
        newest = root
        known |= {int(activity): length for activity, (length, _head) in heads.items()}
    return newest, known
