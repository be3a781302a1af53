"""The board: the provider's activities by state, as a table, and the start of a new one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from opencme.apps.activities import selectors, services
from opencme.apps.activities.services import SessionToSave
from opencme.apps.faculty import services as faculty
from opencme.apps.providers.permissions import require
from opencme.catalog.formats import formats
from opencme.kernel.findings import DomainError
from opencme.rules.access import Permission
from opencme.rules.activity.lifecycle import STATE_NAMES, State
from opencme.rules.independence.edition import ControlRole
from opencme.rules.independence.invitations import Invitee, read_list
from opencme.web.console.forms.board import StartForm, add_findings
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.workspace import part_url
from opencme.web.ui.pages import page
from opencme.web.ui.tables import Column, Table


@require_safe
@staff
def board(request: StaffRequest) -> HttpResponse:
    """Show every activity in the column of its state, with what it needs."""
    words, format_key = request.GET.get("q", ""), request.GET.get("format", "")
    columns = selectors.board(
        actor=request.actor, provider_id=request.provider.pk, words=words, format_key=format_key, now=request.now
    )
    rows = [row for column in columns for row in column.rows]
    return page(
        request,
        "console/board/board.html",
        {
            **_frame(request),
            "columns": columns,
            "is_empty": not rows,
            "near": [row for row in rows if row.due_kind and row.seen and row.seen.blocking],
        },
        part="board",
    )


@require_safe
@staff
def table(request: StaffRequest) -> HttpResponseBase:
    """Show the activities as a table with search, filter, sort and export."""
    found = selectors.table(
        actor=request.actor,
        provider_id=request.provider.pk,
        words=request.GET.get("q", ""),
        state=request.GET.get("state", ""),
        format_key=request.GET.get("format", ""),
    )
    shown = Table(
        request,
        selectors.board_rows(list(found), request.now),
        _columns(),
        name=gettext("Activities of %(name)s") % {"name": request.provider.name},
        caption=gettext("Activities"),
        empty=gettext("No activity fits this search."),
    )
    return shown.export() or page(request, "console/board/table.html", {**_frame(request), "table": shown})


@require_http_methods(["GET", "POST"])
@staff(needs=Permission.ACTIVITY_PLAN)
def start(request: StaffRequest) -> HttpResponseBase:
    """Start an activity; sending the page twice starts one."""
    require(request.actor, Permission.ACTIVITY_PLAN, on=request.provider.pk)
    form = StartForm(request.POST or None, zone=ZoneInfo(request.provider.time_zone))
    if request.method == "POST" and form.is_valid():
        listed = read_list(form.cleaned_data["planners"], otherwise=ControlRole.PLANNER)
        add_findings(form, (replace(finding, field="planners") for finding in listed.findings))
        if not form.errors:
            try:
                made = _start(request, form)
            except DomainError as refusal:
                form.refuse(refusal)
            else:
                _invite(request, made, listed.people)
                return redirect(part_url(made, "readiness"))
    return page(
        request,
        "console/board/start.html",
        {"provider": request.provider, "form": form, "formats": formats.values()},
        status=422 if form.errors else 200,
    )


def _start(request: StaffRequest, form: StartForm) -> selectors.Activity:
    """Start the activity with its first session or its release."""
    given = form.cleaned_data
    session = SessionToSave(title=given["title"], kind="education", time=form.time) if form.time else None
    return services.create_activity(
        by=request.actor,
        provider_id=request.provider.pk,
        title=given["title"],
        format=given["format"],
        activity_id=given["activity_id"],
        session=session,
        release_on=form.release_on,
        now=request.now,
    )


def _invite(request: StaffRequest, made: selectors.Activity, planners: Sequence[Invitee]) -> None:
    """Ask the planners for their disclosure; what cannot be done is said, and the activity stands."""
    text = gettext("“%(title)s” is started as %(number)s.") % {"title": made.title, "number": made.number}
    if planners:
        try:
            faculty.invite_many(by=request.actor, activity_id=made.public_id, invitees=planners, now=request.now)
        except DomainError as refusal:
            reasons = " ".join(gettext(each.message) % dict(each.params) for each in refusal.findings)
            messages.warning(request, f"{text} {reasons}")
            return
        asked = ngettext("%(count)s planner is asked by mail.", "%(count)s planners are asked by mail.", len(planners))
        text = f"{text} {asked % {'count': len(planners)}}"
    messages.success(request, text)


def _columns() -> tuple[Column, ...]:
    return (
        Column(
            title=gettext("Activity"),
            value=lambda row: row.activity.title,
            sort="title",
            template="console/board/cell_title.html",
            is_head=True,
        ),
        Column(title=gettext("Number"), value=lambda row: row.activity.number, sort="number", is_short=True),
        Column(
            title=gettext("State"),
            value=lambda row: gettext(STATE_NAMES[State(row.activity.state)]),
            sort="state",
            template="console/board/cell_state.html",
        ),
        Column(title=gettext("Format"), value=lambda row: _format_name(row.activity.format), sort="format"),
        Column(
            title=gettext("Starts"),
            value=lambda row: row.starts_at.astimezone(row.activity.zone).date() if row.starts_at else None,
            sort="starts",
            template="console/board/cell_starts.html",
        ),
        Column(
            title=gettext("Missing"),
            value=lambda row: row.seen.blocking if row.seen else None,
            sort="missing",
            template="console/board/cell_missing.html",
        ),
        Column(title=gettext("Owed by"), value=_owed),
        Column(title=gettext("City"), value=lambda row: row.activity.city, is_shown=False),
    )


def _frame(request: StaffRequest) -> dict[str, Any]:
    return {
        "provider": request.provider,
        "q": request.GET.get("q", ""),
        "state_chosen": request.GET.get("state", ""),
        "format_chosen": request.GET.get("format", ""),
        "formats": formats.values(),
        "states": [(str(state), STATE_NAMES[state]) for state in State],
        "may_plan": request.actor.may(Permission.ACTIVITY_PLAN, on=request.provider.pk),
    }


def _format_name(key: str) -> str:
    found = formats.get(key)
    return gettext(found.name) if found else key


def _owed(row: selectors.BoardRow) -> str:
    if row.seen is None:
        return ""
    return ", ".join(f"{gettext(name) if name else gettext('Office')} ({count})" for name, count in row.seen.owes)
