"""Attaching a maximum of credit to an activity: in advance, never above what the plan comes to, by those who may."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from opencme.kernel.credits import ZERO, Credits
from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.periods import total_minutes
from opencme.rules.credit.arithmetic import PlannedTime, credits_for_minutes, maximum_for
from opencme.rules.credit.systems import Basis, Edition, FormatRule

OWN: Final = "opencme-credit"


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignationFacts:
    """What is known when a maximum is set. Days are local to the activity.

    is_approved: the activity passed approval and was not cancelled. is_accredited: the provider's accreditation covers
    the day it starts; has_ancc: it holds the nursing accreditation. starts_at: None where no date is set.
    description: of an Other activity. previous: the maximum that stands. has_begun: somebody took part already.
    most_awarded: the largest amount in the ledger. letter: the owner's words, where it approves each activity.
    """

    is_approved: bool
    is_accredited: bool
    starts_at: datetime | None
    planned: PlannedTime
    today: date
    ends_on: date | None = None
    has_ancc: bool = False
    description: str = ""
    previous: Credits | None = None
    has_begun: bool = False
    most_awarded: Credits = ZERO
    letter: str = ""


def findings_on_designation(
    facts: DesignationFacts, asked: Credits, rule: FormatRule | None, edition: Edition, now: datetime
) -> tuple[Finding, ...]:
    """Say everything that stands against designating ``asked``; findings that do not block are advice."""
    if rule is None:
        return (_finding("format", _("This format earns no %(credit)s."), edition.source, credit=edition.name.plain),)
    return (
        *_on_provider(facts, edition),
        *_on_time(facts, asked, edition, now),
        *_on_plan(facts, rule, edition),
        *_on_amount(facts, asked, rule, edition),
    )


def is_too_late(facts: DesignationFacts, edition: Edition, now: datetime) -> bool:
    """Say whether credit can no longer be added: the start has come, or the owner's days after the end are over."""
    if edition.retroactive_days is None:
        return facts.has_begun or (facts.starts_at is not None and now >= facts.starts_at)
    return facts.ends_on is not None and facts.today > facts.ends_on + timedelta(days=edition.retroactive_days)


def _on_provider(facts: DesignationFacts, edition: Edition) -> Iterator[Finding]:
    if not facts.is_approved:
        yield _finding("not_approved", _("The activity is not approved yet."), edition.timing_source, fix="review")
    if edition.needs_ancc and not facts.has_ancc:
        yield _finding(
            "ancc", _("Your organization's settings do not show an accreditation by ANCC."), "ancc-statement"
        )
    if not facts.is_accredited:
        yield _finding(
            "accreditation",
            _("Your organization's accreditation does not cover the day the activity starts."),
            "ama-who-may-designate",
        )
    if edition.by_letter and not facts.letter.strip():
        yield _finding(
            "letter",
            _("Paste the credit statement exactly as it came with the approval."),
            "aafp-statements",
            place="letter",
        )


def _on_time(facts: DesignationFacts, asked: Credits, edition: Edition, now: datetime) -> Iterator[Finding]:
    if facts.starts_at is None:
        yield _finding("no_start", _("Set when the activity starts or is released."), edition.timing_source, fix="plan")
        return
    if not is_too_late(facts, edition, now):
        return
    if facts.previous is None:
        message = (
            _("The activity has begun; credit is designated in advance, never afterwards.")
            if edition.retroactive_days is None
            else _("The days after the activity in which this credit can be applied for are over.")
        )
        yield _finding("too_late", message, edition.timing_source)
    elif asked > facts.previous:
        yield _finding(
            "upward",
            _("The activity has begun; the maximum of %(previous)s can only be lowered."),
            edition.timing_source,
            place="asked",
            previous=facts.previous.short,
        )


def _on_plan(facts: DesignationFacts, rule: FormatRule, edition: Edition) -> Iterator[Finding]:
    planned = facts.planned
    if rule.basis is Basis.SESSIONS and not any(each.kind in edition.counted for each in planned.segments):
        yield _finding("no_time", _("The agenda holds no education yet."), rule.source, fix="agenda")
    if rule.basis in (Basis.ESTIMATE, Basis.TEACHING) and not planned.estimated_minutes:
        yield _finding("no_time", _("Say how long it takes to complete, and how you know."), rule.source, fix="plan")
    if rule.basis is Basis.PER_UNIT and not planned.units:
        yield _finding("no_units", _("Say how many units the activity has."), rule.source, fix="plan")
    if rule.needs_description and not facts.description.strip():
        yield _finding(
            "description", _("Say in a few words what kind of Other activity it is."), rule.source, fix="plan"
        )


def _on_amount(facts: DesignationFacts, asked: Credits, rule: FormatRule, edition: Edition) -> Iterator[Finding]:
    if asked < edition.minimum:
        yield _finding(
            "minimum",
            _("The least that can be designated is %(least)s."),
            edition.source,
            place="asked",
            least=edition.amount(edition.minimum).plain,
        )
    if not asked.is_multiple_of(edition.step):
        yield _finding(
            "step", _("Give a multiple of %(step)s."), edition.source, place="asked", step=f"{edition.step:f}"
        )
    computed = maximum_for(facts.planned, rule, edition).credits
    if asked > computed:
        yield _finding(
            "above_maximum",
            _("The plan comes to %(computed)s; that is the most that can be designated."),
            rule.source,
            place="asked",
            blocking=rule.is_hard,
            computed=edition.amount(computed).plain,
        )
    if asked < facts.most_awarded:
        yield _finding(
            "below_awarded",
            _("%(most)s has been awarded already; correct those awards first."),
            OWN,
            place="asked",
            most=edition.amount(facts.most_awarded).plain,
        )
    if rule.unit_limit is not None:
        longest = max(
            (credits_for_minutes(total_minutes(each.certified), edition) for each in facts.planned.segments),
            default=ZERO,
        )
        if longest > rule.unit_limit:
            yield _finding(
                "unit_limit",
                _("One session comes to %(longest)s; an older rule allows %(limit)s per session."),
                rule.unit_limit_source,
                blocking=False,
                longest=longest.short,
                limit=rule.unit_limit.short,
            )


def _finding(
    code: str, message: str, source: str, *, fix: str = "", place: str = "", blocking: bool = True, **params: str
) -> Finding:
    return Finding(
        code=f"credit.designation.{code}",
        message=message,
        source=source,
        fix=fix,
        field=place,
        blocking=blocking,
        params=params,
    )
