"""Lists of people: brought in, looked at before they count, undone as a whole."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from opencme.apps.delivery.selectors.people import PeopleList, file_of_provider, read_people_list
from opencme.apps.delivery.services import people as services
from opencme.apps.files import services as files
from opencme.apps.files.kinds import TABLES
from opencme.kernel.findings import DomainError
from opencme.rules.access import Permission
from opencme.rules.delivery.people_list import FIELDS
from opencme.web.console.forms.deliver.people import ColumnsForm, ListForm, mapping_in
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.views.reach import activity_with, url_in
from opencme.web.console.workspace import workspace

SHOWN = 100


@require_http_methods(["GET", "POST"])
@staff
def bring(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Take a list; nobody on it is registered yet."""
    activity = activity_with(request, activity_id, Permission.ATTENDANCE_RECORD)
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"]
        try:
            file = files.store_file(
                by=request.actor,
                provider_id=activity.provider_id,
                name=content.name,
                content=content,
                allowed=TABLES,
                now=request.now,
            )
            read_people_list(activity, file)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_in(activity, "learners-list", file.public_id))
    context = {"form": form, "fields": list(FIELDS.values())}
    return workspace(
        request, activity, "learners", "console/deliver/list.html", context, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
@staff
def preview(request: StaffRequest, activity_id: UUID, file_id: UUID) -> HttpResponse:
    """Show what was understood, doubted and refused; register everybody or nobody."""
    activity = activity_with(request, activity_id, Permission.ATTENDANCE_RECORD)
    file = file_of_provider(activity.provider_id, file_id)
    given = request.POST if request.method == "POST" else request.GET
    listed = read_people_list(activity, file)
    if (chosen := mapping_in(given.dict(), len(listed.columns))) is not None and chosen != listed.mapping:
        listed = read_people_list(activity, file, chosen)
    form = ColumnsForm(request.POST or None, listed=listed)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.import_people(
                by=request.actor,
                provider_id=activity.provider_id,
                activity_id=activity_id,
                file_id=file_id,
                mapping=form.mapping,
                leaves_out=bool(request.POST.get("leaves_out")),
                now=request.now,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _said(made.taken, made.accounts))
            return redirect(url_in(activity, "activity-learners"))
    context = {"listed": listed, "form": form, "shown": _shown(listed), "file": file, "fields": FIELDS}
    return workspace(
        request,
        activity,
        "learners",
        "console/deliver/preview.html",
        context,
        part="people-preview",
        status=422 if form.errors else 200,
    )


def _shown(listed: PeopleList) -> list[tuple[object, list[str]]]:
    """Give the first people with the doubts about their line."""
    doubts: dict[int, list[str]] = {}
    for remark in listed.doubts:
        doubts.setdefault(remark.line, []).append(remark.why)
    return [(entry, doubts.get(entry.person.line, [])) for entry in listed.entries[:SHOWN]]


def _said(taken: int, accounts: int) -> str:
    said = ngettext("%(n)s person is registered", "%(n)s people are registered", taken) % {"n": taken}
    opened = ngettext("%(n)s account was opened.", "%(n)s accounts were opened.", accounts) % {"n": accounts}
    return f"{said}; {opened}"


@require_POST
@staff
def undo(request: StaffRequest, activity_id: UUID, import_id: UUID) -> HttpResponse:
    """Take a whole list back while nobody on it has begun."""
    activity = activity_with(request, activity_id, Permission.ATTENDANCE_RECORD)
    made = services.undo_people_import(
        by=request.actor, provider_id=activity.provider_id, import_id=import_id, now=request.now
    )
    text = gettext("%(file)s is taken back: its registrations are gone, and the accounts nobody has used.")
    messages.success(request, text % {"file": made.file.name})
    return redirect(url_in(activity, "activity-learners"))
