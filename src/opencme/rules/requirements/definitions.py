"""What a requirement is, as typed values: one edition of one authority's rule, read from the pack by the catalog.

Amounts are thousandths (``amounts``), shares are fractions, days are dates. ``None`` means the source does not say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from opencme.rules.requirements.conditions import Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One text a rule rests on, with its own confidence."""

    title: str
    url: str
    page_date: str
    checked: date
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Who asks: name, ISO 3166 jurisdiction, kind and the licence types bound."""

    name: str
    jurisdiction: str
    kind: str
    licence_types: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRow:
    """A row of a first-cycle table: when it applies, what the total is then."""

    when: Condition | None = None
    entered: str = ""
    total: int | None = None
    share: Fraction | None = None
    months: int | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstCycle:
    """What holds in the first cycle; ``otherwise`` is "full", an amount, or None."""

    rule: str
    method: str = ""
    table: tuple[FirstRow, ...] = ()
    otherwise: str | int | None = None
    topics_still_due: frozenset[str] | None = None
    all_topics_still_due: bool = False
    step: int | None = None
    rounding: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """When credit is counted: anchor, ends as (month, day), parity of the end's year, windows."""

    months: int | None
    anchor: str
    ends: tuple[tuple[int, int], ...] = ()
    parity: str = ""
    parity_table: Mapping[str, str] = field(default_factory=dict)
    window_months: int | None = None
    known_start: date | None = None
    known_end: date | None = None
    starts_birthday_after_issue: bool = False
    unconfirmed: tuple[str, ...] = ()
    first: FirstCycle
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """A named matcher of credit; empty sets and None ask nothing."""

    key: str
    label: str
    systems: frozenset[str]
    topics: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    excludes_formats: frozenset[str] = frozenset()
    in_practice_area: bool = False
    assessed: bool = False
    min_score: int | None = None
    axis: str = ""
    approved_list: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A minimum or maximum of one bucket over a period."""

    id: str
    bucket: str
    operator: str
    amount: int | None = None
    share: Fraction | None = None
    per: str = "cycle"
    unless: Condition | None = None
    rounding: str = ""
    is_desirable: bool = False
    auto_credit: int = 0
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When something owed once is due; several parts in ``first_of`` mean the earliest."""

    by: date | None = None
    not_before: date | None = None
    months_after_issue: int | None = None
    renewal_number: int | None = None
    next_renewal_after: date | None = None
    application_on_or_after: date | None = None
    next_renewal: bool = False
    event: str = ""
    months_after_event: int | None = None
    on_or_after: date | None = None
    first_of: tuple["Deadline", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequency:
    """How often a topic is owed."""

    kind: str
    n: int | None = None
    first_at: Deadline | None = None
    deadline: Deadline | None = None
    from_year: int | None = None
    to_year: int | None = None
    steps: tuple["Frequency", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A topic that must be inside a mandate; ``amount`` None asks only that it is covered."""

    topic: str
    amount: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicAlternative:
    """Another way to satisfy a topic mandate."""

    topics: frozenset[str]
    amount: int
    must_include: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic mandate. ``counts_in_total`` None: the source does not say whether it lies inside the total."""

    id: str
    topics: frozenset[str]
    amount: int | None
    share: Fraction | None = None
    unit: str = ""
    frequency: Frequency
    counts_in_total: bool | None
    bucket: str = ""
    applies_if: Condition | None = None
    approved_course: bool = False
    interactive: bool = False
    must_include: tuple[Part, ...] = ()
    max_from: tuple[Part, ...] = ()
    alternatives: tuple[TopicAlternative, ...] = ()
    satisfied_by: tuple[str, ...] = ()
    satisfied_in_cycle: bool = False
    no_overlap_with: frozenset[str] = frozenset()
    absorbs: frozenset[str] = frozenset()
    milestones: tuple[tuple[int, int], ...] = ()
    extra_deadline: Deadline | None = None
    in_force_from: date | None = None
    in_force_to: date | None = None
    note: str = ""

    @property
    def is_counted_by_completion(self) -> bool:
        """Whether one course, training or document is owed, not an amount of credit."""
        return self.unit in COMPLETIONS and self.amount is None

    @property
    def is_time(self) -> bool:
        """Whether the amount is in the rule's own unit of credit."""
        return not self.unit or self.unit in {"hour", "credit", "contact_hour", "point"}


COMPLETIONS = frozenset(
    {"course", "training", "document", "assessment", "activity", "module", "enrolment", "event", "audit"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Equivalence:
    """An event that stands in for credit.

    per: so many of which unit earn ``amount`` ((4, "hour")), None when each event does. part: what one of a smaller
    unit earns where the whole is not reached ((1000, "week")). min_months: how long it must have lasted to stand in.
    """

    event: str
    effect: str
    amount: int | None = None
    bucket: str = ""
    per: tuple[int, str] | None = None
    part: tuple[int, str] | None = None
    min_months: int | None = None
    max_per_cycle: int | None = None
    spread_years: int | None = None
    in_cycle_of_award: bool = False
    window_months: int | None = None
    within_months: int | None = None
    relative_to: str = ""
    topics_still_due: frozenset[str] | None = None
    is_discretionary: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOver:
    """Whether surplus moves on; ``allowed`` None: no source says."""

    allowed: bool | None
    maximum: int | None = None
    bucket: str = ""
    excludes_topics: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """When a person is exempt or owes less; with ``applies_to`` only these topics.

    lifts_topics: whether an exemption from the hours also lifts the mandates; None: no source says.
    """

    when: Condition
    effect: str
    amount: int | None = None
    applies_to: frozenset[str] = frozenset()
    lifts_topics: bool | None = True
    is_discretionary: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another way to meet the whole rule: over another window, or from another bucket.

    when: with a condition it is not chosen, it binds those it is true of. caps, minima: by bucket, instead of the
    limits' amounts. drops: limits that it lifts. average_per_year: over the window, with no year below the floor.
    """

    id: str
    when: Condition | None = None
    total: int | None = None
    bucket: str = ""
    bucket_systems: frozenset[str] = frozenset()
    window_months: int | None = None
    minima: Mapping[str, int] = field(default_factory=dict)
    caps: Mapping[str, int] = field(default_factory=dict)
    drops: frozenset[str] = frozenset()
    average_per_year: int | None = None
    floor_per_year: int = 0
    is_discretionary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bonus:
    """Credit that weighs more: by topic or format, up to an extra, or for the first so many."""

    multiplier: Fraction
    topics: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    max_extra: int | None = None
    applies_to_first: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """How one credit is rounded before it counts."""

    step: int
    mode: str
    first_minimum: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PastTotal:
    """A total that held for cycles ending in a past stretch of time."""

    first: date | None
    last: date | None
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One dated edition of one authority's requirement.

    status: ``in_force``, ``none`` (nothing asked), ``superseded``, ``recommended``, ``voluntary`` or of ``UNDECIDED``.
    total None: the source gives no amount. is_once: the whole rule is owed once, by ``once_deadline``; a completion
    named in satisfied_by covers it.
    """

    id: str
    family: str
    title: str
    authority: Authority
    status: str
    in_force_from: date | None
    in_force_to: date | None
    cycle: Cycle
    total: int | None
    unit: str
    minutes_per_unit: int | None
    buckets: tuple[Bucket, ...] = ()
    limits: tuple[Limit, ...] = ()
    topics: tuple[Topic, ...] = ()
    equivalences: tuple[Equivalence, ...] = ()
    carry_over: CarryOver = CarryOver(allowed=None)
    exemptions: tuple[Exemption, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    bonuses: tuple[Bonus, ...] = ()
    rounding: Rounding | None = None
    same_course_once_per_year: bool = False
    is_once: bool = False
    once_deadline: Deadline | None = None
    satisfied_by: tuple[str, ...] = ()
    counts_for_life: bool = False
    validity_months: int | None = None
    past_totals: tuple[PastTotal, ...] = ()
    grace_days: int | None = None
    grace_note: str = ""
    retention_months: int | None = None
    retention_from: str = ""
    confidence: str = ""
    sources: tuple[Source, ...] = ()
    conflicts: tuple[tuple[str, str, str], ...] = ()
    unverified: tuple[str, ...] = ()
    notes: str = ""

    @property
    def is_undecided(self) -> bool:
        """Whether nobody can compute the rule: by its status, or since it says that everything in it is unverified."""
        return self.status in UNDECIDED or any(text.startswith("everything") for text in self.unverified)


UNDECIDED = frozenset({"competency_options", "varies", "unsettled", "unverified"})
