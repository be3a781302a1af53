"""Reports and file: what the accreditor still needs, what can be made, what was made, who has it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from opencme.apps.activities import services
from opencme.apps.activities.selectors import Activity, activity_to_see
from opencme.apps.reporting.selectors import reports as selectors
from opencme.apps.reporting.selectors.retention import retention
from opencme.apps.reporting.services.making import FILE_KINDS, findings_on_asking
from opencme.catalog.exporters import exporters
from opencme.kernel.findings import DomainError, Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Permission
from opencme.rules.reporting.activity import STATUS_NAMES
from opencme.web.console.forms.report import AfterwardsForm
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.workspace import workspace

COUNTED = {
    "registered": _("Counted: people registered for the whole event, however many sessions they were in."),
    "attendances": _("Counted: every attendance of every session of the series."),
    "took_part": _("Counted: people who did all or a part of it, not those who merely opened it."),
    "completed": _("Counted: people who completed it."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One kind of report as a card: what it is, and why it cannot be made yet."""

    kind: str
    name: str
    says: str
    icon: str
    findings: tuple[Finding, ...]


@require_http_methods(["GET", "POST"])
@staff
def reports(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """Show how the activity stands toward its accreditor; a post keeps what is known only afterwards."""
    activity = activity_to_see(actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id)
    form = AfterwardsForm(request.POST or None, initial=_initial(activity))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_plan(
                by=request.actor,
                activity_id=activity_id,
                changes={
                    "accreditor_activity_id": "".join(form.cleaned_data["accreditor_activity_id"].split()),
                    "outcomes_measured": form.outcomes,
                    "change_analysis": form.cleaned_data["change_analysis"].strip(),
                },
                version=form.cleaned_data["version"],
                now=request.now,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("Kept."))
            return redirect("console:activity-reports", request.provider.slug, activity_id)
    page = selectors.reports_page(actor=request.actor, activity=activity, now=request.now)
    may = request.actor.may
    context: dict[str, Any] = {
        "shown": page,
        "form": form,
        "status_name": STATUS_NAMES[page.status],
        "counted": COUNTED.get(page.counted, ""),
        "offers": tuple(_offers(activity, request)),
        "kept": retention(activity),
        "zone": activity.zone,
        "may_make": may(Permission.REPORTS_MAKE, on=request.provider.pk),
        "may_plan": may(Permission.ACTIVITY_PLAN, on=request.provider.pk),
        "may_see_learners": may(Permission.LEARNERS_SEE, on=request.provider.pk),
    }
    return workspace(
        request, activity, "reports", "console/report/reports.html", context, status=422 if form.errors else 200
    )


def _initial(activity: Activity) -> dict[str, Any]:
    return {
        "accreditor_activity_id": activity.accreditor_activity_id,
        "change_analysis": activity.change_analysis,
        "version": activity.version,
        **AfterwardsForm.initial_of(activity.outcomes_measured),
    }


def _offers(activity: Activity, request: StaffRequest) -> list[Offer]:
    icons = {"json": "braces", "xml": "file-code"}
    found = [
        Offer(
            kind=exporter.key,
            name=exporter.label,
            says=exporter.says,
            icon="users" if exporter.learners else icons.get(exporter.kind, "file-text"),
            findings=findings_on_asking(activity, exporter.key, request.now),
        )
        for exporter in exporters.values()
    ]
    says = {
        "activity_file_pdf": _("One PDF after the structured abstract, with bookmarks and the evidence joined."),
        "activity_file_zip": _("The PDF with every file of evidence and a list of what is missing."),
    }
    files = [
        Offer(
            kind=kind,
            name=selectors.NAMES[kind],
            says=says[kind],
            icon="file-text" if kind.endswith("pdf") else "file-archive",
            findings=(),
        )
        for kind in FILE_KINDS
    ]
    return [*found, *files]
