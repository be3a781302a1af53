"""Files that show the practice gap."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from opencme.apps.activities import selectors, services
from opencme.apps.activities.services import Evidence
from opencme.apps.files.kinds import IMAGES
from opencme.apps.files.services import store_file
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import DomainError
from opencme.rules.access import Permission
from opencme.web.console.forms.joint import EvidenceFileForm
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.workspace import part_url


@require_POST
@staff
def add_file(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """Keep a file with the evidence of the gap; its words may be changed in the list above it."""
    require(request.actor, Permission.ACTIVITY_PLAN, on=request.provider.pk)
    activity = selectors.activity_to_see(actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id)
    form = EvidenceFileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, gettext("Choose the file."))
        return redirect(f"{part_url(activity, 'plan')}#section-need")
    try:
        file = store_file(
            by=request.actor,
            provider_id=request.provider.pk,
            name=form.cleaned_data["file"].name,
            content=form.cleaned_data["file"],
            allowed=frozenset({"pdf", "xlsx", "csv", *IMAGES}),
            now=request.now,
        )
        kept = [Evidence(text=row.text, address=row.address, file=row.file) for row in activity.gap_evidence.all()]
        services.set_gap_evidence(
            by=request.actor,
            activity_id=activity_id,
            evidence=[*kept, Evidence(text=form.cleaned_data["words"] or file.name, file=file)],
            now=request.now,
        )
    except DomainError as refusal:
        for finding in refusal.findings:
            messages.error(request, gettext(finding.message) % dict(finding.params))
    else:
        messages.success(request, gettext("“%(name)s” is kept with the evidence.") % {"name": file.name})
    return redirect(f"{part_url(activity, 'plan')}#section-need")
