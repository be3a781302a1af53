"""The certificates of an activity, and making a new version with a reason."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencme.apps.activities.selectors import Activity, activity_to_see
from opencme.apps.credit.selectors import certificates as selectors
from opencme.apps.credit.services import certificates as services
from opencme.kernel.findings import DomainError, NotFound
from opencme.rules.access import Permission
from opencme.web.console.forms.report import ReissueForm
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.workspace import workspace
from opencme.web.ui.tables import Column, Table


def _columns() -> tuple[Column, ...]:
    return (
        Column(title=gettext("Name"), value=lambda row: row.name, sort="name", is_head=True),
        Column(
            title=gettext("Certificate"),
            value=lambda row: row.newest.number if row.newest else "",
            template="console/report/certificate_number.html",
        ),
        Column(
            title=gettext("Status"),
            value=lambda row: str(row.newest.status) if row.newest else "",
            sort="status",
            template="console/report/certificate_status.html",
        ),
        Column(
            title=gettext("Issued"),
            value=lambda row: row.newest.issued_on if row.newest else None,
            sort="issued",
            template="console/report/certificate_day.html",
        ),
        Column(
            title=gettext("What to do"),
            value=lambda _row: "",
            template="console/report/certificate_act.html",
            is_exported=False,
        ),
    )


@require_safe
@staff
def certificates(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """List everybody with credit and the certificate that stands."""
    activity = _activity(request, activity_id)
    rows = selectors.certificates_of_activity(actor=request.actor, activity=activity)
    table = Table(
        request, list(rows), _columns(), name=f"{activity.number}-certificates", caption=gettext("Certificates")
    )
    if exported := table.export():
        return exported
    may_correct = request.actor.may(Permission.CREDIT_CORRECT, on=request.provider.pk)
    context = {"table": table, "rows": rows, "may_correct": may_correct}
    return workspace(request, activity, "reports", "console/report/certificates.html", context)


@require_POST
@staff
def issue(request: StaffRequest, activity_id: UUID, registration_id: int) -> HttpResponseBase:
    """Make the first certificate of somebody, when the job has not yet."""
    activity = _activity(request, activity_id)
    _row(request, activity, registration_id)
    services.issue_certificate(by=request.actor, registration_id=registration_id, now=request.now)
    messages.success(request, gettext("The certificate is made."))
    return _back(request, activity_id)


@require_http_methods(["GET", "POST"])
@staff
def reissue(request: StaffRequest, activity_id: UUID, registration_id: int) -> HttpResponseBase:
    """Make a new version with the present name; the old one is shown as superseded from then on."""
    activity = _activity(request, activity_id)
    row = _row(request, activity, registration_id)
    if row.newest is None:
        raise NotFound
    form = ReissueForm(request.POST or None, initial={"version": row.newest.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.reissue_certificate(
                by=request.actor, registration_id=registration_id, now=request.now, **form.cleaned_data
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("A new version is made; the earlier one is superseded."))
            return _back(request, activity_id)
    context = {
        "row": row,
        "form": form,
        "may_correct": request.actor.may(Permission.CREDIT_CORRECT, on=request.provider.pk),
    }
    return workspace(
        request, activity, "reports", "console/report/reissue.html", context, status=422 if form.errors else 200
    )


def _activity(request: StaffRequest, activity_id: UUID) -> Activity:
    return activity_to_see(actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id)


def _row(request: StaffRequest, activity: Activity, registration_id: int) -> selectors.CertificateRow:
    rows = selectors.certificates_of_activity(actor=request.actor, activity=activity)
    found = next((row for row in rows if row.registration_id == registration_id), None)
    if found is None:
        raise NotFound
    return found


def _back(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    answer = redirect("console:activity-certificates", request.provider.slug, activity_id)
    answer.status_code = 303
    return answer
