"""The demo's two great activities, with people in every stage of taking part: a live one and a material."""

from collections.abc import Sequence

from opencme.apps.activities.services import Break, SessionToSave
from opencme.demo import learning, office
from opencme.demo.case import Case, Teaching
from opencme.demo.shared import (
    ELENA_TEACHES,
    FATIMA_PLANS,
    GRACE_PLANS,
    KARIN_PLANS,
    MARCUS_TEACHES,
    RAVI_TEACHES,
    ROOM,
    Builder,
    insulin_content,
    online,
)
from opencme.demo.texts import cast, plans
from opencme.demo.texts.cast import DemoPerson
from opencme.demo.walks import STREAMED, Way, education, finish, go, hours, sessions_of


def sepsis(made: Builder, *, event: int, until: str = "report") -> None:
    """Two live sessions a week apart, streamed and jointly provided: attendance by Zoom files, claims, certificates."""

    def sessions(case: Case, day: int) -> Sequence[SessionToSave]:
        pause = Break(label="Coffee", time=hours(case, day, (9, 0), (9, 15)))
        return (
            education(case, day, "Recognize early", (8, 0), (10, 0), breaks=(pause,), online_address=ROOM),
            education(case, day + 7, "Act together", (8, 0), (9, 15), online_address=ROOM),
        )

    way = Way(
        event=event,
        ends=7,
        planners=(GRACE_PLANS, FATIMA_PLANS, Teaching(who=cast.LUCIA, role="planner")),
        teachers=(ELENA_TEACHES, MARCUS_TEACHES),
        place=STREAMED,
        sessions=sessions,
        partner="Duluth Family Clinic",
        until=until,
    )
    case = made.case(plans.SEPSIS, "live_internet")
    go(case, way)
    if (opened := way.due("open")) is None:
        return
    people: Sequence[DemoPerson] = (*cast.LEARNERS, *cast.WARD)
    for number, each in enumerate(cast.LEARNERS):
        learning.begin(case, min(opened + 3 + number, -1), each)
    learning.register_list(case, min(opened + 20, -1), cast.WARD)
    office.complete_profiles(cast.WARD, now=case.at(min(opened + 25, -1)))
    _attend(case, way, people)
    finish(case, way)


def _attend(case: Case, way: Way, people: Sequence[DemoPerson]) -> None:
    """Let people watch the sessions that took place, and claim when all have."""
    first, second = sessions_of(case)
    if way.event >= 0:
        return
    for each in cast.WARD:
        learning.see_disclosure(case, way.event, each)
    learning.import_zoom(case, min(way.event + 1, -1) if way.event < -1 else -1, first, _zoom_rows(people, 120))
    if way.event + 7 >= 0:
        return
    learning.import_zoom(case, way.event + 8, second, _zoom_rows(people[:-3], 75))
    for number, each in enumerate(people[:12]):
        day = way.event + 9 + number % 5
        if day >= 0:
            continue
        learning.evaluate(case, day, each)
        learning.claim(case, day, each)


def _zoom_rows(people: Sequence[DemoPerson], minutes: int) -> list[tuple[str, str, int, int]]:
    """Give rows as Zoom writes them: people come late, leave and return."""
    rows: list[tuple[str, str, int, int]] = []
    for number, each in enumerate(people):
        late, early = (0, 7, 2, 0, 15)[number % 5], (0, 0, 4, 0, 1)[number % 5]
        if number % 6 == 2:  # noqa: PLR2004 -- every sixth leaves and returns
            rows.append((each.name, each.email, late, minutes // 2))
            rows.append((each.name, each.email, minutes // 2 + 5, minutes - early))
        else:
            rows.append((each.name, each.email, late, minutes - early))
    return rows


def insulin(made: Builder, *, event: int, offered: int = 300, until: str = "report") -> None:
    """An enduring material with article, link, baseline and ten questions; some are done, some are on their way."""
    way = Way(
        event=event,
        ends=offered,
        planners=(KARIN_PLANS, Teaching(who=cast.JAMES, role="planner")),
        teachers=(Teaching(who=cast.KARIN, role="author"), RAVI_TEACHES),
        place=online(made.today, event, offered),
        content=insulin_content,
        until=until,
    )
    case = made.case(plans.INSULIN, "enduring_internet")
    go(case, way)
    if way.due("open") is None or event >= 0:
        return
    for number, each in enumerate((cast.TOMAS, cast.NGOZI, *cast.WARD[:7])):
        day = min(event + 3 + number * min(5, offered // 12), -1)
        learning.begin(case, day, each)
        learning.answer(case, day, each, kind="baseline", wrong=4, hour=18)
        learning.work_through(case, day, each)
        if number % 3 == 1:
            learning.answer(case, day, each, wrong=5, hour=19)
        learning.answer(case, day, each, wrong=number % 3)
        learning.evaluate(case, day, each)
        learning.claim(case, day, each)
    if way.due("deliver") is None:
        learning.begin(case, -1, cast.HANH)
        learning.work_through(case, -1, cast.HANH, items=1)
    finish(case, way)
