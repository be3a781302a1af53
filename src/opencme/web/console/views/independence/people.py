"""People in control of an activity: who stands where, inviting, reminding, changing and ending roles."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencme.apps.activities.checks import one_round
from opencme.apps.faculty import selectors, services
from opencme.apps.faculty.selectors import PersonRow
from opencme.apps.faculty.services.mails import link_of
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import DomainError, NotFound
from opencme.rules.access import Permission
from opencme.web.console.forms.independence import InviteForm, InviteListForm, ReasonForm, RoleForm, role_initial
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.workspace import part_url, workspace
from opencme.web.ui.pages import posted
from opencme.web.ui.tables import Column, Table

CELLS = "console/independence/cells"


@require_safe
@staff
def people(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """List everybody in control with where they stand and what is owed; export the list an accreditor asks for."""
    with one_round():
        return _list(request, activity_id)


def _list(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    activity, rows = _people(request, activity_id)
    table = Table(
        request,
        list(rows),
        (
            Column(
                title=_("Name"),
                value=lambda row: row.row.name,
                sort="name",
                is_head=True,
                template=f"{CELLS}/name.html",
            ),
            Column(title=_("Role"), value=lambda row: _(row.role_name), sort="role"),
            Column(
                title=_("Begins"),
                value=lambda row: row.row.starts_at.astimezone(activity.zone),
                sort="begins",
                template=f"{CELLS}/begins.html",
            ),
            Column(
                title=_("Standing"),
                value=lambda row: _(row.standing_name),
                sort="standing",
                template=f"{CELLS}/standing.html",
            ),
            Column(title=_("What is open"), value=_open, template=f"{CELLS}/open.html"),
            Column(title=_("E-mail"), value=lambda row: row.row.email, is_shown=False),
            Column(title=_("Disclosed"), value=_signed, is_shown=False),
            Column(title=_("Relationships, relevance, mitigation"), value=_ties, is_shown=False),
        ),
        name=f"{activity.number} people in control",
        caption=_("People in control"),
    )
    if file := table.export():
        return file
    standing = [row for row in rows if row.is_standing]
    context = {
        "table": table,
        "rows": rows,
        "cleared": sum(row.status.is_cleared for row in standing),
        "count": len(standing),
        "owing": [row for row in standing if row.owes_disclosure or row.requests],
        "may_invite": request.actor.may(Permission.PEOPLE_INVITE, on=request.provider.pk),
    }
    return workspace(request, activity, "people", "console/independence/people.html", context)


@require_http_methods(["GET", "POST"])
@staff
def invite(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """Invite one person by fields, or several from a pasted list; what is typed stays when something is wrong."""
    require(request.actor, Permission.PEOPLE_INVITE, on=request.provider.pk)
    activity, rows = _people(request, activity_id)
    is_list = "people" in request.POST
    given = posted(request)
    one = InviteForm(None if is_list else given, zone=activity.zone)
    many = InviteListForm(given if is_list else None, zone=activity.zone)
    sent = (many if is_list else one) if given else None
    if sent is not None and sent.is_valid():
        try:
            made = _invite_many(request, activity_id, many) if is_list else _invite_one(request, activity_id, one)
        except DomainError as refusal:
            sent.refuse(refusal)
        else:
            if made:
                return redirect(part_url(activity, "people"))
    context = {"one": one, "many": many, "is_first": not rows, "is_list": is_list or given is None}
    return workspace(
        request, activity, "people", "console/independence/invite.html", context, status=422 if given else 200
    )


def _invite_one(request: StaffRequest, activity_id: UUID, form: InviteForm) -> bool:
    typed = form.cleaned_data
    row = services.invite(
        by=request.actor,
        activity_id=activity_id,
        name=typed["name"],
        email=typed["email"],
        role=typed["role"],
        credentials=typed["credentials"],
        topics=typed["topics"],
        role_starts_at=form.role_starts_at,
        now=request.now,
    )
    messages.success(request, _("%(name)s is invited by mail.") % {"name": row.name})
    return True


def _invite_many(request: StaffRequest, activity_id: UUID, form: InviteListForm) -> bool:
    invitees = form.invitees()
    if invitees is None:
        return False
    outcome = services.invite_many(
        by=request.actor,
        activity_id=activity_id,
        invitees=invitees,
        role_starts_at=form.role_starts_at,
        now=request.now,
    )
    said = ngettext("%(count)s person is invited by mail.", "%(count)s people are invited by mail.", len(outcome.made))
    messages.success(request, said % {"count": len(outcome.made)})
    if outcome.already:
        names = ", ".join(each.name for each in outcome.already)
        messages.info(request, _("Passed over, because they hold the role already: %(names)s.") % {"names": names})
    return True


@require_POST
@staff
def remind(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """Remind everybody who owes something, or the one person named in the form."""
    activity, _rows = _people(request, activity_id)
    wanted = [UUID(value) for value in request.POST.getlist("person") if _is_uuid(value)]
    done = services.remind(by=request.actor, activity_id=activity_id, in_control_ids=wanted, now=request.now)
    if done.sent:
        messages.success(request, _("Reminded: %(names)s.") % {"names": ", ".join(row.name for row in done.sent)})
    if done.quiet:
        names = ", ".join(row.name for row in done.quiet)
        messages.info(request, _("Not written to again today: %(names)s.") % {"names": names})
    if not (done.sent or done.quiet):
        messages.info(request, _("Nobody owes anything now."))
    is_about_one = request.POST.get("back") == "person" and wanted
    return redirect(_person_url(request, activity_id, wanted[0]) if is_about_one else part_url(activity, "people"))


@require_http_methods(["GET", "POST"])
@staff
def person(request: StaffRequest, activity_id: UUID, in_control_id: UUID) -> HttpResponseBase:
    """Show one person: the link, every signature and decision with its time; change the role and its start."""
    activity, rows = _people(request, activity_id)
    row = _one(rows, in_control_id)
    if request.method == "POST":
        require(request.actor, Permission.PEOPLE_INVITE, on=request.provider.pk)
    form = RoleForm(posted(request), zone=activity.zone, initial=role_initial(row.row, activity.zone))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            services.change_role(
                by=request.actor,
                activity_id=activity_id,
                in_control_id=in_control_id,
                role=typed["role"],
                role_starts_at=_kept_moment(row, form),
                topics=typed["topics"],
                credentials=typed["credentials"],
                affiliation=typed["affiliation"],
                reason=typed["reason"],
                now=request.now,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Changed."))
            return redirect(request.path)
    context = {
        "person": row,
        "form": form,
        "reason_form": ReasonForm(),
        "link": link_of(row.row),
        "others": [each for each in rows if each.facts.key == row.facts.key and each.row.pk != row.row.pk],
        "may_invite": request.actor.may(Permission.PEOPLE_INVITE, on=request.provider.pk),
        "may_judge": request.actor.may(Permission.DISCLOSURES_JUDGE, on=request.provider.pk),
    }
    return workspace(
        request, activity, "people", "console/independence/person.html", context, status=422 if form.errors else 200
    )


@require_POST
@staff
def withdraw(request: StaffRequest, activity_id: UUID, in_control_id: UUID) -> HttpResponseBase:
    """End a role; the reason and everything signed stay in the file."""
    activity, rows = _people(request, activity_id)
    row = _one(rows, in_control_id)
    services.withdraw(
        by=request.actor,
        activity_id=activity_id,
        in_control_id=in_control_id,
        reason=request.POST.get("reason", ""),
        now=request.now,
    )
    messages.success(request, _("The role of %(name)s has ended.") % {"name": row.row.name})
    return redirect(part_url(activity, "people"))


def _people(request: StaffRequest, activity_id: UUID) -> tuple[Any, tuple[PersonRow, ...]]:
    return selectors.activity_with_people(
        actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id, now=request.now
    )


def _one(rows: tuple[PersonRow, ...], person_id: UUID) -> PersonRow:
    found = next((row for row in rows if row.row.public_id == person_id), None)
    if found is None:
        raise NotFound
    return found


def _kept_moment(row: PersonRow, form: RoleForm) -> Any:
    """Give the moment typed; the very moment that stands where day and minute are the same."""
    typed, stands = form.role_starts_at, row.row.starts_at
    return stands if typed is None or typed == stands.replace(second=0, microsecond=0) else typed


def _person_url(request: StaffRequest, activity_id: UUID, person_id: UUID) -> str:
    return reverse("console:person-in-control", args=[request.provider.slug, activity_id, person_id])


def _is_uuid(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def _open(row: PersonRow) -> str:
    return "; ".join(_(each.message) % dict(each.params) for each in row.status.findings)


def _signed(row: PersonRow) -> Any:
    return row.disclosure.signed_at.astimezone(row.facts.zone) if row.disclosure else None


def _ties(row: PersonRow) -> str:
    if row.disclosure is not None and not row.ties:
        return _("None")
    return "; ".join(
        ", ".join(
            part
            for part in (
                tie.row.company,
                _(tie.kind_name),
                {True: _("relevant"), False: _("not relevant"), None: _("relevance undecided")}[tie.is_relevant],
                _(tie.exception_name) if tie.exception_name else "",
                _(tie.method_name) if tie.method_name else "",
            )
            if part
        )
        for tie in row.ties
    )
