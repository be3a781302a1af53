"""Attendance files: brought in, asked about only where they leave something open, watched, undone."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencme.apps.activities.selectors import Activity
from opencme.apps.delivery.selectors.people import file_of_provider
from opencme.apps.delivery.selectors.placing import Placement, place_file
from opencme.apps.delivery.selectors.progress import import_progress
from opencme.apps.delivery.selectors.queue import queue_of
from opencme.apps.delivery.selectors.sessions import import_of, rows_of_import
from opencme.apps.delivery.services import attendance as services
from opencme.apps.files import services as files
from opencme.apps.files.kinds import TABLES
from opencme.kernel.findings import DomainError
from opencme.rules.access import Permission
from opencme.rules.delivery.exports import LAYOUT_NAMES, Layout
from opencme.web.console.forms.deliver.attendance import FileForm, PlaceForm
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.views.reach import activity_with, url_in
from opencme.web.console.workspace import workspace
from opencme.web.ui.tables import Column, Table

STATES: Final = ("doubtful", "matched", "ignored", "refused")


@require_http_methods(["GET", "POST"])
@staff
def bring(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Take a file: imported at once where it leaves nothing open, else asked about."""
    activity = activity_with(request, activity_id, Permission.ATTENDANCE_RECORD)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_taken(request, activity, form.cleaned_data["file"]))
        except DomainError as refusal:
            form.refuse(refusal)
    return workspace(
        request,
        activity,
        "attendance",
        "console/deliver/bring.html",
        {"form": form, "back": url_in(activity, "activity-attendance")},
        status=422 if form.errors else 200,
    )


def _taken(request: StaffRequest, activity: Activity, content: Any) -> str:
    """Keep the file and give the address that comes next: its result, or what it leaves open."""
    file = files.store_file(
        by=request.actor,
        provider_id=activity.provider_id,
        name=content.name,
        content=content,
        allowed=TABLES,
        now=request.now,
    )
    placement = place_file(activity, file)
    if placement.asks:
        return url_in(activity, "attendance-file", file.public_id)
    made = services.import_attendance(
        by=request.actor,
        session_id=placement.sessions[0].public_id,
        file_id=file.public_id,
        time_zone=str(placement.zone),
        date_order=placement.order or "",
        now=request.now,
    )
    _tell(request, made)
    return url_in(activity, "attendance-import-result", made.public_id)


