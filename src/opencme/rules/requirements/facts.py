"""What is known of a person: profile, credits, and what happened before the cycle."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from opencme.kernel.periods import Period
from opencme.rules.requirements.conditions import Value

if TYPE_CHECKING:
    from opencme.rules.requirements.prepare import Match


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a credit is, apart from when and how much: all that matching looks at, and the parts on each topic.

    in_practice_area, interactive, approved_course: None when nobody said. Many credits share one kind.
    score: thousandths, of one or in percent.
    order: what puts two kinds in one order, whoever compares them.
    matches: what it was found to be under each prepared rule, kept by ``prepare.Prepared.match``.
    """

    system: str
    topics: Mapping[str, int] = field(default_factory=dict)
    formats: frozenset[str] = frozenset()
    in_practice_area: bool | None = None
    assessed: bool = False
    score: int | None = None
    axis: str = ""
    approved_list: str = ""
    approved_course: bool | None = None
    interactive: bool | None = None
    hashed: int = field(init=False, repr=False, compare=False)
    order: str = field(init=False, repr=False, compare=False)
    matches: "dict[int, Match]" = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Work the hash and the place in an order out once; they are asked for with every credit."""
        parts = (self.system, frozenset(self.topics.items()), self.formats, self.in_practice_area, self.assessed)
        more = (self.score, self.axis, self.approved_list, self.approved_course, self.interactive)
        object.__setattr__(self, "hashed", hash((*parts, *more)))
        written = (sorted(self.topics.items()), sorted(self.formats), self.in_practice_area, self.assessed, *more)
        object.__setattr__(self, "order", repr(written))

    def __hash__(self) -> int:
        return self.hashed


class Credit(NamedTuple):
    """One credit earned: on ``day``, ``amount`` in thousandths of the unit claimed, of a kind.

    minutes: time in it, where that is what is known. course: what makes two credits the same course, or empty.
    """

    day: date
    amount: int
    kind: Kind
    minutes: int | None = None
    course: str = ""
    label: str = ""

    @property
    def system(self) -> str:
        """The credit system's code."""
        return self.kind.system

    @property
    def topics(self) -> Mapping[str, int]:
        """The part of the credit on each topic, in thousandths."""
        return self.kind.topics


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that may stand in for credit: a certification, an award, a month of training.

    quantity: how many, in thousandths; None when nobody said. unit: of what ("hour", "week"); empty: the clause's own.
    """

    name: str
    day: date
    quantity: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """What happened before: one-time items done, last completions, surplus per bucket and topic, events."""

    completed: Mapping[str, date] = field(default_factory=dict)
    last_done: Mapping[str, date] = field(default_factory=dict)
    surplus: Mapping[str, int] = field(default_factory=dict)
    surplus_topics: Mapping[str, int] = field(default_factory=dict)
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A clinician before one authority.

    cycle: given when it is known, else derived from the anchor. renewal_number: which renewal the cycle ends with,
    1 is the first. dates: days by name (licence_expiry, dea_submission, state_csr_issue, …).
    credits: sorted by day by ``sort_credits``; the order they come in never matters.
    """

    facts: Mapping[str, Value] = field(default_factory=dict)
    cycle: Period | None = None
    birth_date: date | None = None
    surname: str = ""
    renewal_number: int | None = None
    attested_before: bool | None = None
    dates: Mapping[str, date] = field(default_factory=dict)
    credits: tuple[Credit, ...] = ()
    prior: Prior = field(default_factory=Prior)


def sort_credits(credits_: "tuple[Credit, ...] | list[Credit]") -> tuple[Credit, ...]:
    """Put credits in one order whatever order they came in."""
    return tuple(sorted(credits_, key=_order))


def _order(credit: Credit) -> tuple[object, ...]:
    day, amount, kind, minutes, course, label = credit
    return day, kind.system, amount, kind.order, minutes or 0, course, label
