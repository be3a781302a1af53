"""The designation page: the working of each maximum, the words as they will be locked, what stands against it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from opencme.apps.activities.models import Activity, Designation
from opencme.apps.activities.selectors.intervals import ends_at, starts_at
from opencme.apps.credit.models import Award, CreditApplication
from opencme.apps.credit.selectors.planned import (
    edition_of,
    planned_time,
    rule_of,
    standing_designations,
)
from opencme.apps.credit.selectors.statements import Statement, drafts, session_maximum, statements
from opencme.apps.delivery.models import CompletedCycle, ContentProgress
from opencme.catalog.credit_systems import credit_systems
from opencme.catalog.formats import formats
from opencme.kernel.credits import ZERO, Credits
from opencme.kernel.findings import Finding
from opencme.rules.activity.lifecycle import State, has_passed
from opencme.rules.credit.arithmetic import PlannedTime, Working, instruction_minutes, maximum_for
from opencme.rules.credit.designation import DesignationFacts, findings_on_designation
from opencme.rules.credit.systems import Edition, FormatRule

ACCREDITED: Final = frozenset({"provisional", "accreditation", "commendation", "probation"})
STEPPING: Final = State.APPROVED


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignationLine:
    """One credit system on the designation page.

    asked: the amount the page is about: typed, else what stands, else what the plan comes to.
    is_planned: the plan means to designate it. working: None where the format earns nothing here.
    session: of a series, the credit of one session, as the statement says it; 0 otherwise.
    is_included: it is part of what would be designated: typed, or standing, or planned and not waiting for its owner.
    """

    system: str
    label: str
    edition: Edition
    rule: FormatRule | None
    working: Working | None
    asked: Credits
    is_planned: bool
    standing: Designation | None
    session: Credits
    filed_on: date | None
    is_included: bool
    findings: tuple[Finding, ...]

    @property
    def computed(self) -> Credits:
        """What the plan comes to."""
        return self.working.credits if self.working else ZERO

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """What refuses it."""
        return tuple(finding for finding in self.findings if finding.blocking)

    @property
    def advice(self) -> tuple[Finding, ...]:
        """What only warns."""
        return tuple(finding for finding in self.findings if not finding.blocking)

    @property
    def days(self) -> int:
        """On how many days of UTC its agenda runs."""
        return len({row.window.start.date() for row in self.working.lines}) if self.working else 0

    @property
    def is_kept(self) -> bool:
        """Whether what stands says this amount already."""
        return self.standing is not None and self.standing.maximum == self.asked.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignationPage:
    """Everything the designation page shows.

    previews: the words as they would be locked now; locked: as they stand. instruction_minutes: of all sessions, as the
    accreditor's report counts hours of instruction, parallel ones added up (TRAP-14).
    """

    activity: Activity
    day: date
    lines: tuple[DesignationLine, ...]
    locked: tuple[Statement, ...]
    previews: tuple[Statement, ...]
    instruction_minutes: int
    history: tuple[Designation, ...]

    @property
    def is_designated(self) -> bool:
        """Whether anything stands designated."""
        return any(line.standing for line in self.lines)

    @property
    def chosen(self) -> tuple[DesignationLine, ...]:
        """The systems the plan names or that stand designated."""
        return tuple(line for line in self.lines if line.is_planned or line.standing)

    @property
    def others(self) -> tuple[DesignationLine, ...]:
        """Systems that could be added."""
        return tuple(line for line in self.lines if not line.is_planned and not line.standing and line.rule)

    @property
    def earlier(self) -> tuple[Designation, ...]:
        """Designations that a later one replaced, the newest first."""
        standing = {line.standing.pk for line in self.lines if line.standing}
        return tuple(row for row in self.history if row.pk not in standing)

    @property
    def is_several_days(self) -> bool:
        """Whether the agenda needs its days said."""
        return any(line.days > 1 for line in self.lines)

    @property
    def words_differ(self) -> bool:
        """Whether the accreditation words locked before are no longer those of the plan (a partner came or went)."""
        locked = {each.kind: each.text for each in self.locked if each.kind == "accreditation"}
        wanted = {each.kind: each.text for each in self.previews if each.kind == "accreditation"}
        return bool(locked) and locked != wanted


def designation_page(
    activity: Activity,
    now: datetime,
    *,
    asked: Mapping[str, Credits] | None = None,
    letters: Mapping[str, str] | None = None,
) -> DesignationPage:
    """Give the page for amounts as typed, or for what the plan comes to; ``activity`` was found by its reader's way.

    asked: by credit system; systems left out are not part of what would be designated.
    """
    today = now.astimezone(activity.zone).date()
    standing = standing_designations(activity)
    planned = planned_time(activity)
    filed = {row.credit_system: row.filed_on for row in _applications(activity)}
    facts = designation_facts(activity, now, planned)
    lines = []
    for key, system in credit_systems.items():
        row = standing.get(key)
        edition = edition_of(key, row.edition_from if row else today)
        if edition is None or edition.follows:
            continue
        rule = rule_of(activity, edition)
        working = maximum_for(planned, rule, edition) if rule else None
        amount = _amount(key, row, working, asked)
        mine = facts_for_system(activity, facts, key, row, (letters or {}).get(key, row.statement if row else ""))
        is_planned = key in activity.credit_systems
        is_default = row is not None or (is_planned and not edition.by_letter)
        lines.append(
            DesignationLine(
                system=key,
                label=system.label,
                edition=edition,
                rule=rule,
                working=working,
                asked=amount,
                is_planned=is_planned,
                standing=row,
                session=session_maximum(activity, edition),
                filed_on=filed.get(key),
                is_included=key in asked if asked is not None else is_default,
                findings=findings_on_designation(mine, amount, rule, edition, now),
            )
        )
    included = {line.system: line.asked for line in lines if line.rule and line.is_included}
    words = {line.system: line.standing.statement for line in lines if line.standing and line.edition.by_letter}
    return DesignationPage(
        activity=activity,
        day=today,
        lines=tuple(lines),
        locked=statements(activity) if standing else (),
        previews=tuple(drafts(activity, included, today, {**words, **(letters or {})})),
        instruction_minutes=_instruction(planned, lines),
        history=tuple(activity.designations.order_by("-designated_at", "-id")),
    )


def designation_facts(activity: Activity, now: datetime, planned: PlannedTime) -> DesignationFacts:
    """Give what every credit system asks of the activity and its provider."""
    start, end = starts_at(activity), ends_at(activity)
    provider = activity.provider
    begins = (start or now).astimezone(activity.zone).date()
    covered = (provider.term_from is None or provider.term_from <= begins) and (
        provider.term_to is None or begins <= provider.term_to
    )
    format_ = formats.get(activity.format)
    state = State(activity.state)
    return DesignationFacts(
        is_approved=has_passed(state, STEPPING),
        is_accredited=provider.status in ACCREDITED and covered,
        has_ancc=provider.ancc_accredited,
        starts_at=start,
        ends_on=end.astimezone(activity.zone).date() if end else None,
        planned=planned,
        today=now.astimezone(activity.zone).date(),
        description=activity.other_format_description or (format_.description if format_ else ""),
        has_begun=_has_begun(activity),
    )


def facts_for_system(
    activity: Activity, facts: DesignationFacts, system: str, row: Designation | None, letter: str
) -> DesignationFacts:
    """Add what concerns one system: what stands designated and awarded, and the owner's letter."""
    most = ZERO
    if row is not None:
        counted = [system, *(key for key, each in credit_systems.items() if each.editions[-1].follows == system)]
        awards = Award.objects.of(activity.provider_id).filter(
            activity=activity, credit_system__in=counted, replaced_by=None
        )
        most = Credits(awards.order_by("-amount").values_list("amount", flat=True).first() or ZERO.amount)
    return replace(facts, previous=Credits(row.maximum) if row else None, most_awarded=most, letter=letter)


def _has_begun(activity: Activity) -> bool:
    """Say whether somebody took part already: a stage done, or content opened."""
    cycles = CompletedCycle.objects.of(activity.provider_id).filter(registration__activity=activity)
    opened = ContentProgress.objects.of(activity.provider_id).filter(registration__activity=activity)
    return bool(cycles.exists() or opened.exists())


def _amount(
    system: str, row: Designation | None, working: Working | None, asked: Mapping[str, Credits] | None
) -> Credits:
    if asked is not None and system in asked:
        return asked[system]
    if row is not None:
        return Credits(row.maximum)
    return working.credits if working else ZERO


def _applications(activity: Activity) -> tuple[CreditApplication, ...]:
    return tuple(CreditApplication.objects.of(activity.provider_id).filter(activity=activity))


def _instruction(planned: PlannedTime, lines: list[DesignationLine]) -> int:
    return instruction_minutes(planned.segments, lines[0].edition) if lines else 0
