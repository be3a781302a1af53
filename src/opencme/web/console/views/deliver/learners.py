"""Participants of an activity: the table, one added, one looked at, one withdrawn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencme.apps.activities.selectors import Activity
from opencme.apps.assessment import selectors as assessment
from opencme.apps.credit.selectors.claims import ClaimLine
from opencme.apps.credit.selectors.everybody import claim_lines_of_all
from opencme.apps.delivery.selectors import learners as selectors
from opencme.apps.delivery.selectors.sessions import attended_minutes_of_all
from opencme.apps.delivery.services import people as services
from opencme.apps.delivery.services.registration import withdraw_registration
from opencme.apps.outcomes import selectors as outcomes
from opencme.catalog.formats import formats
from opencme.kernel.findings import DomainError
from opencme.kernel.professions import PROFESSION_NAMES, Profession
from opencme.rules.access import Permission
from opencme.rules.activity.formats import Evidence
from opencme.web.console.forms.deliver.people import PersonForm
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.views.reach import activity_with, url_in
from opencme.web.console.workspace import workspace
from opencme.web.ui.tables import Column, Table

STANDINGS = ("awarded", "may_claim", "lacking", "withdrawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """One line of the table. standing: a key of ``STANDINGS``; why: what the credit still lacks, in words."""

    registration: Any
    minutes: int
    items_done: int
    items_required: int
    attempts: int
    percent: int | None
    is_passed: bool
    has_answered: bool
    credits: Decimal | None
    standing: str
    why: str

    @property
    def name(self) -> str:
        """Family name first."""
        person = self.registration.person
        return ", ".join(filter(None, (person.family_name, person.given_name))) or person.full_name


@require_safe
@staff
def learners(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """Show everybody registered with how far they are, searchable, sortable and exported."""
    activity = activity_with(request, activity_id, Permission.LEARNERS_SEE)
    given = request.GET
    standing = given.get("standing", "") if given.get("standing") in STANDINGS else ""
    rows = selectors.registrations_of(
        activity,
        words=given.get("q", ""),
        profession=given.get("profession", ""),
        with_withdrawn=standing == "withdrawn",
    )
    lines = [line for line in _lines(request, activity, rows) if not standing or line.standing == standing]
    table = Table(
        request,
        lines,
        _columns(activity),
        name=f"{activity.number} participants",
        caption=gettext("Participants"),
        default_sort="name",
    )
    if file := table.export():
        return file
    context = {
        "table": table,
        "registered": selectors.registered_count(activity),
        "words": given.get("q", ""),
        "standing": standing,
        "standings": _standing_names(),
        "profession": given.get("profession", ""),
        "professions": [(str(key), gettext(name)) for key, name in PROFESSION_NAMES.items()],
        "imports": selectors.people_imports_of(activity),
        "may_record": request.actor.may(Permission.ATTENDANCE_RECORD, on=activity.provider_id),
        "takes_people": activity.state in services.TAKES_PEOPLE,
        "is_filtered": any(given.get(name) for name in ("q", "standing", "profession")),
    }
    return workspace(request, activity, "learners", "console/deliver/learners.html", context, part="learners-table")


def _lines(request: StaffRequest, activity: Activity, rows: Iterable[Any]) -> list[Learner]:
    people = list(rows)
    minutes = attended_minutes_of_all(activity)
    reading = selectors.reading_of_all(activity)
    passed = assessment.standing_of_all(activity)
    answered = outcomes.answered_by(activity)
    credit = claim_lines_of_all(activity, request.now)
    made = []
    for each in people:
        mine = passed.get(each.pk)
        standing, why = _standing(each, credit.get(each.pk, ()))
        claimed = [line.claimed.amount for line in credit.get(each.pk, ()) if line.claimed]
        made.append(
            Learner(
                registration=each,
                minutes=minutes.get(each.pk, 0),
                items_done=reading.done.get(each.pk, 0),
                items_required=reading.required,
                attempts=mine.attempts if mine else 0,
                percent=mine.percent if mine else None,
                is_passed=bool(mine and mine.is_passed),
                has_answered=each.pk in answered,
                credits=max(claimed, default=None),
                standing=standing,
                why=why,
            )
        )
    return made


def _standing(registration: Any, lines: Iterable[ClaimLine]) -> tuple[str, str]:
    """Say where a participant stands, and what the credit lacks first."""
    if registration.withdrawn_at is not None:
        return "withdrawn", ""
    every = list(lines)
    if any(line.claimed for line in every):
        return "awarded", ""
    if any(line.can_claim for line in every):
        return "may_claim", ""
    against = [finding for line in every for finding in line.findings if finding.blocking]
    if against:
        return "lacking", gettext(against[0].message) % dict(against[0].params)
    return "lacking", ""


def _standing_names() -> Mapping[str, str]:
    return {
        "awarded": gettext("Credit awarded"),
        "may_claim": gettext("May claim now"),
        "lacking": gettext("Something is missing"),
        "withdrawn": gettext("Withdrawn"),
    }


def _columns(activity: Activity) -> tuple[Column, ...]:
    """Give the columns that the activity's format has evidence for."""
    chosen = formats.get(activity.format)
    evidence = frozenset(chosen.evidence) if chosen else frozenset(Evidence)
    names = _standing_names()
    wanted = (
        (True, _person_columns()),
        (Evidence.ATTENDANCE in evidence, (_column("Minutes", "minutes", is_end=True),)),
        (Evidence.CONTENT in evidence, (_column("Content", "items_done", "console/deliver/cell_content.html"),)),
        (Evidence.ASSESSMENT in evidence, (_column("Assessment", "percent", "console/deliver/cell_assessment.html"),)),
        (
            True,
            (
                Column(
                    title=gettext("Evaluation"),
                    value=lambda line: gettext("Yes") if line.has_answered else "",
                    sort="evaluation",
                ),
                _column("Credit", "credits", is_end=True),
                Column(
                    title=gettext("Standing"),
                    value=lambda line: names[line.standing],
                    sort="standing",
                    template="console/deliver/cell_standing.html",
                ),
                Column(title=gettext("Why no credit yet"), value=lambda line: line.why, is_shown=False),
            ),
        ),
    )
    return tuple(column for is_wanted, columns in wanted if is_wanted for column in columns)


