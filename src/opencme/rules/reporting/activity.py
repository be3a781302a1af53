"""An activity as PARS wants it, and what is missing at each of its statuses (reporting.md 1.1 and 1.4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.periods import months_before, years_after
from opencme.rules.reporting.identity import ACTIVITY_ID, PROVIDER_ID, STATES, findings_on_identifier

LONGEST_DESCRIPTION: Final = 2500
STEP: Final = Decimal("0.25")
USA: Final = "USA"
IN_PERSON: Final = "In-Person"


class Status(StrEnum):
    """Where the activity can stand in PARS with what is known of it."""

    INCOMPLETE = "incomplete"
    DRAFT = "draft"
    ACTIVE = "active"
    CLOSED = "closed"


STATUS_NAMES: Final = {
    Status.INCOMPLETE: _("Not yet reportable"),
    Status.DRAFT: _("Draft"),
    Status.ACTIVE: _("Active"),
    Status.CLOSED: _("Closed"),
}
OUTCOMES: Final = {
    "knowledge": "Learner Knowledge",
    "competence": "Learner Competence",
    "performance": "Learner Performance",
    "patient_health": "Patient Health",
    "community_health": "Community Health",
}
MEASURES: Final = {"objective": "Objective", "subjective": "Subjective"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One kind of change that was measured, and how; what participants intend is no outcome (TRAP-56)."""

    kind: str
    measures: tuple[str, ...] = ()

    @classmethod
    def parse(cls, kept: str) -> "Outcome":
        """Read "competence:objective+subjective" as kept with the activity; ``kept`` of an unknown kind is kept so."""
        kind, _colon, measures = kept.partition(":")
        return cls(kind=kind, measures=tuple(each for each in measures.split("+") if each in MEASURES))

    @property
    def kept(self) -> str:
        """The form ``parse`` reads."""
        return f"{self.kind}:{'+'.join(self.measures)}" if self.measures else self.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityReport:
    """Everything a report says of one activity; days are local to its venue.

    format: name in PARS; delivery_methods: what PARS accepts for it, empty where it has none; longest_years and
    longest_months: how long one record may span, None where no limit is known.
    credits: designated in the reported category; hours: of instruction, told to people, no longer collected by PARS.
    accreditor_activity_id: nine digits once PARS has it. closes: the record is to be closed.
    """

    number: str
    accreditor_activity_id: str
    provider_id: str
    provider_name: str
    address: str
    title: str
    description: str
    format: str
    delivery_methods: tuple[str, ...]
    delivery_method: str
    city: str
    state: str
    country: str
    first_day: date | None
    last_day: date | None
    is_joint: bool
    partners: tuple[str, ...]
    certification: str
    credits: Decimal | None
    hours: Decimal
    commercial_support: bool | None
    support_amounts: tuple[tuple[str, int], ...]
    support_in_kind: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    is_public: bool
    fee: str
    registration: str
    physicians: int
    others: int
    closes: bool = False
    longest_years: int | None = None
    longest_months: int | None = None

    @property
    def action(self) -> str:
        """``Update`` once PARS knows the activity, else ``Add``."""
        return "Update" if self.accreditor_activity_id else "Add"


def status(report: ActivityReport, *, today: date) -> Status:
    """Give the furthest status in PARS for which nothing is missing."""
    if _any(_for_draft(report)):
        return Status.INCOMPLETE
    if _any(_for_active(report)):
        return Status.DRAFT
    if report.last_day is None or today <= report.last_day or _any(_for_closed(report)):
        return Status.ACTIVE
    return Status.CLOSED


def findings_on_report(report: ActivityReport, *, today: date, wanted: Status = Status.CLOSED) -> tuple[Finding, ...]:
    """Say everything that keeps the activity from ``wanted``; each names the workspace part that puts it right."""
    found = list(_for_draft(report))
    if wanted in {Status.ACTIVE, Status.CLOSED}:
        found += _for_active(report)
    if wanted == Status.CLOSED:
        found += _for_closed(report)
        if report.last_day is not None and today <= report.last_day:
            found.append(
                Finding(
                    code="report.not_ended",
                    message=_("It ends on %(day)s; PARS closes a record only after that."),
                    source="accme-pars-required",
                    params={"day": report.last_day.isoformat()},
                    blocking=False,
                )
            )
    return tuple(found)


