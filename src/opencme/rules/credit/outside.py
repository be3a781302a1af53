"""Credit earned elsewhere: what its owner says of it, and what stands against an entry as somebody typed it.

Grade A or B may refuse; C and U only advise. What no source says is not judged.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _

SOURCE: Final = "opencme-outside"
EARLIEST: Final = date(1950, 1, 1)
LARGEST: Final = Decimal(9999)
MOST_MINUTES: Final = 600_000
UNUSUAL: Final = Decimal(100)
NEVER: Final = "NONE"
_HARD: Final = frozenset({"A", "B"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way in which credit of a kind is earned.

    amount: what it always earns, None where it is by time. ratio: credit per unit of time (2: twice the time).
    step: the smallest part, where it is not its kind's. cycle_most and cycle_years: the most its owner counts of it in
    a cycle; it only advises, because which cycle and which other credit count is the authority's to say. formats: what
    requirement rules ask for.
    keeps: what somebody keeps to prove it, a msgid; is_self: claimed by oneself, awarded by nobody.
    """

    key: str
    label: str
    source: str
    grade: str
    amount: Decimal | None = None
    amounts: tuple[Decimal, ...] = ()
    ratio: int = 1
    step: Decimal | None = None
    is_timed: bool = True
    cycle_most: Decimal | None = None
    cycle_years: int = 3
    formats: frozenset[str] = frozenset()
    keeps: str = ""
    is_self: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideKind:
    """One kind of credit that a clinician records for themselves, by its code in the requirement pack.

    label: its name; says: one sentence that helps to choose it. unit, units: in plain words.
    step: the smallest part its owner gives, None where no source says; minutes: of one unit, None where unknown.
    is_common: offered among the first. ways: how it is earned, the usual one first. source and grade: of step and unit.
    is_self: claimed by oneself: then ``keeps`` says what to keep.
    """

    key: str
    label: str
    says: str = ""
    unit: str = "credit"
    units: str = "credits"
    step: Decimal | None = None
    minutes: int | None = None
    is_common: bool = False
    ways: tuple[Way, ...] = ()
    keeps: str = ""
    is_self: bool = False
    source: str = SOURCE
    grade: str = "own"

    def way(self, key: str) -> Way | None:
        """Give a way by its key; None for an unknown one."""
        return next((way for way in self.ways if way.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Credit from elsewhere as it is about to be kept.

    kind: None for a code the vocabulary does not list. topics: code -> how much, None for the whole.
    way: key of the kind's ways, or empty. before: what is held of the same way in the years of
    its cycle. score: percent reached, None where unknown.
    """

    title: str
    completed_on: date | None
    kind: OutsideKind | None
    amount: Decimal | None
    provider: str = ""
    minutes: int | None = None
    topics: Mapping[str, Decimal | None] = field(default_factory=dict)
    way: str = ""
    before: Decimal = Decimal(0)
    score: Decimal | None = None
    has_document: bool = False


def findings_on_entry(entry: Entry, *, today: date, topics: frozenset[str]) -> tuple[Finding, ...]:
    """Say everything that stands against an entry, and what is worth knowing of it.

    today: the person's day. topics: the codes there are.
    """
    kind = entry.kind
    found = [*_on_what(entry), *_on_date(entry.completed_on, today), *_on_amount(entry), *_on_topics(entry, topics)]
    if kind is not None and entry.amount is not None and not any(each.field == "amount" for each in found):
        found += [*_on_step(kind, kind.way(entry.way), entry.amount), *_on_way(kind, entry, entry.amount)]
    return tuple(found)


def refusals(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Give the findings that stop the entry."""
    return tuple(each for each in findings if each.blocking)


def advice(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Give the findings that only inform."""
    return tuple(each for each in findings if not each.blocking)


def _on_what(entry: Entry) -> Iterator[Finding]:
    if not entry.title:
        yield _finding("title", _("Give the activity's title, as on the certificate."))
    if entry.kind is None:
        yield _finding("system", _("Say which credit it is; the certificate names it."))
    elif entry.kind.key == NEVER:
        yield _finding("system", _("No authority counts this; there is nothing to record."))
    if entry.score is not None and not 0 <= entry.score <= 100:  # noqa: PLR2004 -- percent
        yield _finding("score", _("A score is between 0 and 100 percent."))


def _on_date(day: date | None, today: date) -> Iterator[Finding]:
    if day is None:
        yield _finding("completed_on", _("Give the day on which it was completed."))
    elif day > today:
        message = _("%(day)s has not come yet. Credit is recorded when it is earned; plan it instead.")
        yield _finding("completed_on", message, code="future", day=day.isoformat())
    elif day < EARLIEST:
        yield _finding("completed_on", _("Check the year: %(day)s cannot be."), code="early", day=day.isoformat())


def _on_amount(entry: Entry) -> Iterator[Finding]:
    amount = entry.amount
    if amount is None:
        yield _finding("amount", _("Say how much credit it was."))
    elif amount <= 0:
        yield _finding("amount", _("The amount must be more than 0."))
    elif amount > LARGEST:
        yield _finding("amount", _("%(amount)s is more than can be kept. Check the amount."), amount=_shown(amount))
    elif amount != amount.quantize(Decimal("0.01")):
        message = _("%(amount)s has more than two decimals; no credit is given in such parts.")
        yield _finding("amount", message, amount=_shown(amount))
    elif amount > UNUSUAL:
        message = _("%(amount)s is a lot for one activity. Check it, or leave it if it is right.")
        yield _finding("amount", message, code="unusual", blocking=False, amount=_shown(amount))
    if entry.minutes is not None and entry.minutes <= 0:
        yield _finding("minutes", _("Minutes must be more than 0."))
    elif entry.minutes is not None and entry.minutes > MOST_MINUTES:
        yield _finding("minutes", _("This is more time than can be kept. Check the minutes."))


def _on_step(kind: OutsideKind, way: Way | None, amount: Decimal) -> Iterator[Finding]:
    rule = way if way is not None and way.step is not None else kind
    step = rule.step
    if step is not None and amount % step != 0:
        nearest = (amount / step).to_integral_value() * step or step
        yield _finding(
            "amount",
            _("%(name)s comes in steps of %(step)s; %(amount)s is between two. Nearest is %(nearest)s."),
            code="step",
            source=rule.source,
            blocking=rule.grade in _HARD,
            name=rule.label,
            step=_shown(step),
            amount=_shown(amount),
            nearest=_shown(nearest),
        )


def _on_way(kind: OutsideKind, entry: Entry, amount: Decimal) -> Iterator[Finding]:
    way = kind.way(entry.way)
    if entry.way and way is None:
        yield _finding("way", _("This is no way in which %(name)s is earned."), name=kind.label)
    usual = way or (kind.ways[0] if kind.ways else None)
    if way is not None:
        yield from _on_fixed(way, amount)
        if way.cycle_most is not None and amount + entry.before > way.cycle_most:
            yield _finding(
                "amount",
                _(
                    "At most %(most)s of it counts in %(years)s years; with this one you have %(sum)s. It is kept as "
                    "you wrote it: the limit is told here and refuses nothing."
                ),
                code="cycle_most",
                source=way.source,
                blocking=False,
                most=_shown(way.cycle_most),
                sum=_shown(amount + entry.before),
                years=str(way.cycle_years),
            )
    if kind.minutes and entry.minutes and (usual is None or usual.is_timed):
        most = Decimal(entry.minutes) * (usual.ratio if usual else 1) / kind.minutes
        if amount > most + (kind.step or 0):
            yield _finding(
                "minutes",
                _("%(minutes)s minutes are less than %(amount)s %(units)s. Check one of them."),
                code="less_time",
                source=kind.source,
                blocking=False,
                minutes=str(entry.minutes),
                amount=_shown(amount),
                units=kind.units,
            )
    keeps = way.keeps if way and way.keeps else kind.keeps
    if keeps and not entry.has_document:
        yield _finding("documents", keeps, code="document", blocking=False, source=(way or kind).source)


def _on_fixed(way: Way, amount: Decimal) -> Iterator[Finding]:
    fixed = way.amounts or ((way.amount,) if way.amount is not None else ())
    if fixed and amount not in fixed:
        yield _finding(
            "amount",
            _("“%(way)s” earns %(amounts)s, not %(amount)s."),
            code="fixed",
            source=way.source,
            blocking=way.grade in _HARD,
            way=way.label,
            amounts=" / ".join(_shown(each) for each in fixed),
            amount=_shown(amount),
        )


def _on_topics(entry: Entry, known: frozenset[str]) -> Iterator[Finding]:
    for code, part in entry.topics.items():
        if code not in known:
            yield _finding("topics", _("“%(topic)s” is no topic that a rule asks for."), code="topic", topic=code)
        elif part is not None and part <= 0:
            yield _finding("topics", _("The part on a topic must be more than 0, or empty for the whole."), code="part")
        elif part is not None and entry.amount is not None and part > entry.amount:
            yield _finding(
                "topics",
                _("%(part)s on a topic is more than the whole credit of %(amount)s."),
                code="part",
                part=_shown(part),
                amount=_shown(entry.amount),
            )


def _finding(
    place: str, message: str, *, code: str = "", source: str = SOURCE, blocking: bool = True, **params: str
) -> Finding:
    return Finding(
        code=f"credit.outside.{code or place}",
        message=message,
        source=source,
        params=params,
        field=place,
        blocking=blocking,
    )


def _shown(amount: Decimal) -> str:
    """Write an amount without idle zeros."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
