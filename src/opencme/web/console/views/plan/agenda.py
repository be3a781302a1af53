"""The agenda: sessions added one by one, pasted or repeated, changed, taken out and put back."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencme.apps.activities import selectors, services
from opencme.apps.activities.services import SessionToSave
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import DomainError
from opencme.rules.access import Permission
from opencme.web.console.forms.agenda import NewSessionForm, PasteForm, SessionForm, initial_of
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.views.plan.readiness import credit_preview
from opencme.web.console.views.plan.taken_out import pack, unpack
from opencme.web.console.workspace import part_url, workspace

UNDO_SECONDS: Final = 3600


@require_safe
@staff
def agenda(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Show the agenda with what counts."""
    return _page(request, _activity(request, activity_id))


@require_POST
@staff
def add(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """Add a session, or a series of them."""
    require(request.actor, Permission.ACTIVITY_PLAN, on=request.provider.pk)
    activity = _activity(request, activity_id)
    form = NewSessionForm(request.POST, zone=activity.zone, is_online=_is_online(activity))
    if form.is_valid():
        sessions = [form.to_save(day) for day in form.days]
        if _save_all(request, activity, sessions, form):
            return redirect(f"{part_url(activity, 'agenda')}#add")
    return _page(request, activity, new=form, status=422)


@require_POST
@staff
def paste(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """Add every pasted line, or none."""
    require(request.actor, Permission.ACTIVITY_PLAN, on=request.provider.pk)
    activity = _activity(request, activity_id)
    day = selectors.next_day(activity, request.now) if activity.starts_at else None
    form = PasteForm(request.POST, zone=activity.zone, day=day)
    if form.is_valid() and _save_all(request, activity, form.sessions, form):
        return redirect(part_url(activity, "agenda"))
    return _page(request, activity, pasted=form, status=422)


@require_http_methods(["GET", "POST"])
@staff
def change(request: StaffRequest, activity_id: UUID, session_id: UUID) -> HttpResponseBase:
    """Change a session."""
    require(request.actor, Permission.ACTIVITY_PLAN, on=request.provider.pk)
    activity = _activity(request, activity_id)
    row = selectors.session_of(activity, session_id)
    form = SessionForm(
        request.POST or None,
        initial=initial_of(row, activity.zone),
        zone=activity.zone,
        is_online=_is_online(activity) and not row.room,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.save_session(
                by=request.actor,
                activity_id=activity_id,
                session=form.to_save(),
                session_id=session_id,
                now=request.now,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("“%(title)s” is saved.") % {"title": form.cleaned_data["title"]})
            return redirect(part_url(activity, "agenda"))
    context = {"form": form, "row": row}
    return workspace(
        request, activity, "agenda", "console/plan/session.html", context, status=422 if form.errors else 200
    )


@require_POST
@staff
def remove(request: StaffRequest, activity_id: UUID, session_id: UUID) -> HttpResponseBase:
    """Take a session out; the next page offers to put it back."""
    activity = _activity(request, activity_id)
    gone = services.remove_session(by=request.actor, activity_id=activity_id, session_id=session_id, now=request.now)
    return redirect(f"{part_url(activity, 'agenda')}?removed={pack(gone)}")


@require_POST
@staff
def put_back(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """Put a session back that was just taken out."""
    require(request.actor, Permission.ACTIVITY_PLAN, on=request.provider.pk)
    activity = _activity(request, activity_id)
    try:
        session = unpack(request.POST.get("removed", ""), UNDO_SECONDS)
    except signing.BadSignature:
        messages.warning(request, gettext("This can no longer be put back; add it again."))
    else:
        services.save_session(by=request.actor, activity_id=activity_id, session=session, now=request.now)
        messages.success(request, gettext("“%(title)s” is back.") % {"title": session.title})
    return redirect(part_url(activity, "agenda"))


def _page(
    request: StaffRequest,
    activity: selectors.Activity,
    *,
    new: NewSessionForm | None = None,
    pasted: PasteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    may_plan = request.actor.may(Permission.ACTIVITY_PLAN, on=request.provider.pk)
    day = selectors.next_day(activity, request.now)
    context = {
        "shown": selectors.agenda_page(activity, request.now),
        "credits": credit_preview(activity, request.now.astimezone(activity.zone).date()),
        "may_change": may_plan and selectors.may_change_agenda(activity),
        "may_add": may_plan and selectors.is_being_planned(activity),
        "new": new or NewSessionForm(initial={"day": day}, zone=activity.zone, is_online=_is_online(activity)),
        "pasted": pasted or PasteForm(zone=activity.zone),
        "removed": _removed(request),
    }
    return workspace(request, activity, "agenda", "console/plan/agenda.html", context, status=status)


def _removed(request: StaffRequest) -> dict[str, str] | None:
    """What was just taken out, to be offered once more."""
    packed = request.GET.get("removed", "")
    try:
        return {"packed": packed, "title": unpack(packed, UNDO_SECONDS).title} if packed else None
    except signing.BadSignature:
        return None


def _save_all(request: StaffRequest, activity: selectors.Activity, sessions: list[SessionToSave], form: Any) -> bool:
    try:
        services.save_sessions(by=request.actor, activity_id=activity.public_id, sessions=sessions, now=request.now)
    except DomainError as refusal:
        form.refuse(refusal)
        return False
    text = ngettext("%(count)s session is added.", "%(count)s sessions are added.", len(sessions))
    messages.success(request, text % {"count": len(sessions)})
    return True


def _activity(request: StaffRequest, activity_id: UUID) -> selectors.Activity:
    return selectors.activity_to_see(actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id)


def _is_online(activity: selectors.Activity) -> bool:
    return activity.delivery_method == "Live-Streamed"
