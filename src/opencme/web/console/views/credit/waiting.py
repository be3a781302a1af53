"""Who is without credit, and why: the words the participants read on their own page."""

from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from opencme.apps.activities import selectors as activities
from opencme.apps.credit import selectors
from opencme.apps.credit.selectors import Waiting
from opencme.kernel.professions import PROFESSION_NAMES
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.views.credit import tabs
from opencme.web.console.workspace import workspace
from opencme.web.ui.tables import Column, Table


@require_safe
@staff
def waiting(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """List participants for whom the ledger holds nothing: who could claim now, and what the others lack."""
    activity = activities.activity_to_see(actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id)
    everybody = selectors.waiting(actor=request.actor, activity=activity, now=request.now)
    show, words = request.GET.get("show", ""), request.GET.get("q", "").split()
    rows = [
        row
        for row in everybody
        if (not show or row.can_claim == (show == "ready"))
        and all(word.casefold() in f"{row.printed_name} {row.email}".casefold() for word in words)
    ]
    table = Table(
        request,
        rows,
        (
            Column(title=gettext("Name"), value=lambda row: row.printed_name, sort="name", is_head=True),
            Column(title=gettext("E-mail"), value=lambda row: row.email, sort="email"),
            Column(title=gettext("Profession"), value=_profession, sort="profession"),
            Column(title=gettext("Why"), value=_why, template="console/credit/cell_why.html"),
        ),
        name=f"without credit {activity.number}",
        caption=gettext("Participants without credit"),
        empty=gettext("Nobody fits."),
    )
    if file := table.export():
        return file
    ready = sum(row.can_claim for row in everybody)
    context = {
        "table": table,
        "tabs": tabs(request, activity, "credit-waiting"),
        "show": show,
        "q": request.GET.get("q", ""),
        "ready": ready,
        "lacking": len(everybody) - ready,
        "everybody": len(everybody),
    }
    return workspace(request, activity, "credit", "console/credit/waiting.html", context)


def _profession(row: Waiting) -> str:
    names = {str(key): name for key, name in PROFESSION_NAMES.items()}
    return gettext(names.get(row.profession, row.profession))


def _why(row: Waiting) -> str:
    if row.can_claim:
        return gettext("Can claim %(amount)s") % {"amount": row.claimable}
    return "; ".join(gettext(each.message) % dict(each.params) for each in row.reasons)
