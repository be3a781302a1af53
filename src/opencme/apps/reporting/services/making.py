"""Making a report: asked for in a moment, made by a job that shows how far it is and can be stopped."""

import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from opencme.apps.activities.models import Activity
from opencme.apps.activities.selectors import activity_anywhere, local
from opencme.apps.audit import services as audit
from opencme.apps.files.services import store_file
from opencme.apps.providers.models import Provider
from opencme.apps.providers.permissions import require
from opencme.apps.reporting.models import Report, ReportedCompletion
from opencme.apps.reporting.selectors import learners
from opencme.apps.reporting.selectors.facts import activity_report
from opencme.apps.reporting.selectors.year import activities_of_year, until_of_year
from opencme.apps.reporting.services.binding import write_activity_file
from opencme.apps.reporting.tasks import make_report as job
from opencme.catalog.exporters import Exporter, exporters
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor, Permission
from opencme.rules.reporting.activity import ActivityReport, Status, findings_on_report
from opencme.rules.reporting.completions import LearnerReport
from opencme.rules.reporting.identity import ACTIVITY_ID, PROVIDER_ID, findings_on_identifier

FILE_KINDS: Final = ("activity_file_pdf", "activity_file_zip")
LISTED: Final = 200
"""How many left out are listed with a report; the page lists everybody from the rows themselves."""


_OUR_FAULT: Final = _("It could not be made for a fault of ours, which is noted. Try again; nothing is lost.")


class Stopped(Exception):  # noqa: N818 -- reads as a statement; never leaves this module
    """Somebody cancelled the report while it was made."""


@transaction.atomic
def make_report(
    *,
    by: Actor,
    kind: str,
    now: datetime,
    activity_id: UUID | None = None,
    provider_id: int | None = None,
    year: int | None = None,
) -> Report:
    """Ask for a report of one activity, or of a provider's activities of a year; a job makes it.

    kind: key in ``catalog.exporters``, or of the activity file. Asked again while it is in work, gives the one in work.
    Raises DomainError with every finding when nothing useful can be made; what is only missing to close goes along.
    """
    activity: Activity | None = None
    if activity_id is not None:
        activity = activity_anywhere(actor=by, activity_id=activity_id)
        provider = activity.provider
    elif provider_id is not None:
        provider = Provider.objects.get(pk=provider_id)
    else:
        msg = "a report is of an activity or of a provider"
        raise ValueError(msg)
    require(by, Permission.REPORTS_MAKE, on=provider.pk)
    if activity is not None and (findings := findings_on_asking(activity, kind, now)):
        raise DomainError(*findings)
    try:
        with transaction.atomic():
            made: Report = Report.objects.create(
                provider=provider, activity=activity, kind=kind, year=year, asked_at=now, by_id=by.person_id
            )
    except IntegrityError:
        in_work = Report.objects.of(provider.pk).filter(
            activity=activity, kind=kind, year=year, state__in=["queued", "running"]
        )
        return _only(in_work)
    job.defer(report_id=made.pk)
    return made


def findings_on_asking(activity: Activity, kind: str, now: datetime) -> tuple[Finding, ...]:
    """Say what stands against making this report now; empty means the button works."""
    if kind in FILE_KINDS:
        return ()
    exporter = exporters[kind]
    if exporter.learners is not None:
        return tuple(_on_learner_report(activity))
    report = activity_report(activity, today=local(activity, now).date())
    return tuple(
        each
        for each in findings_on_report(report, today=local(activity, now).date(), wanted=Status.ACTIVE)
        if each.blocking
    )


def _on_learner_report(activity: Activity) -> Iterator[Finding]:
    provider_number = activity.provider.accreditor_provider_id
    if not provider_number or findings_on_identifier(PROVIDER_ID, "", provider_number):
        yield Finding(
            code="report.provider_id",
            message=_("The provider's ID at the accreditor is missing (7 digits)."),
            source="accme-pars-learner-draft",
            fix="provider",
        )
    number = activity.accreditor_activity_id
    if not number or findings_on_identifier(ACTIVITY_ID, "", number):
        yield Finding(
            code="report.activity_id",
            message=_(
                "PARS gives the activity a number of 9 digits when it is entered there; write it down here first."
            ),
            source="accme-pars-learner-draft",
            fix="reports",
        )
    if not learners.to_report(activity):
        yield Finding(
            code="report.nobody",
            message=_("There is no completion that PARS does not have already."),
            source="accme-pars-learner-draft",
        )


