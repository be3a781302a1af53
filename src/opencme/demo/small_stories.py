"""The demo's further activities, each in another state and with another thing to do."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from opencme.apps.activities import services as activities
from opencme.apps.activities.services import SessionToSave
from opencme.apps.delivery.services.attendance import record_by_staff
from opencme.apps.delivery.services.check_in import open_check_in
from opencme.apps.providers.models import Provider
from opencme.demo import learning
from opencme.demo.case import Case, Teaching
from opencme.demo.shared import (
    ELENA_TEACHES,
    FATIMA_PLANS,
    GRACE_PLANS,
    KARIN_PLANS,
    LUCIA_TEACHES,
    MARCUS_TEACHES,
    RAVI_TEACHES,
    ROOM,
    Builder,
    online,
    reading,
)
from opencme.demo.texts import cast, more_plans, plans
from opencme.demo.walks import DAYS, IN_PERSON, STREAMED, Way, education, finish, go, sessions_of
from opencme.kernel.periods import Interval

JAMES_PLANS: Final = Teaching(who=cast.JAMES, role="planner")


def stroke(made: Builder) -> None:
    """Open, and taking place at this hour: the check-in code is on the screen."""
    start = made.today.replace(minute=0, second=0, microsecond=0)

    def sessions(_case: Case, _day: int) -> Sequence[SessionToSave]:
        now = Interval(start, start + timedelta(minutes=90))
        return (SessionToSave(title="From the call to the scan", kind="education", time=now, room="Simulation 2"),)

    case = made.case(plans.STROKE, "live")
    way = Way(event=0, planners=(GRACE_PLANS,), teachers=(MARCUS_TEACHES,), place=IN_PERSON, sessions=sessions)
    go(case, way)
    for number, each in enumerate((cast.TOMAS, cast.NGOZI, *cast.WARD[:6])):
        learning.begin(case, -20 + number, each)
    open_check_in(by=case.by(case.office), session_id=sessions_of(case)[0].public_id, now=case.at(-1, 16))


def grand_rounds(made: Builder) -> None:
    """A series: every Thursday at noon, attendance from the sign-in list, some credit claimed as it goes."""
    first = -77 - (made.today.astimezone(made.zone).weekday() - 3)

    def sessions(case: Case, day: int) -> Sequence[SessionToSave]:
        return [
            education(case, day + 7 * week, f"Case of the week {week + 1}", (12, 0), (13, 0), room="Harbor Hall")
            for week in range(20)
        ]

    way = Way(
        event=first,
        ends=7 * 19,
        planners=(GRACE_PLANS, FATIMA_PLANS),
        teachers=(MARCUS_TEACHES, ELENA_TEACHES),
        place=IN_PERSON,
        sessions=sessions,
    )
    case = made.case(more_plans.GRAND_ROUNDS, "rss")
    go(case, way)
    people = (cast.TOMAS, *cast.WARD[:5])
    learning.register_list(case, first - 10, people)
    held = [each for each in sessions_of(case) if each.ends_at < case.at(-1)]
    for number, each in enumerate(held):
        came = [who for place, who in enumerate(people) if (number + place) % 4]
        day = first + 7 * number
        if number == 0:
            for who in people:
                learning.see_disclosure(case, day, who)
        record_by_staff(
            by=case.by(case.office),
            session_id=each.public_id,
            registration_ids=[learning.registration(case.activity, who).public_id for who in came],
            minutes=None,
            note="Sign-in list, Harbor Hall",
            now=case.at(day, 14),
        )
    for who in people[:4]:
        learning.evaluate(case, -5, who)
        learning.claim(case, -5, who)


def stewardship(made: Builder) -> None:
    """Just delivered: its Zoom report holds rows that nobody can place yet."""

    def sessions(case: Case, day: int) -> Sequence[SessionToSave]:
        return (education(case, day, "Shorter is often better", (12, 0), (13, 0), online_address=ROOM),)

    case = made.case(more_plans.STEWARDSHIP, "live_internet")
    way = Way(event=-4, planners=(KARIN_PLANS,), teachers=(ELENA_TEACHES,), place=STREAMED, sessions=sessions)
    go(case, way)
    people = (cast.AMINA, cast.TOMAS, cast.NGOZI, cast.HANH, *cast.WARD[4:10])
    for number, each in enumerate(people):
        learning.begin(case, -30 + number, each)
    rows = [(each.name, each.email, 0, 60) for each in people[:6]]
    rows += [
        ("iPhone", "", 3, 58),
        ("Karimova D", "", 0, 60),
        ("Ward 4 East", "", 0, 60),
        ("P. Whitehorse RN", "", 5, 55),
    ]
    learning.import_zoom(case, -3, sessions_of(case)[0], rows)
    finish(case, way)
    for each in people[:2]:
        learning.evaluate(case, -1, each)
        learning.claim(case, -1, each)


def asthma(made: Builder) -> None:
    """Delivered in person and closed; the report is still to be made."""

    def sessions(case: Case, day: int) -> Sequence[SessionToSave]:
        return (
            education(case, day, "Technique in pairs", (17, 30), (18, 45), room="Children's clinic"),
            education(case, day, "Plans a family can follow", (19, 0), (20, 0), room="Children's clinic"),
        )

    case = made.case(more_plans.ASTHMA, "live")
    way = Way(
        event=-95,
        planners=(FATIMA_PLANS, Teaching(who=cast.LUCIA, role="planner")),
        teachers=(LUCIA_TEACHES, RAVI_TEACHES),
        place={**IN_PERSON, "venue": "Children's clinic"},
        sessions=sessions,
        until="close",
    )
    go(case, way)
    people = (cast.AMINA, cast.HANH, *cast.WARD[3:9])
    for number, each in enumerate(people):
        learning.begin(case, -125 + number, each)
    for session in sessions_of(case):
        record_by_staff(
            by=case.by(case.office),
            session_id=session.public_id,
            registration_ids=[learning.registration(case.activity, who).public_id for who in people],
            minutes=None,
            note="Sign-in sheet, scanned",
            now=case.at(-94, 9),
        )
    for number, who in enumerate(people[:6]):
        learning.evaluate(case, -92 + number, who)
        learning.claim(case, -92 + number, who)
    finish(case, way)


def anticoagulation(made: Builder) -> None:
    """A journal-based activity whose time is over; claims are still taken."""
    case = made.case(more_plans.ANTICOAGULATION, "journal")
    way = Way(
        event=-70,
        ends=60,
        planners=(KARIN_PLANS,),
        teachers=(Teaching(who=cast.RAVI, role="author"),),
        place={**online(made.today, -70, 60), "units": 2, "estimated_minutes": None, "minutes_basis": ""},
        content=reading,
    )
    go(case, way)
    for number, each in enumerate((cast.TOMAS, *cast.WARD[:4])):
        day = -50 + 6 * number
        learning.begin(case, day, each)
        learning.work_through(case, day, each)
        learning.answer(case, day, each)
        learning.evaluate(case, day, each)
        learning.claim(case, day, each)
    finish(case, way)


def opioid(made: Builder) -> None:
    """Designated; it opens in some days."""
    made.activity(plans.OPIOID, "live", _evening(event=50, teachers=(MARCUS_TEACHES, Teaching(who=cast.KARIN))))


def screening(made: Builder) -> None:
    """Approved; the credit is to be designated."""
    way = Way(
        event=66,
        ends=365,
        planners=(FATIMA_PLANS,),
        teachers=(Teaching(who=cast.LUCIA, role="author"),),
        place=online(made.today, 66, 365, minutes=30),
        content=reading,
    )
    made.activity(more_plans.SCREENING, "enduring_internet", way)


def falls(made: Builder) -> None:
    """In review; a relationship waits for the reviewer's decision, the content for the review."""
    way = Way(
        event=82,
        ends=365,
        planners=(KARIN_PLANS, JAMES_PLANS),
        teachers=(replace(ELENA_TEACHES, role="author"), Teaching(who=cast.MARCUS, role="author")),
        place=online(made.today, 82, 365, minutes=45),
        content=reading,
        days={**DAYS, "review": 0, "approve": 1},
    )
    made.activity(plans.FALLS, "enduring_internet", way)