@require_http_methods(["GET", "POST"])
@staff
def place(request: StaffRequest, activity_id: UUID, file_id: UUID) -> HttpResponse:
    """Ask what a kept file leaves open, with what its times suggest."""
    activity = activity_with(request, activity_id, Permission.ATTENDANCE_RECORD)
    file = file_of_provider(activity.provider_id, file_id)
    placement = place_file(activity, file)
    form = PlaceForm(request.POST or None, placement=placement, activity=activity)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = services.import_into(
                by=request.actor,
                session_ids=[UUID(each) for each in given["sessions"]],
                file_id=file_id,
                time_zone=given["time_zone"],
                date_order=given["date_order"],
                now=request.now,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            for each in made:
                _tell(request, each)
            only = made[0] if len(made) == 1 else None
            where = ("attendance-import-result", only.public_id) if only else ("attendance-queue",)
            return redirect(url_in(activity, *where))
    context = {"form": form, "file": file, "placement": placement, "layout": LAYOUT_NAMES[placement.layout]}
    context |= {"asks": _asked(form, placement, is_open=True), "rest": _asked(form, placement, is_open=False)}
    return workspace(
        request, activity, "attendance", "console/deliver/place.html", context, status=422 if form.errors else 200
    )


def _asked(form: PlaceForm, placement: Placement, *, is_open: bool) -> list[Any]:
    """Give the fields that are open, or the others, which stand folded below."""
    return [form[name] for name in form.fields if (name in placement.asks or bool(form[name].errors)) is is_open]


def _tell(request: HttpRequest, made: Any) -> None:
    if made.state == "waiting":
        text = gettext("%(file)s is big: it is read in the background. You may leave this page.")
        messages.info(request, text % {"file": made.file.name})
        return
    text = gettext("%(file)s is in “%(session)s”.") % {"file": made.file.name, "session": made.session.title}
    messages.success(request, text)


@require_safe
@staff
def result(request: StaffRequest, activity_id: UUID, import_id: UUID) -> HttpResponseBase:
    """Show what became of a file: its progress while it is read, then what was matched, doubted and refused."""
    activity = activity_with(request, activity_id, Permission.LEARNERS_SEE)
    made = import_of(activity, import_id)
    context: dict[str, Any] = {
        "made": made,
        "layout": LAYOUT_NAMES[Layout(made.layout)] if made.layout else "",
        "may_record": request.actor.may(Permission.ATTENDANCE_RECORD, on=activity.provider_id),
        "part_url": request.path,
    }
    if made.state != "done":
        context["progress"] = import_progress(made, request.now)
        answer = workspace(
            request, activity, "attendance", "console/deliver/import.html", context, part="import-progress"
        )
        if made.state != "waiting" and getattr(request, "htmx", False):
            answer["HX-Refresh"] = "true"
        return answer
    counts = {
        "doubtful": made.doubtful,  # type: ignore[attr-defined]  # annotated by the selector
        "matched": made.matched,  # type: ignore[attr-defined]  # as above
        "ignored": made.ignored,  # type: ignore[attr-defined]  # as above
        "refused": made.refused_count,
    }
    shown = request.GET.get("show", "")
    shown = shown if shown in STATES else next((key for key in STATES if counts[key]), "matched")
    context |= {"counts": counts, "shown": shown, "tabs": _tabs(request, counts, shown)}
    if shown == "doubtful":
        context |= {"queue": queue_of(activity, made), "queue_of": made}
    elif shown != "refused":
        table = Table(
            request, list(rows_of_import(made, shown)), _columns(), name=f"{made.file.name} {shown}", caption=shown
        )
        if file := table.export():
            return file
        context["table"] = table
    if getattr(request, "htmx", False) and getattr(request.htmx, "target", "") == "import-progress":
        answer = HttpResponse(status=200)
        answer["HX-Refresh"] = "true"
        return answer
    return workspace(request, activity, "attendance", "console/deliver/import.html", context)


def _tabs(request: HttpRequest, counts: dict[str, int], shown: str) -> list[dict[str, Any]]:
    titles = {
        "doubtful": gettext("In doubt"),
        "matched": gettext("Matched"),
        "ignored": gettext("Set aside"),
        "refused": gettext("Could not be read"),
    }
    return [
        {"title": titles[key], "url": f"{request.path}?show={key}", "count": counts[key], "is_current": key == shown}
        for key in STATES
    ]


def _columns() -> tuple[Column, ...]:
    def who(row: Any) -> str:
        return row.registration.person.full_name if row.registration else ""

    return (
        Column(title=gettext("Line"), value=lambda row: row.line, sort="line", is_end=True),
        Column(
            title=gettext("In the file"),
            value=lambda row: row.shown_name,
            sort="shown",
            is_head=True,
            template="console/deliver/cell_shown.html",
        ),
        Column(title=gettext("E-mail in the file"), value=lambda row: row.email, is_shown=False),
        Column(title=gettext("Participant"), value=who, sort="who", template="console/deliver/cell_who.html"),
        Column(title=gettext("Minutes"), value=lambda row: row.minutes, sort="minutes", is_end=True),
        Column(title=gettext("Confidence"), value=lambda row: row.confidence, is_shown=False),
        Column(title=gettext("Because"), value=lambda row: gettext(row.why), template="console/deliver/cell_why.html"),
    )


@require_POST
@staff
def cancel(request: StaffRequest, activity_id: UUID, import_id: UUID) -> HttpResponse:
    """Stop an import that is still read."""
    activity = activity_with(request, activity_id, Permission.ATTENDANCE_RECORD)
    import_of(activity, import_id)
    made = services.cancel_import(by=request.actor, import_id=import_id, now=request.now)
    if made.state == "cancelled":
        messages.success(request, gettext("Stopped. Nothing of the file was taken."))
    else:
        messages.info(request, gettext("It was done already. You can undo it as a whole."))
    return redirect(url_in(activity, "attendance-import-result", import_id))


@require_POST
@staff
def undo(request: StaffRequest, activity_id: UUID, import_id: UUID) -> HttpResponse:
    """Undo a whole import."""
    activity = activity_with(request, activity_id, Permission.ATTENDANCE_RECORD)
    import_of(activity, import_id)
    made = services.undo_import(by=request.actor, import_id=import_id, now=request.now)
    text = gettext("%(file)s no longer counts. The file and what was decided stay on record.")
    messages.success(request, text % {"file": made.file.name})
    return redirect(url_in(activity, "activity-attendance"))


@require_POST
@staff
def accept(request: StaffRequest, activity_id: UUID, import_id: UUID) -> HttpResponse:
    """Accept every suggestion of a file from a confidence on."""
    activity = activity_with(request, activity_id, Permission.ATTENDANCE_RECORD)
    import_of(activity, import_id)
    given = request.POST.get("at_least", "")
    at_least = int(given) if given.isdecimal() else 0
    count = services.accept_suggestions(by=request.actor, import_id=import_id, at_least=at_least, now=request.now)
    text = ngettext("%(count)s suggestion accepted.", "%(count)s suggestions accepted.", count)
    messages.success(request, text % {"count": count})
    return redirect(url_in(activity, "attendance-import-result", import_id))
