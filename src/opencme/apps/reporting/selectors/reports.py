"""Reports as pages show them: what can be made, what is missing, what was made and who has it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from opencme.apps.activities.models import Activity
from opencme.apps.activities.selectors import local
from opencme.apps.files.models import StoredFile
from opencme.apps.providers.models import Provider
from opencme.apps.providers.permissions import require
from opencme.apps.reporting.models import Report
from opencme.apps.reporting.selectors import learners
from opencme.apps.reporting.selectors.facts import activity_report
from opencme.apps.reporting.selectors.year import activities_of_year, until_of_year
from opencme.catalog.accreditors import accreditors
from opencme.catalog.exporters import exporters
from opencme.catalog.formats import formats
from opencme.kernel.findings import Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor, Permission
from opencme.rules.reporting.activity import ActivityReport, Status, findings_on_report, status

NAMES = {
    **{key: exporter.label for key, exporter in exporters.items()},
    "activity_file_pdf": _("Activity file, PDF"),
    "activity_file_zip": _("Activity file and evidence, ZIP"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """One report as it stands."""

    public_id: UUID
    kind: str
    name: str
    state: str
    done: int
    total: int
    asked_at: datetime
    started_at: datetime | None
    made_at: datetime | None
    by: str
    error: str
    summary: dict[str, Any]
    findings: tuple[tuple[str, str, str], ...]
    file: StoredFile | None
    submitted_at: datetime | None
    submitted_by: str
    activity_id: UUID | None
    year: int | None

    @property
    def is_in_work(self) -> bool:
        """Whether a job has it or will have it."""
        return self.state in {"queued", "running"}

    @property
    def is_for_receiver(self) -> bool:
        """Whether somebody submits it; an activity file is for a surveyor."""
        return self.kind in exporters

    @property
    def left_out(self) -> int:
        """How many reasons left something out."""
        return sum(self.summary.get("left_out", {}).values())


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsPage:
    """The part "Reports and file" of an activity's workspace."""

    report: ActivityReport
    status: Status
    findings: tuple[Finding, ...]
    counted: str
    learners: learners.Standing
    reports: tuple[ReportRow, ...]

    @property
    def in_work(self) -> tuple[ReportRow, ...]:
        """What is being made."""
        return tuple(each for each in self.reports if each.is_in_work)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLine:
    """One activity in the year's report."""

    activity: Activity
    report: ActivityReport
    status: Status
    missing: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPage:
    """The provider's reporting year."""

    year: int
    years: tuple[int, ...]
    last_day: date | None
    lines: tuple[YearLine, ...]
    reports: tuple[ReportRow, ...]

    @property
    def physicians(self) -> int:
        """Physicians of all activities, as each format counts them."""
        return sum(line.report.physicians for line in self.lines)

    @property
    def others(self) -> int:
        """Other learners of all activities."""
        return sum(line.report.others for line in self.lines)

    @property
    def complete(self) -> int:
        """How many activities lack nothing."""
        return sum(line.status is Status.CLOSED for line in self.lines)


def reports_page(*, actor: Actor, activity: Activity, now: datetime) -> ReportsPage:
    """Give the page for staff who see the activity."""
    require(actor, Permission.PROVIDER_SEE, on=activity.provider_id)
    today = local(activity, now).date()
    report = activity_report(activity, today=today)
    found = formats.get(activity.format)
    rows = Report.objects.of(activity.provider_id).filter(activity=activity)
    return ReportsPage(
        report=report,
        status=status(report, today=today),
        findings=findings_on_report(report, today=today),
        counted=str(found.counted) if found else "",
        learners=learners.standing_of(activity),
        reports=_rows(rows),
    )


def year_page(*, actor: Actor, provider: Provider, year: int, now: datetime) -> YearPage:
    """Give the provider's year for staff who may report."""
    require(actor, Permission.REPORTS_MAKE, on=provider.pk)
    lines = []
    for activity in activities_of_year(provider, year):
        today = local(activity, now).date()
        report = activity_report(activity, today=today, until=until_of_year(activity, year, today))
        lines.append(
            YearLine(
                activity=activity,
                report=report,
                status=status(report, today=today),
                missing=tuple(each for each in findings_on_report(report, today=today) if each.blocking),
            )
        )
    accreditor = accreditors.get(provider.accreditor)
    end = accreditor.year_end(year) if accreditor else None
    rows = Report.objects.of(provider.pk).filter(activity=None, year=year)
    return YearPage(
        year=year,
        years=_years(provider, now),
        last_day=end.last_day if end else None,
        lines=tuple(lines),
        reports=_rows(rows),
    )


def report_of(*, actor: Actor, provider_id: int, report_id: UUID) -> ReportRow:
    """Give one report for its progress; NotFound outside the provider."""
    require(actor, Permission.PROVIDER_SEE, on=provider_id)
    rows = _rows(Report.objects.of(provider_id).filter(public_id=report_id))
    if not rows:
        raise NotFound
    return rows[0]


def missing_identifiers(*, actor: Actor, activity: Activity) -> tuple[learners.LeftOut, ...]:
    """Give the physicians whose credit cannot be reported, each with every reason, by name."""
    require(actor, Permission.LEARNERS_SEE, on=activity.provider_id)
    return tuple(each for each in learners.left_out(activity) if each.is_physician)


def may_read_file(actor: Actor, file: StoredFile) -> bool:
    """Say whether ``actor`` may read ``file`` as a report: staff who make reports."""
    rows = Report.objects.across_providers(why="the provider is asked of each").filter(file=file)
    return any(
        actor.may(Permission.REPORTS_MAKE, on=provider) for provider in rows.values_list("provider_id", flat=True)
    )


def _rows(rows: QuerySet[Report]) -> tuple[ReportRow, ...]:
    return tuple(_row(each) for each in rows.select_related("file", "by", "activity")[:50])


def _row(report: Report) -> ReportRow:
    return ReportRow(
        public_id=report.public_id,
        kind=report.kind,
        name=NAMES.get(report.kind, report.kind),
        state=report.state,
        done=report.done,
        total=report.total,
        asked_at=report.asked_at,
        started_at=report.started_at,
        made_at=report.made_at,
        by=str(report.by or "OpenCME"),
        error=report.error,
        summary=report.summary,
        findings=tuple((code, sentence, about) for code, sentence, about in report.findings),
        file=report.file,
        submitted_at=report.submitted_at,
        submitted_by=report.submitted_by,
        activity_id=report.activity.public_id if report.activity else None,
        year=report.year,
    )


def _years(provider: Provider, now: datetime) -> tuple[int, ...]:
    """Give this year and every earlier one in which something started, the latest first."""
    rows = Activity.objects.of(provider.pk)
    found = {each.year for each in rows.exclude(starts_at=None).dates("starts_at", "year")}
    found |= {each.year for each in rows.exclude(release_on=None).dates("release_on", "year")}
    return tuple(sorted({year for year in found if year <= now.year} | {now.year}, reverse=True))
