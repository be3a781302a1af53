"""My credit: the transcript, its totals, its export."""

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from opencme.web.ui.access import signed_in
from opencme.web.ui.pages import PersonRequest, page
from opencme.web.ui.tables import Column, Table
from opencme.web.wallet.transcript import transcript_of


@require_safe
@signed_in
def transcript(request: PersonRequest) -> HttpResponseBase:
    """Show everything the person was awarded here; an empty record shows the first steps instead."""
    found = transcript_of(request.actor.person_id or 0)
    table = Table(
        request=request,
        rows=found.lines,
        columns=_columns(),
        name="credit-transcript",
        caption=_("Credit by activity"),
    )
    if (file := table.export()) is not None:
        return file
    return page(request, "wallet/transcript/transcript.html", {"found": found, "table": table})


def _columns() -> tuple[Column, ...]:
    return (
        Column(title=_("Completed"), value=lambda line: line.completed_on, sort="completed"),
        Column(
            title=_("Activity"),
            value=lambda line: line.title,
            sort="title",
            template="wallet/transcript/activity.html",
            is_head=True,
        ),
        Column(title=_("Provider"), value=lambda line: line.provider, sort="provider"),
        Column(title=_("Format"), value=lambda line: line.format),
        Column(title=_("Credit system"), value=lambda line: line.system_label, sort="system", is_shown=False),
        Column(title=_("Amount"), value=lambda line: line.amount, is_shown=False),
        Column(title=_("Unit"), value=lambda line: line.unit, is_shown=False),
        Column(
            title=_("Credit"),
            value=lambda line: line.amount,
            sort="amount",
            template="wallet/transcript/amount.html",
            is_exported=False,
            is_end=True,
        ),
        Column(title=_("Basis"), value=lambda line: line.basis, is_shown=False),
        Column(title=_("Award"), value=lambda line: line.number, is_shown=False),
        Column(title=_("Activity number"), value=lambda line: line.activity_number, is_shown=False),
        Column(
            title=_("Certificate"),
            value=lambda line: line.certificate,
            template="wallet/transcript/certificate.html",
        ),
    )