def heart_failure(made: Builder) -> None:
    """In planning; a speaker has not disclosed."""
    way = Way(
        event=98,
        ends=365,
        planners=(GRACE_PLANS,),
        teachers=(Teaching(who=cast.RAVI, is_silent=True), MARCUS_TEACHES),
        place={"release_on": online(made.today, 98, 365)["release_on"], "units": 3},
    )
    made.activity(more_plans.HEART_FAILURE, "pi_cme", way)


def delirium(made: Builder) -> None:
    """In planning, ready to be submitted."""
    made.activity(more_plans.DELIRIUM, "live", _evening(event=95, teachers=(LUCIA_TEACHES,)))


def imaging(made: Builder) -> None:
    """Planning has just begun: the plan is half written."""
    case = made.case(more_plans.IMAGING, "enduring_internet")
    case.begin(-9)
    case.invite(-9, (JAMES_PLANS, Teaching(who=cast.LUCIA, role="planner")))
    case.step(-3, "start_planning")
    case.write_plan(-2, minutes_basis="", delivery_method="Online", practice_gap=more_plans.IMAGING.gap, audience="")


def bad_news(made: Builder) -> None:
    """An idea; its planner has not answered yet."""
    case = made.case(more_plans.BAD_NEWS, "live")
    case.begin(-5)
    case.invite(-5, (Teaching(who=cast.ELENA, role="planner", is_silent=True), FATIMA_PLANS))


