"""A person's transcript: everything held, or what lies in one cycle of one authority; searched and summed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from opencme.apps.credit.selectors.certificates import newest_numbers
from opencme.apps.wallet.models import CreditImport
from opencme.apps.wallet.selectors.cycles import Cycle, cycles_of, stand_in
from opencme.apps.wallet.selectors.held import Held, credit_for, credits_before
from opencme.apps.wallet.selectors.standing import Standing, Wallet, editions_for, wallet_of
from opencme.catalog.outside_credit import kind_of
from opencme.catalog.requirement_sets import vocabulary
from opencme.kernel.findings import NotFound
from opencme.kernel.periods import Period
from opencme.rules.requirements import Prepared

COUNTS: Final = "counts"
NOT_ITS_KIND: Final = "kind"
TWICE: Final = "twice"
NEVER: Final = "never"
OUTSIDE: Final = "outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One authority with one of its cycles, to choose a transcript by. term: None where the cycle is not known."""

    cycle: Cycle
    id: UUID
    label: str

    @property
    def term(self) -> Period | None:
        """The days of the cycle."""
        return self.cycle.term

    @property
    def is_over(self) -> bool:
        """Whether it is a cycle before the present one."""
        return self.cycle.is_over

    @property
    def key(self) -> str:
        """What stands for it in an address: the authority, and the last day of an earlier cycle."""
        return f"{self.id}~{self.cycle.as_of}" if self.cycle.is_over else str(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for. words: in title, provider or course; counting: "yes" or "no"; the rest empty: everything.

    cycle: the last day of an earlier cycle of the authority; None: its present one.
    """

    authority: UUID | None = None
    cycle: date | None = None
    words: str = ""
    system: str = ""
    year: int | None = None
    topic: str = ""
    source: str = ""
    counting: str = ""
    first: date | None = None
    last: date | None = None
    import_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One credit. before: what it is before the authority that was chosen (``COUNTS``, …), empty without one.

    for_topics: of its topics those the authority asks for. certificate: number of the newest certificate issued here.
    """

    held: Held
    before: str = ""
    for_topics: tuple[str, ...] = ()
    certificate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """One kind of credit summed, what does not count left out: by year in the order of ``years``, and in all."""

    system: str
    by_year: tuple[Decimal | None, ...]
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What was found, the newest first. has_any: whether there is anything; repeats: how many wait for a word.

    standing: how the chosen authority stands, in an earlier cycle how it stood. first, last: the days that were asked
    for, by the cycle or one by one; None: open.
    """

    lines: tuple[Line, ...]
    totals: tuple[Total, ...]
    years: tuple[int, ...]
    choices: tuple[Choice, ...]
    chosen: Choice | None
    standing: Standing | None
    as_of: date
    first: date | None
    last: date | None
    systems: tuple[str, ...]
    topics: tuple[str, ...]
    all_years: tuple[int, ...]
    has_any: bool
    repeats: int


def transcript_of(person_id: int, wanted: Wanted, as_of: date) -> Transcript:
    """Give a transcript; the caller has decided that the reader may see it.

    NotFound for an authority, or a cycle of it, that is not theirs. As many queries for many cycles as for one.
    """
    wallet = wallet_of(person_id)
    choices = tuple(
        _choice(cycle) for obligation in wallet.obligations for cycle in cycles_of(wallet, obligation, as_of)
    )
    chosen = next((each for each in choices if _is_wanted(each, wanted)), None)
    if wanted.authority is not None and chosen is None:
        raise NotFound
    period = chosen.term if chosen else None
    imported = _imported(person_id, wanted.import_id)
    found = [each for each in wallet.held if _fits(each, wanted, period, imported)]
    rule = _rule(wallet, chosen)
    numbers = newest_numbers({each.registration_id for each in found if each.registration_id is not None})
    lines = tuple(_line(each, rule, wallet, numbers) for each in found)
    years = tuple(sorted({line.held.completed_on.year for line in lines}, reverse=True))
    return Transcript(
        lines=lines,
        totals=_totals([line for line in lines if line.before in {"", COUNTS}], years),
        years=years,
        choices=choices,
        chosen=chosen,
        standing=stand_in(wallet, chosen.cycle) if chosen else None,
        as_of=as_of,
        first=max((day for day in (wanted.first, period and period.first) if day), default=None),
        last=min((day for day in (wanted.last, period and period.last) if day), default=None),
        systems=tuple(sorted({each.system for each in wallet.held}, key=lambda code: kind_of(code).label.casefold())),
        topics=tuple(
            sorted({code for each in wallet.held for code in each.topics}, key=lambda code: _topic(code).casefold())
        ),
        all_years=tuple(sorted({each.completed_on.year for each in wallet.held}, reverse=True)),
        has_any=bool(wallet.held),
        repeats=sum(bool(each.repeat_of) and not each.is_merged for each in wallet.held),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What one credit is before one authority, in the cycle that holds its day: as in ``Line``, or "outside"."""

    choice: Choice
    before: str
    for_topics: tuple[str, ...] = ()


def uses_of(person_id: int, key: str, as_of: date) -> tuple[Use, ...]:
    """Give what one credit of a person counts for, authority by authority; empty for one they do not hold."""
    wallet = wallet_of(person_id)
    held = next((each for each in wallet.held if each.key == key), None)
    if held is None:
        return ()
    found = []
    for obligation in wallet.obligations:
        cycles = cycles_of(wallet, obligation, as_of)
        choice = _choice(next((each for each in cycles if each.holds(held.completed_on)), cycles[0]))
        line = _line(held, _rule(wallet, choice), wallet, {})
        is_inside = choice.term is None or choice.term.first <= held.completed_on <= (choice.term.last or date.max)
        before = line.before if is_inside or line.before == NEVER else OUTSIDE
        found.append(Use(choice=choice, before=before, for_topics=line.for_topics))
    return tuple(found)


def _choice(cycle: Cycle) -> Choice:
    return Choice(cycle=cycle, id=cycle.obligation.public_id, label=cycle.obligation.label)


def _is_wanted(choice: Choice, wanted: Wanted) -> bool:
    is_its_cycle = choice.cycle.holds(wanted.cycle) if wanted.cycle else not choice.is_over
    return choice.id == wanted.authority and is_its_cycle


def _rule(wallet: Wallet, chosen: Choice | None) -> Prepared | None:
    if chosen is None:
        return None
    cycle = chosen.cycle
    editions = editions_for(cycle.obligation, wallet.families)
    nearest = editions[-1] if editions and not cycle.is_over else None
    return next((each for each in editions if each.rule.id == cycle.edition), nearest)


def _imported(person_id: int, import_id: UUID | None) -> int | None:
    if import_id is None:
        return None
    found = CreditImport.objects.filter(person_id=person_id, public_id=import_id).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound
    return int(found)


def _fits(held: Held, wanted: Wanted, period: Period | None, imported: int | None) -> bool:
    day = held.completed_on
    said = f"{held.title} {held.provider} {held.course} {held.number}".casefold()
    return (
        all(word in said for word in wanted.words.casefold().split())
        and (not wanted.system or held.system == wanted.system)
        and (wanted.year is None or day.year == wanted.year)
        and (not wanted.topic or wanted.topic in held.topics)
        and (not wanted.source or (held.source == "here") is (wanted.source == "here"))
        and (not wanted.counting or held.counts is (wanted.counting == "yes"))
        and (wanted.first is None or day >= wanted.first)
        and (wanted.last is None or day <= wanted.last)
        and (imported is None or held.imported_by == imported)
        and (period is None or period.first <= day <= (period.last or date.max))
    )


def _line(held: Held, rule: Prepared | None, wallet: Wallet, numbers: Mapping[int, str]) -> Line:
    certificate = numbers.get(held.registration_id or 0, "")
    if rule is None:
        return Line(held=held, certificate=certificate)
    match = rule.match(credit_for(held, rule))
    asked = {code for codes in match.topics.values() for code in codes}
    before = COUNTS if match.admitted or asked else NOT_ITS_KIND
    if not held.counts:
        before = NEVER
    elif before == COUNTS and _is_rival(held, rule, wallet):
        before = TWICE
    return Line(held=held, before=before, for_topics=tuple(sorted(asked)), certificate=certificate)


def _is_rival(held: Held, rule: Prepared, wallet: Wallet) -> bool:
    """Say whether the same hours count for this authority in another credit system."""
    same = [each for each in wallet.rivals if each.event == held.event]
    return bool(same) and held.system not in {each.system for each in credits_before(same, rule)}


def _totals(lines: Iterable[Line], years: tuple[int, ...]) -> tuple[Total, ...]:
    by_system: dict[str, list[Held]] = {}
    for line in lines:
        if line.held.counts:
            by_system.setdefault(line.held.system, []).append(line.held)
    return tuple(
        Total(
            system=system,
            by_year=tuple(
                sum((each.amount for each in mine if each.completed_on.year == year), Decimal(0)) or None
                for year in years
            ),
            amount=sum((each.amount for each in mine), Decimal(0)),
        )
        for system, mine in sorted(by_system.items(), key=lambda pair: kind_of(pair[0]).label.casefold())
    )


def _topic(code: str) -> str:
    return vocabulary().topics.get(code, code)
