"""Who cannot be reported and why, and the mail that asks them to complete it themselves."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from opencme.apps.activities.selectors import activity_to_see
from opencme.apps.reporting.selectors import reports as selectors
from opencme.apps.reporting.selectors.learners import LeftOut
from opencme.apps.reporting.services.identifiers import ask_for_identifiers
from opencme.rules.access import Permission
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.workspace import workspace
from opencme.web.ui.tables import Column, Table


def _reasons(row: LeftOut) -> str:
    return " ".join(gettext(finding.message) % dict(finding.params) for finding in row.findings)


def _columns() -> tuple[Column, ...]:
    return (
        Column(title=gettext("Name"), value=lambda row: row.name, sort="name", is_head=True),
        Column(title=gettext("What is missing"), value=_reasons, template="console/report/left_out_reasons.html"),
        Column(title=gettext("E-mail"), value=lambda row: row.email, sort="email"),
    )


@require_safe
@staff
def left_out(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """List the physicians whose credit cannot be reported, each with every reason."""
    activity = activity_to_see(actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id)
    rows = selectors.missing_identifiers(actor=request.actor, activity=activity)
    table = Table(
        request, list(rows), _columns(), name=f"{activity.number}-left-out", caption=gettext("Not reportable")
    )
    if exported := table.export():
        return exported
    may_ask = request.actor.may(Permission.REPORTS_MAKE, on=request.provider.pk)
    context = {"table": table, "rows": rows, "may_ask": may_ask}
    return workspace(request, activity, "reports", "console/report/left_out.html", context)


@require_POST
@staff
def ask(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """Mail everybody on the list, once a week at most."""
    activity_to_see(actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id)
    count = ask_for_identifiers(by=request.actor, activity_id=activity_id, now=request.now)
    said = ngettext(
        "%(count)s person is asked; nobody gets the mail twice within a week.",
        "%(count)s people are asked; nobody gets the mail twice within a week.",
        count,
    )
    messages.success(request, said % {"count": count})
    answer = redirect("console:activity-left-out", request.provider.slug, activity_id)
    answer.status_code = 303
    return answer
