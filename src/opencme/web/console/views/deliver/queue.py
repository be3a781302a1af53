"""The queue of doubtful rows: one decision after another, by mouse or keyboard."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from opencme.apps.activities.selectors import Activity
from opencme.apps.delivery.selectors.queue import candidates, queue_of, row_of, same_rows
from opencme.apps.delivery.selectors.sessions import import_of
from opencme.apps.delivery.services import attendance as services
from opencme.kernel.findings import DomainError
from opencme.rules.access import Permission
from opencme.rules.delivery.names import is_device
from opencme.web.console.forms.deliver.attendance import NewPersonForm
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.views.reach import activity_with, url_in
from opencme.web.console.workspace import workspace


@require_safe
@staff
def queue(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Show every doubtful row of the activity, the surest suggestion first."""
    activity = activity_with(request, activity_id, Permission.ATTENDANCE_RECORD)
    return _queue(request, activity, None)


@require_http_methods(["GET", "POST"])
@staff
def row(request: StaffRequest, activity_id: UUID, row_id: UUID) -> HttpResponse:
    """Show one doubtful row with everybody it may mean; take a decision on it."""
    activity = activity_with(request, activity_id, Permission.ATTENDANCE_RECORD)
    found = row_of(activity, row_id)
    form = NewPersonForm(
        request.POST if request.POST.get("act") == "add" else None, initial=_guess(found.shown_name, found.email)
    )
    if request.method == "POST":
        try:
            if request.POST.get("act") != "add" or form.is_valid():
                return _decided(request, activity, found, form)
        except DomainError as refusal:
            if request.POST.get("act") != "add":
                messages.error(request, "; ".join(gettext(f.message) % dict(f.params) for f in refusal.findings))
                return redirect(_back(request, activity, found))
            form.refuse(refusal)
    words = request.GET.get("q", "").strip()
    context: dict[str, Any] = {
        "row": found,
        "words": words,
        "found": candidates(found, words),
        "same": same_rows(found).count() if found.state == "doubtful" else 0,
        "form": form,
        "source": request.GET.get("from", ""),
    }
    return workspace(
        request,
        activity,
        "attendance",
        "console/deliver/row.html",
        context,
        part="row-more",
        status=422 if form.errors else 200,
    )


def _decided(request: StaffRequest, activity: Activity, found: Any, form: NewPersonForm) -> HttpResponse:
    given = request.POST
    with_same, act = bool(given.get("with_same")), given.get("act", "")
    by, row_id, now = request.actor, found.public_id, request.now
    if act == "add":
        services.add_person_for_row(
            by=by,
            row_id=row_id,
            email=form.cleaned_data["email"],
            given_name=form.cleaned_data["given_name"],
            family_name=form.cleaned_data["family_name"],
            with_same=with_same,
            now=now,
        )
    elif act == "match":
        chosen = _uuid(given.get("registration", ""))
        services.match_row(by=by, row_id=row_id, registration_id=chosen, with_same=with_same, now=now)
    elif act == "reopen":
        services.reopen_row(by=by, row_id=row_id, now=now)
    else:
        services.ignore_row(by=by, row_id=row_id, with_same=with_same, now=now)
    if request.htmx and getattr(request.htmx, "target", "") == "queue":
        made = found.attendance_import if given.get("from") == "import" else None
        return _queue(request, activity, made, last=row_of(activity, found.public_id))
    messages.success(request, _said(act, found.shown_name))
    return redirect(_back(request, activity, found))


def _queue(request: StaffRequest, activity: Activity, made: Any, *, last: Any = None) -> HttpResponse:
    if made is not None:
        made = import_of(activity, made.public_id)
    context = {"queue": queue_of(activity, made), "queue_of": made, "last": last, "may_record": True}
    return workspace(request, activity, "attendance", "console/deliver/queue.html", context, part="queue")


def _back(request: StaffRequest, activity: Activity, found: Any) -> str:
    if request.POST.get("from") == "import":
        return url_in(activity, "attendance-import-result", found.attendance_import.public_id) + "?show=doubtful"
    return url_in(activity, "attendance-queue")


def _said(act: str, name: str) -> str:
    words = {
        "reopen": gettext("“%(name)s” waits for a decision again."),
        "match": gettext("“%(name)s” is matched; the attendance counts."),
        "add": gettext("“%(name)s” is registered; the attendance counts."),
    }
    return words.get(act, gettext("“%(name)s” is set aside.")) % {"name": name}


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _guess(shown: str, email: str) -> dict[str, str]:
    """Fill the form for a new person with what the file tells; a device's name is nobody's."""
    if is_device(shown):
        return {"email": email}
    if "," in shown:
        family, given = (part.strip() for part in shown.split(",", 1))
    else:
        given, _space, family = shown.strip().rpartition(" ")
    return {"email": email, "given_name": given, "family_name": family}
