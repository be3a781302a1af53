"""The provider: first set-up, settings, staff, partners."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencme.apps.activities import services as activities
from opencme.apps.files.kinds import IMAGES
from opencme.apps.files.services import store_file
from opencme.apps.providers import selectors, services
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import DomainError, NotFound
from opencme.rules.access import ROLE_NAMES, ROLE_SAYS, Permission, Role
from opencme.web.console.forms.provider import InviteForm, PartnerForm, SettingsForm, SetUpForm
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.ui.access import signed_in
from opencme.web.ui.pages import PersonRequest, page


@require_http_methods(["GET", "POST"])
@signed_in
def set_up(request: PersonRequest) -> HttpResponseBase:
    """Set up the first provider; once there is one, others are invited."""
    if not selectors.is_empty():
        return redirect("public:workplaces")
    form = SetUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            made = services.create_provider(by=request.actor, name=given.pop("name"), settings=given, now=request.now)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("%(name)s is set up. You manage it.") % {"name": made.name})
            return redirect("console:board", provider=made.slug)
    return page(request, "console/provider/set_up.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@staff
def settings(request: StaffRequest) -> HttpResponseBase:
    """Show the provider's settings and change them."""
    require(request.actor, Permission.PROVIDER_SEE, on=request.provider.pk)
    may_change = request.actor.may(Permission.PROVIDER_CHANGE, on=request.provider.pk)
    names = [name for name in SettingsForm.base_fields if name != "logo"]
    initial = {name: getattr(request.provider, name) for name in names}
    form = SettingsForm(request.POST or None, request.FILES or None, initial=initial)
    for field in form.fields.values():
        field.disabled = not may_change
    if request.method == "POST":
        require(request.actor, Permission.PROVIDER_CHANGE, on=request.provider.pk)
        if form.is_valid():
            try:
                _change(request, form.cleaned_data)
            except DomainError as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, gettext("The settings are saved."))
                return redirect("console:provider", provider=request.provider.slug)
    context = {"provider": request.provider, "form": form, "may_change": may_change}
    return page(request, "console/provider/settings.html", context, status=422 if form.errors else 200)


def _change(request: StaffRequest, given: Mapping[str, Any]) -> None:
    changes = dict(given)
    logo = changes.pop("logo", None)
    if logo:
        changes["logo"] = store_file(
            by=request.actor,
            provider_id=request.provider.pk,
            name=logo.name,
            content=logo,
            allowed=IMAGES,
            now=request.now,
        )
    services.change_provider(by=request.actor, provider_id=request.provider.pk, changes=changes, now=request.now)


@require_http_methods(["GET", "POST"])
@staff
def people(request: StaffRequest) -> HttpResponseBase:
    """Show the staff, and invite somebody."""
    form = InviteForm(request.POST or None)
    if request.method == "POST":
        require(request.actor, Permission.STAFF_CHANGE, on=request.provider.pk)
        if form.is_valid():
            given = dict(form.cleaned_data)
            roles = frozenset(Role(role) for role in given.pop("roles"))
            try:
                made = services.invite_staff(
                    by=request.actor, provider_id=request.provider.pk, roles=roles, now=request.now, **given
                )
            except DomainError as refusal:
                form.refuse(refusal)
            else:
                text = (
                    gettext("%(email)s is invited by mail.") if made else gettext("%(email)s has these roles already.")
                )
                messages.success(request, text % {"email": given["email"]})
                return redirect("console:staff", provider=request.provider.slug)
    shown = {
        "provider": request.provider,
        "members": selectors.staff_page(actor=request.actor, provider_id=request.provider.pk),
        "form": form,
        "may_change": request.actor.may(Permission.STAFF_CHANGE, on=request.provider.pk),
        "roles": [(ROLE_NAMES[role], ROLE_SAYS[role]) for role in Role],
        "role_names": {str(role): name for role, name in ROLE_NAMES.items()},
    }
    return page(request, "console/provider/staff.html", shown, status=422 if form.errors else 200)


@require_POST
@staff
def end_role(request: StaffRequest, membership_id: UUID) -> HttpResponseBase:
    """End somebody's role."""
    row = services.end_role(
        by=request.actor, provider_id=request.provider.pk, membership_id=membership_id, now=request.now
    )
    text = gettext("%(name)s no longer has the role: %(role)s.")
    messages.success(request, text % {"name": row.person, "role": gettext(ROLE_NAMES[Role(row.role)])})
    return redirect("console:staff", provider=request.provider.slug)


@require_safe
@staff
def partners(request: StaffRequest) -> HttpResponse:
    """Show the partner organizations."""
    shown = {
        "provider": request.provider,
        "partners": selectors.partners(actor=request.actor, provider_id=request.provider.pk),
        "kinds": dict(_kinds()),
        "may_plan": request.actor.may(Permission.ACTIVITY_PLAN, on=request.provider.pk),
    }
    return page(request, "console/provider/partners.html", shown)


@require_http_methods(["GET", "POST"])
@staff
def partner(request: StaffRequest, partner_id: UUID | None = None) -> HttpResponseBase:
    """Add a partner, or change one; an ineligible company is stopped here. ``?for=`` names it in that activity too."""
    require(request.actor, Permission.ACTIVITY_PLAN, on=request.provider.pk)
    row = _partner(request, partner_id) if partner_id else None
    initial = {name: getattr(row, name) for name in PartnerForm.base_fields if hasattr(row, name)} if row else {}
    form = PartnerForm(request.POST or None, initial={**initial, **({"makes_products": False} if row else {})})
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_partner(
                by=request.actor,
                provider_id=request.provider.pk,
                partner_id=partner_id,
                now=request.now,
                **form.cleaned_data,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("%(name)s is a partner.") % {"name": saved.name})
            return redirect(_after(request, saved))
    context = {"provider": request.provider, "form": form, "row": row}
    return page(request, "console/provider/partner.html", context, status=422 if form.errors else 200)


def _partner(request: StaffRequest, partner_id: UUID) -> selectors.Partner:
    return selectors.partner(actor=request.actor, provider_id=request.provider.pk, partner_id=partner_id)


def _after(request: StaffRequest, saved: selectors.Partner) -> str:
    """Name the partner in the activity somebody came from, and lead back there."""
    try:
        activity_id = UUID(request.GET.get("for", ""))
        activities.add_joint_provider(
            by=request.actor, activity_id=activity_id, partner_id=saved.public_id, now=request.now
        )
    except (ValueError, NotFound):
        return reverse("console:partners", args=[request.provider.slug])
    return f"{reverse('console:activity-plan', args=[request.provider.slug, activity_id])}#section-joint"


def _kinds() -> list[tuple[str, str]]:
    kinds = PartnerForm().fields["kind"].choices  # type: ignore[attr-defined]  # a choice field
    return [pair for _title, group in kinds if isinstance(group, list) for pair in group]