def run_report(*, by: Actor, report_id: int, now: datetime) -> Report:
    """Do the work of a report; started again after a crash it begins anew, and when it is ready it does nothing.

    The file is written outside the transaction so that its progress can be seen, and stored together with the row.
    """
    rows = Report.objects.across_providers(why="a job knows only the id")
    report: Report = rows.select_related("activity__provider", "provider", "by").get(pk=report_id)
    if not rows.filter(pk=report_id, state__in=["queued", "running"]).update(
        state="running", started_at=now, done=0, total=0
    ):
        return report
    making = Making(report=report, now=now)
    try:
        with tempfile.TemporaryFile() as out:
            for chunk in making.chunks():
                out.write(chunk)
            out.seek(0)
            making.finish(by, out)
    except Stopped:
        ReportedCompletion.objects.filter(report=report).delete()
    except DomainError as refusal:
        rows.filter(pk=report_id, state="running").update(state="failed", error=str(refusal), made_at=now)
    except Exception:
        rows.filter(pk=report_id, state="running").update(state="failed", error=_OUR_FAULT, made_at=now)
        raise
    report.refresh_from_db()
    return report


@transaction.atomic
def cancel_report(*, by: Actor, provider_id: int, report_id: UUID, now: datetime) -> Report:
    """Stop a report that waits or is being made; one that is ready stays."""
    report = _report_to_change(by, provider_id, report_id)
    if report.is_in_work:
        report.state, report.made_at = "cancelled", now
        report.save(update_fields=["state", "made_at"])
    return report


@transaction.atomic
def mark_submitted(*, by: Actor, provider_id: int, report_id: UUID, now: datetime) -> Report:
    """Say that the receiver has the report; its completions count as reported from now on. Twice is once."""
    report = _report_to_change(by, provider_id, report_id)
    if report.state != "ready":
        raise DomainError(
            Finding(
                code="report.not_ready",
                message=_("Only a report that is ready can be submitted."),
                source="opencme-reports",
            )
        )
    if report.submitted_at is None:
        report.submitted_at, report.submitted_by = now, by.label
        report.save(update_fields=["submitted_at", "submitted_by"])
        _audit("report.submitted", by, report, now)
    return report


@transaction.atomic
def take_back_submitted(*, by: Actor, provider_id: int, report_id: UUID, now: datetime) -> Report:
    """Undo ``mark_submitted``: the receiver did not take it after all."""
    report = _report_to_change(by, provider_id, report_id)
    if report.submitted_at is not None:
        report.submitted_at, report.submitted_by = None, ""
        report.save(update_fields=["submitted_at", "submitted_by"])
        _audit("report.submission_taken_back", by, report, now)
    return report


