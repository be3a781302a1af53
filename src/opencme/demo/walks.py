"""The way every activity of the demo goes: what lies in the past of its event is done, the rest is still to do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from opencme.apps.activities.models import Session
from opencme.apps.activities.services import SessionToSave, change_plan
from opencme.apps.reporting.services.making import make_report, mark_submitted, run_report
from opencme.demo.case import Case, Teaching
from opencme.demo.texts import cast
from opencme.kernel.periods import Interval
from opencme.rules.access.roles import system

DAYS: Final[Mapping[str, int]] = {
    "idea": -118,
    "planning": -110,
    "submit": -84,
    "review": -80,
    "approve": -70,
    "designate": -62,
    "open": -45,
    "deliver": 2,
    "close": 40,
    "report": 47,
}
IN_PERSON: Final = {
    "delivery_method": "In-Person",
    "venue": "Harbor Hall",
    "city": "Duluth",
    "state_or_province": "MN",
    "country": "USA",
}
STREAMED: Final = {"delivery_method": "Live-Streamed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How one activity goes.

    event: day of the first session or of the release, counted from today. ends: days from there to its last day.
    place: fields of the plan that say where and how. sessions: made from the case, empty for materials.
    content: fills a material. short: how many days before their usual day the steps are taken (a late start).
    """

    event: int
    planners: Sequence[Teaching]
    teachers: Sequence[Teaching]
    place: Mapping[str, Any]
    sessions: Callable[[Case, int], Sequence[SessionToSave]] | None = None
    content: Callable[[Case, int], None] | None = None
    ends: int = 0
    partner: str = ""
    until: str = "report"
    days: Mapping[str, int] = field(default_factory=lambda: DAYS)

    def due(self, name: str) -> int | None:
        """Give the day of a step, when it lies in the past and the way goes so far."""
        order = list(DAYS)
        if order.index(name) > order.index(self.until):
            return None
        day = self.event + self.days[name] + (self.ends if self.days[name] > 0 else 0)
        return day if day < 0 else None


def go(case: Case, way: Way) -> None:
    """Take the activity as far as today; participants are for the caller, between ``open`` and ``deliver``."""
    _plan(case, way)
    _approve(case, way)


def finish(case: Case, way: Way) -> None:
    """Deliver, close and report what is due."""
    if (day := way.due("deliver")) is not None:
        case.step(day, "mark_delivered")
    if (day := way.due("close")) is not None:
        case.step(day, "close")
    if (day := way.due("report")) is not None:
        report(case, day)


def report(case: Case, day: int) -> None:
    """Write down the accreditor's number and what was measured, report, say so, and mark it as reported."""
    by, activity = case.by(case.office), case.activity
    change_plan(
        by=by,
        activity_id=case.activity_id,
        changes={
            "accreditor_activity_id": f"{20_260_000 + activity.pk:09}",
            "outcomes_measured": ["competence:objective"],
            "change_analysis": "Paired answers rose from 58 to 86 percent; two wards asked for the case material.",
        },
        version=activity.version,
        now=case.at(day, 9),
    )
    for kind in ("pars_activity_json", "pars_learners_json"):
        asked = make_report(by=by, kind=kind, activity_id=case.activity_id, now=case.at(day, 10))
        run_report(by=system(), report_id=asked.pk, now=case.at(day, 10))
        mark_submitted(by=by, provider_id=case.provider.pk, report_id=asked.public_id, now=case.at(day, 11))
    case.step(day, "mark_reported")


def sessions_of(case: Case) -> list[Session]:
    """Give the sessions in order."""
    return list(case.activity.sessions.order_by("starts_at"))


def hours(case: Case, days: int, starts: tuple[int, int], ends: tuple[int, int]) -> Interval:
    """Give a stretch of a day on the provider's clocks."""
    return Interval(case.at(days, *starts), case.at(days, *ends))


def education(
    case: Case, days: int, title: str, starts: tuple[int, int], ends: tuple[int, int], **more: Any
) -> SessionToSave:
    """Give a session that counts."""
    return SessionToSave(title=title, kind="education", time=hours(case, days, starts, ends), **more)


def _plan(case: Case, way: Way) -> None:
    idea, planning, submit = way.due("idea"), way.due("planning"), way.due("submit")
    if idea is None:
        return
    case.begin(idea)
    if planning is None:
        case.invite(idea, way.planners)
        return
    case.invite(idea, way.planners)
    if way.partner:
        case.provide_with(idea + 2, way.partner)
    if any(each.states for each in way.planners):
        case.judge(idea + 3, method="peer_review_planning", peer="Grace Chen, MD, MEd")
    case.step(planning, "start_planning")
    case.write_plan(planning + 1, **way.place)
    if way.sessions:
        case.set_agenda(planning + 2, way.sessions(case, way.event))
    case.join_reviewer(planning + 3)
    case.invite(planning + 4, way.teachers)
    if way.content:
        way.content(case, planning + 8)
    case.set_evaluation(planning + 12)
    if submit is not None:
        case.step(submit, "submit")


def _approve(case: Case, way: Way) -> None:
    if (day := way.due("review")) is not None:
        if any(each.states for each in way.teachers):
            case.judge(day)
        case.review(day)
    if (day := way.due("approve")) is not None:
        case.step(day, "approve", by=cast.GRACE)
    if (day := way.due("designate")) is not None:
        case.designate(day)
    if (day := way.due("open")) is not None:
        case.step(day, "open")
