"""Joint providers of an activity: named, agreed with, taken out."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from opencme.apps.activities import selectors, services
from opencme.apps.files.services import store_file
from opencme.apps.providers import selectors as providers
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import DomainError, NotFound
from opencme.rules.access import Permission
from opencme.web.console.forms.joint import AgreementForm, JointForm
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.workspace import part_url, workspace


@require_POST
@staff
def add(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """Name a partner as joint provider."""
    require(request.actor, Permission.ACTIVITY_PLAN, on=request.provider.pk)
    activity = _activity(request, activity_id)
    rows = list(providers.partners(actor=request.actor, provider_id=request.provider.pk))
    form = JointForm(request.POST, partners=rows)
    if form.is_valid():
        partner_id = UUID(form.cleaned_data["partner"])
        services.add_joint_provider(by=request.actor, activity_id=activity_id, partner_id=partner_id, now=request.now)
    return redirect(f"{part_url(activity, 'plan')}#section-joint")


@require_http_methods(["GET", "POST"])
@staff
def agreement(request: StaffRequest, activity_id: UUID, joint_id: UUID) -> HttpResponseBase:
    """Record the written agreement."""
    require(request.actor, Permission.ACTIVITY_PLAN, on=request.provider.pk)
    activity = _activity(request, activity_id)
    row = next((each for each in selectors.joint_providers(activity) if each.public_id == joint_id), None)
    if row is None:
        raise NotFound
    form = AgreementForm(
        request.POST or None,
        request.FILES or None,
        initial={"agreed_on": row.agreed_on, "may_withdraw": row.may_withdraw},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            kept = None
            if given["agreement"]:
                kept = store_file(
                    by=request.actor,
                    provider_id=request.provider.pk,
                    name=given["agreement"].name,
                    content=given["agreement"],
                    allowed=frozenset({"pdf"}),
                    now=request.now,
                )
            services.change_joint_provider(
                by=request.actor,
                activity_id=activity_id,
                joint_id=joint_id,
                agreed_on=given["agreed_on"],
                may_withdraw=given["may_withdraw"],
                agreement=kept,
                now=request.now,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("The agreement with %(name)s is recorded.") % {"name": row.partner.name})
            return redirect(f"{part_url(activity, 'plan')}#section-joint")
    context = {"form": form, "row": row}
    return workspace(
        request, activity, "plan", "console/plan/agreement.html", context, status=422 if form.errors else 200
    )


@require_POST
@staff
def remove(request: StaffRequest, activity_id: UUID, joint_id: UUID) -> HttpResponseBase:
    """Take a joint provider out of the plan."""
    activity = _activity(request, activity_id)
    services.remove_joint_provider(by=request.actor, activity_id=activity_id, joint_id=joint_id, now=request.now)
    return redirect(f"{part_url(activity, 'plan')}#section-joint")


def _activity(request: StaffRequest, activity_id: UUID) -> selectors.Activity:
    return selectors.activity_to_see(actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id)