class Making:
    """One run over the rows of a report: chunks of the file, what was left out, how far it is."""

    def __init__(self, *, report: Report, now: datetime) -> None:
        """Remember what is made; nothing is read yet."""
        self.report = report
        self.now = now
        self.left_out: dict[str, int] = {}
        self.listed: list[list[str]] = []
        self.summary: dict[str, Any] = {}
        self._entries: list[tuple[int, str]] = []
        self._people: set[int] = set()

    def chunks(self) -> Iterator[bytes]:
        """Give the bytes of the file."""
        if self.report.kind in FILE_KINDS:
            assert self.report.activity is not None  # noqa: S101 -- the activity file is always of one activity
            yield from write_activity_file(self.report.activity, self.report.kind, self.now, self._tick)
            return
        exporter = exporters[self.report.kind]
        if exporter.learners is not None:
            yield from self._learners(exporter)
        elif exporter.activities is not None:
            yield from exporter.activities(self._activities())
        self._keep_entries()

    def finish(self, by: Actor, out: Any) -> None:
        """Store the file and say that it is ready, in one transaction; nothing when it was cancelled meanwhile."""
        report = self.report
        actor = Actor(person_id=None, label=by.label, is_system=by.is_system, on_behalf_of=str(report.by or ""))
        if self.summary.get("rows") == 0:
            raise DomainError(
                Finding(
                    code="report.empty",
                    message=_("Nobody could be reported; the reasons are listed."),
                    source="accme-pars-learner-draft",
                )
            )
        with transaction.atomic():
            locked = Report.objects.of(report.provider_id).select_for_update().get(pk=report.pk)
            if locked.state != "running":
                raise Stopped
            locked.file = store_file(
                by=actor,
                provider_id=report.provider_id,
                name=file_name(report, self.now),
                content=out,
                allowed=frozenset({_suffix(report.kind)}),
                now=self.now,
            )
            locked.state, locked.made_at, locked.done = "ready", self.now, max(locked.done, locked.total)
            locked.findings, locked.summary = self.listed, {**self.summary, "left_out": self.left_out}
            locked.save()
            _audit("report.made", actor, locked, self.now)

    def _learners(self, exporter: Exporter) -> Iterator[bytes]:
        assert self.report.activity is not None  # noqa: S101 -- asked before the report was made
        assert exporter.learners is not None  # noqa: S101 -- narrows the type
        activity = self.report.activity
        ReportedCompletion.objects.filter(report=self.report).delete()
        self._set_total(learners.to_report(activity))
        self.summary = {"rows": 0, "added": 0, "deleted": 0}
        sink = learners.Sink(left_out=self._leave_out, written=self._write, tick=self._tick_entries)
        yield from exporter.learners(
            LearnerReport(
                provider_name=activity.provider.name,
                provider_id=activity.provider.accreditor_provider_id,
                activity_title=activity.title,
                accreditor_activity_id=activity.accreditor_activity_id,
                made_at=self.now,
                completions=learners.completions(activity, sink),
            )
        )
        if not self.summary["rows"]:
            Report.objects.of(self.report.provider_id).filter(pk=self.report.pk).update(
                findings=self.listed, summary={**self.summary, "left_out": self.left_out}
            )

    def _activities(self) -> Iterator[ActivityReport]:
        report = self.report
        found: Iterable[Activity] = (
            [report.activity] if report.activity else activities_of_year(report.provider, report.year)
        )
        every = list(found)
        self._set_total(len(every))
        self.summary = {"activities": 0, "physicians": 0, "others": 0}
        for place, activity in enumerate(every, start=1):
            today = local(activity, self.now).date()
            made = activity_report(activity, today=today, until=self._until(activity, today))
            missing = findings_on_report(made, today=today)
            self.listed += [[each.code, str(each), activity.number] for each in missing][:LISTED]
            if any(each.blocking for each in findings_on_report(made, today=today, wanted=Status.ACTIVE)):
                self.left_out["report.incomplete"] = self.left_out.get("report.incomplete", 0) + 1
            else:
                self.summary["activities"] += 1
                self.summary["physicians"] += made.physicians
                self.summary["others"] += made.others
                yield made
            self._tick(place)

    def _until(self, activity: Activity, today: date) -> date | None:
        return until_of_year(activity, self.report.year, today) if self.report.year else None

    def _leave_out(self, left: learners.LeftOut) -> None:
        if left.person_id in self._people:
            return
        self._people.add(left.person_id)
        for finding in left.findings:
            self.left_out[finding.code] = self.left_out.get(finding.code, 0) + 1
        if left.is_physician and len(self.listed) < LISTED:
            self.listed += [[each.code, str(each), left.name] for each in left.findings]

    def _write(self, award_id: int, action: str) -> None:
        self.summary["rows"] += 1
        self.summary["added" if action == "add" else "deleted"] += 1
        self._entries.append((award_id, action))

    def _tick_entries(self, rows: int) -> None:
        self._keep_entries()
        self._tick(rows)

    def _keep_entries(self) -> None:
        """Copy what was written since the last time into the table, in bulk."""
        if not self._entries:
            return
        table = ReportedCompletion._meta.db_table  # noqa: SLF001 -- Django's documented way to a table's name
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} (report_id, award_id, action) FROM STDIN") as copy,
        ):
            for award_id, action in self._entries:
                copy.write_row((self.report.pk, award_id, action))
        self._entries.clear()

    def _set_total(self, total: int) -> None:
        Report.objects.of(self.report.provider_id).filter(pk=self.report.pk).update(total=total)

    def _tick(self, done: int) -> None:
        """Show how far it is; raises Stopped when somebody cancelled."""
        rows = Report.objects.of(self.report.provider_id).filter(pk=self.report.pk, state="running")
        if not rows.update(done=done):
            raise Stopped


def file_name(report: Report, now: datetime) -> str:
    """Name the file so that it tells what it is on a disk full of others."""
    what = report.activity.number if report.activity else f"{report.provider.slug}-{report.year}"
    return f"{what}-{report.kind.replace('_', '-')}-{now:%Y%m%d-%H%M}.{_suffix(report.kind)}"


def _suffix(kind: str) -> str:
    return {"activity_file_pdf": "pdf", "activity_file_zip": "zip"}.get(kind) or exporters[kind].kind


def _report_to_change(by: Actor, provider_id: int, report_id: UUID) -> Report:
    require(by, Permission.REPORTS_MAKE, on=provider_id)
    return _only(Report.objects.of(provider_id).select_for_update().filter(public_id=report_id))


def _only(rows: Any) -> Report:
    found: Report | None = rows.first()
    if found is None:
        raise NotFound
    return found


def _audit(event: str, by: Actor, report: Report, now: datetime) -> None:
    audit.record(
        event,
        by=by,
        subject=report,
        at=now,
        provider_id=report.provider_id,
        activity_id=report.activity_id,
        after={
            "kind": report.kind,
            "file": report.file.name if report.file else "",
            "sha256": report.file.sha256 if report.file else "",
            **report.summary,
        },
    )