def _any(findings: Iterator[Finding]) -> bool:
    return any(each.blocking for each in findings)


def _lacks(code: str, message: str, fix: str, *, source: str = "accme-pars-required", **params: str) -> Finding:
    return Finding(code=f"report.{code}", message=message, source=source, fix=fix, params=params)


def _for_draft(report: ActivityReport) -> Iterator[Finding]:
    if not report.title.strip():
        yield _lacks("title", _("The title is missing."), "plan")
    if not report.format:
        yield _lacks("format", _("The activity format is missing."), "plan")
    if report.first_day is None or report.last_day is None:
        yield _lacks("dates", _("The first and the last day are missing."), "plan")
        return
    yield from _on_days(report.first_day, report.last_day, report)


def _on_days(first: date, last: date, report: ActivityReport) -> Iterator[Finding]:
    if last < first:
        yield _lacks("order", _("The last day lies before the first."), "plan")
    if report.longest_years is not None and last > years_after(first, report.longest_years):
        yield _lacks(
            "longest_years",
            _("One record spans at most %(years)s years; this one ends later."),
            "plan",
            years=str(report.longest_years),
        )
    if report.longest_months is not None and last >= months_before(first, -report.longest_months):
        yield _lacks(
            "longest_months",
            _("One record of this format spans at most %(months)s months; report the rest as another activity."),
            "plan",
            source="accme-pars-counting",
            months=str(report.longest_months),
        )


def _for_active(report: ActivityReport) -> Iterator[Finding]:
    if report.delivery_methods and report.delivery_method not in report.delivery_methods:
        yield _lacks(
            "delivery",
            _("The delivery method is missing: %(methods)s."),
            "plan",
            methods=", ".join(report.delivery_methods),
        )
    if report.delivery_method == IN_PERSON:
        yield from _on_place(report)
    if report.credits is None:
        yield _lacks("credits", _("No AMA PRA Category 1 Credit™ is designated."), "credit")
    elif report.credits < STEP or report.credits % STEP:
        yield _lacks(
            "quarters",
            _("Credit is reported in quarters, at least 0.25; this is %(credits)s."),
            "credit",
            credits=str(report.credits),
        )
    if not report.description.strip():
        yield _lacks("description", _("The description is missing; PARS shows it to physicians."), "plan")
    elif len(report.description) > LONGEST_DESCRIPTION:
        yield _lacks(
            "description_length",
            _("The description has %(length)s characters; PARS takes %(most)s."),
            "plan",
            length=f"{len(report.description):,}",
            most=f"{LONGEST_DESCRIPTION:,}",
        )
    if not report.provider_id:
        yield _lacks("provider_id", _("The provider's ID at the accreditor is missing (7 digits)."), "provider")
    else:
        yield from (_at(each, "provider") for each in findings_on_identifier(PROVIDER_ID, "", report.provider_id))
    if report.accreditor_activity_id:
        found = findings_on_identifier(ACTIVITY_ID, "", report.accreditor_activity_id)
        yield from (_at(each, "reports") for each in found)


def _on_place(report: ActivityReport) -> Iterator[Finding]:
    if not report.city.strip() or not report.country:
        yield _lacks("place", _("City and country are needed for an activity held in person."), "plan")
    if report.country == USA and report.state not in STATES:
        yield _lacks("state", _("The state is needed with its two letters."), "plan")


def _for_closed(report: ActivityReport) -> Iterator[Finding]:
    if report.is_joint and not report.partners:
        yield _lacks("partners", _("It is provided jointly, but no joint provider is named."), "plan")
    if not report.outcomes:
        yield _lacks("outcomes", _("Say what change was measured; at least one kind is needed to close."), "reports")
    if report.commercial_support is None:
        yield _lacks("support", _("Say whether commercial support was received."), "plan")
    elif report.commercial_support and not (report.support_amounts or report.support_in_kind):
        yield _lacks(
            "support_sources",
            _("Name each commercial supporter with the amount, or with what was given in kind."),
            "plan",
        )


def _at(finding: Finding, fix: str) -> Finding:
    return Finding(code=finding.code, message=finding.message, source=finding.source, params=finding.params, fix=fix)
