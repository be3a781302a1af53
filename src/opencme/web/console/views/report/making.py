"""Making a report, watching it, stopping it, and saying that the receiver has it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from opencme.apps.activities.selectors import activity_to_see
from opencme.apps.reporting.selectors import reports as selectors
from opencme.apps.reporting.services import making as services
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.ui.pages import page


@require_POST
@staff
def make(request: StaffRequest, activity_id: UUID, kind: str) -> HttpResponseBase:
    """Ask for a report; a job makes it and the page shows how far it is. Pressed twice, it is made once."""
    activity_to_see(actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id)
    if kind not in selectors.NAMES:
        raise Http404
    services.make_report(by=request.actor, activity_id=activity_id, kind=kind, now=request.now)
    messages.success(request, gettext("It is being made. You can leave this page and come back."))
    return _back(request, "console:activity-reports", activity_id)


@require_safe
@staff
def progress(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Give the progress of one report; when it is over, the page is loaded again."""
    report = selectors.report_of(actor=request.actor, provider_id=request.provider.pk, report_id=report_id)
    answer = page(request, "console/report/progress.html", {"report": report, "provider": request.provider})
    if not report.is_in_work and request.htmx:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@staff
def cancel(request: StaffRequest, report_id: UUID) -> HttpResponseBase:
    """Stop a report."""
    services.cancel_report(by=request.actor, provider_id=request.provider.pk, report_id=report_id, now=request.now)
    messages.success(request, gettext("Stopped. Nothing was made."))
    return _home(request, report_id)


@require_POST
@staff
def submitted(request: StaffRequest, report_id: UUID) -> HttpResponseBase:
    """Keep that the receiver has it."""
    services.mark_submitted(by=request.actor, provider_id=request.provider.pk, report_id=report_id, now=request.now)
    messages.success(request, gettext("Kept as submitted."))
    return _home(request, report_id)


@require_POST
@staff
def take_back(request: StaffRequest, report_id: UUID) -> HttpResponseBase:
    """Undo ``submitted``."""
    services.take_back_submitted(
        by=request.actor, provider_id=request.provider.pk, report_id=report_id, now=request.now
    )
    messages.success(request, gettext("Taken back: it counts as not submitted."))
    return _home(request, report_id)


def _back(request: StaffRequest, name: str, *places: object) -> HttpResponseBase:
    answer = redirect(name, request.provider.slug, *places)
    answer.status_code = 303
    return answer


def _home(request: StaffRequest, report_id: UUID) -> HttpResponseBase:
    """Lead back to the page the report stands on: the activity's, or the year's."""
    report = selectors.report_of(actor=request.actor, provider_id=request.provider.pk, report_id=report_id)
    if report.activity_id is not None:
        return _back(request, "console:activity-reports", report.activity_id)
    return _back(request, "console:reports-of-year", report.year)
