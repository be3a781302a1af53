"""What a plan is made of: the authorities somebody answers to, the activities on offer, and what the person wants."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from opencme.rules.requirements.facts import Credit, Kind, Person
from opencme.rules.requirements.prepare import Prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One person before one authority, with the credits held; ``key`` tells it from the person's other duties."""

    key: str
    title: str
    prepared: Prepared
    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An activity that can be taken, or one described by hand.

    credits: the most it gives per credit system, in thousandths; one person counts one of them before one authority.
    topics: the part of it on each topic, in thousandths. minutes: what it takes. first, last: the days on which it can
    be completed; last None: any later day. price: in cents, None when nobody said. days: away, in thousandths.
    times: when one must be there. course: what makes two offers the same content, or empty.
    The other fields are those of ``facts.Kind``; None means that nobody said.
    """

    key: str
    title: str
    credits: Mapping[str, int]
    minutes: int
    first: date
    last: date | None = None
    topics: Mapping[str, int] = field(default_factory=dict)
    price: int | None = None
    days: int = 0
    times: tuple[tuple[datetime, datetime], ...] = ()
    course: str = ""
    formats: frozenset[str] = frozenset()
    in_practice_area: bool | None = None
    assessed: bool = False
    score: int | None = None
    axis: str = ""
    approved_list: str = ""
    approved_course: bool | None = None
    interactive: bool | None = None

    def credit(self, system: str, day: date) -> Credit:
        """Give the credit it earns when all of it is taken and completed on ``day``."""
        amount = self.credits[system]
        kind = Kind(
            system=system,
            topics={code: min(part, amount) for code, part in self.topics.items()},
            formats=self.formats,
            in_practice_area=self.in_practice_area,
            assessed=self.assessed,
            score=self.score,
            axis=self.axis,
            approved_list=self.approved_list,
            approved_course=self.approved_course,
            interactive=self.interactive,
        )
        return Credit(day, amount, kind, None, self.course, self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the person wants: offers to keep in or out (by key), and what may be spent, None meaning no limit.

    money: cents; offers without a known price are then left out unless pinned. days: thousandths of a day away.
    """

    pinned: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    money: int | None = None
    days: int | None = None