def copd(made: Builder) -> None:
    """Cancelled, with its reason; the file is kept."""
    way = _evening(event=60, teachers=(RAVI_TEACHES,), until="approve")
    case = made.activity(more_plans.COPD, "live", way)
    case.step(-3, "cancel", note="The regional society holds the same course in the same week.")


def next_year(made: Builder) -> None:
    """The sepsis course again next year, as a copy, and its recordings as a material."""
    origin = next(case for case in made.cases if case.plan is plans.SEPSIS)
    by = origin.by(origin.office)
    again = activities.duplicate_activity(
        by=by, activity_id=origin.activity_id, title="", moved_by_days=364, now=origin.at(-4, 10)
    )
    recorded = activities.offer_again(
        by=by, activity_id=origin.activity_id, title="Sepsis on the Ward: The Recordings", now=origin.at(-2, 10)
    )
    for each in (again, recorded):
        case = made.case(plans.SEPSIS, each.format)
        case.activity_id = each.public_id
    case.invite(-2, (JAMES_PLANS, GRACE_PLANS))
    case.step(-1, "start_planning")


def northfield(made: Builder) -> None:
    """Another provider's activity, which nobody at Lakeside may see."""
    other = Provider.objects.get(slug="northfield-society-of-physicians")
    case = made.case(more_plans.NORTHFIELD, "live", other)
    case.office = cast.OUTSIDER
    case.begin(-20)
    case.invite(-20, (Teaching(who=cast.OUTSIDER, role="planner"),))
    case.step(-12, "start_planning")
    case.write_plan(-11, **IN_PERSON)


def _evening(*, event: int, teachers: Sequence[Teaching], until: str = "report") -> Way:
    """Give the way of a course of two hours on one evening."""

    def sessions(case: Case, day: int) -> Sequence[SessionToSave]:
        return (
            education(case, day, "What we see", (17, 30), (18, 30), room="Harbor Hall"),
            education(case, day, "What we change", (18, 40), (19, 40), room="Harbor Hall"),
        )

    return Way(
        event=event,
        planners=(GRACE_PLANS, FATIMA_PLANS),
        teachers=teachers,
        place=IN_PERSON,
        sessions=sessions,
        until=until,
    )