def _column(title: str, name: str, template: str = "", *, is_end: bool = False) -> Column:
    words = {
        "Minutes": gettext("Minutes"),
        "Content": gettext("Content"),
        "Assessment": gettext("Assessment"),
        "Credit": gettext("Credit"),
    }
    return Column(
        title=words[title], value=lambda line: getattr(line, name), sort=name, template=template, is_end=is_end
    )


def _person_columns() -> tuple[Column, ...]:
    def profession(line: Learner) -> str:
        key = line.registration.profession
        return gettext(PROFESSION_NAMES[Profession(key)]) if key in set(Profession) else key

    return (
        Column(
            title=gettext("Participant"),
            value=lambda line: line.name,
            sort="name",
            is_head=True,
            template="console/deliver/cell_participant.html",
        ),
        Column(title=gettext("E-mail"), value=lambda line: line.registration.person.email, is_shown=False),
        Column(title=gettext("Profession"), value=profession, sort="profession"),
        Column(title=gettext("Degree"), value=lambda line: line.registration.degree, is_shown=False),
        Column(
            title=gettext("Registered"),
            value=lambda line: line.registration.registered_at.date(),
            sort="registered",
            is_shown=False,
        ),
    )


@require_http_methods(["GET", "POST"])
@staff
def add(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Register one person, with a new account if needed."""
    activity = activity_with(request, activity_id, Permission.ATTENDANCE_RECORD)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_participant(
                by=request.actor,
                provider_id=activity.provider_id,
                activity_id=activity_id,
                now=request.now,
                **form.cleaned_data,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("%(name)s is registered.") % {"name": made.person})
            return redirect(url_in(activity, "activity-learners"))
    return workspace(
        request, activity, "learners", "console/deliver/add.html", {"form": form}, status=422 if form.errors else 200
    )


@require_POST
@staff
def withdraw(request: StaffRequest, activity_id: UUID, registration_id: UUID) -> HttpResponse:
    """Withdraw a registration; what was recorded stays."""
    activity = activity_with(request, activity_id, Permission.ATTENDANCE_RECORD)
    registration = selectors.registration_to_see(activity, registration_id)
    withdraw_registration(by=request.actor, registration_id=registration.public_id, now=request.now)
    text = gettext("%(name)s is withdrawn. What was recorded stays, awards are not touched.")
    messages.success(request, text % {"name": registration.person})
    return redirect(url_in(activity, "activity-learners"))
