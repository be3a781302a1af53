"""Counting credit toward the total: admission, weighting, caps; then what minima and maxima say of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from opencme.rules.requirements import amounts
from opencme.rules.requirements.admission import refusal
from opencme.rules.requirements.case import DAWN, Case, Row
from opencme.rules.requirements.conditions import holds
from opencme.rules.requirements.cycles import add_months, months_between
from opencme.rules.requirements.definitions import Limit
from opencme.rules.requirements.facts import Credit
from opencme.rules.requirements.lines import Line, Verdict
from opencme.rules.requirements.prepare import NEVER, Match, is_whole


@dataclass(slots=True)
class Tally:
    """The credit that counts, weighting included and caps applied.

    aside: credit that fits a bucket but not the total (another unit or category).
    extra: per bucket bit, what carry-over and automatic credit add. dated: what events add, with their day and buckets.
    earned, used: per cap, before and after it.
    presumed: how many credits count although nobody said whether they lie in the practice area.
    """

    rows: list[Row]
    aside: list[Row]
    earned: dict[str, int] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)
    extra: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    dated: list[tuple[date, int, int]] = field(default_factory=list)
    total_extra: int = 0
    presumed: int = 0

    @property
    def total(self) -> int:
        """What counts toward the total."""
        return sum([amount for _, _, amount in self.rows]) + self.total_extra

    def of_bucket(self, bit: int, first: date, last: date) -> int:
        """What of one bucket counts on these days, extras included."""
        return self.beside(bit, first, last) + sum(
            _in_bucket(row, bit)
            for rows in (self.rows, self.aside)
            for row in rows
            if row[1].buckets & bit and first <= row[0].day <= last
        )

    def beside(self, bit: int, first: date = DAWN, last: date = date.max) -> int:
        """What of one bucket is no credit: surplus, what the authority gives, and events of these days."""
        found = self.extra.get(bit, 0)
        if self.dated:
            found += sum(amount for day, bits, amount in self.dated if bits & bit and first <= day <= last)
        return found


def _in_bucket(row: Row, bit: int) -> int:
    """Give how much of a counted credit lies in a bucket; a bucket that asks for topics takes only their part."""
    credit, match, amount = row
    codes = match.bucket_topics.get(bit)
    if codes is None:
        return amount
    return min(amount, sum(credit.topics[code] for code in codes))


def is_waived(limit: Limit, case: Case) -> bool:
    """Say whether the ``unless`` of a limit is known to hold."""
    return limit.unless is not None and holds(limit.unless, case.person.facts, []) is True


def tally(case: Case) -> Tally:
    """Count the credits of the case's window, each at most once, in the order of their days."""
    prepared, rule = case.prepared, case.rule
    within = case.within(*case.window())
    waived = bool(rule.limits) and any(is_whole(limit) and is_waived(limit, case) for limit in rule.limits)
    caps = [(limit, bit) for limit, bit in prepared.caps if not is_waived(limit, case)]
    whole_topics = rule.counts_for_life
    if not (caps or rule.bonuses or whole_topics or waived or case.way) and case.proof is None:
        return _plain(case, within)
    room: dict[tuple[str, int], int] = {}
    weighted: dict[int, int] = {}
    found = Tally(rows=[], aside=[])
    is_open = waived or case.way is not None
    for credit, match in _in_turn(case, within):
        if not (_is_admitted(case, credit, match, waived=waived) if is_open else match.admitted):
            if case.proof is not None:
                case.say("total", credit, 0, refusal(prepared, credit.kind))
            if match.buckets:
                found.aside.append((credit, match, case.amount_of(credit)))
            continue
        amount = case.amount_of(credit)
        if whole_topics and match.bucket_topics:
            amount = min(amount, match.on_buckets)
        if match.bonus >= 0:
            amount += _extra(case, credit, match, amount, weighted)
        if caps and (binding := [each for each in caps if match.buckets & each[1]]):
            amount = _cut(case, binding, (credit, match, amount), room=room, found=found)
        found.presumed += match.is_presumed
        if case.proof is not None:
            case.say("total", credit, amount, "counted")
        found.rows.append((credit, match, amount))
    _give(case, found, caps)
    return found


def _in_turn(case: Case, within: list[tuple[Credit, Match]]) -> list[tuple[Credit, Match]]:
    """Put first what a minimum needs and a maximum of others may cut; else the order of the days."""
    contested = case.prepared.contested
    return sorted(within, key=lambda pair: not pair[1].buckets & contested) if contested else within


def _plain(case: Case, within: list[tuple[Credit, Match]]) -> Tally:
    """Count credit where nothing weighs or caps it, and nobody asks why."""
    counted = [pair for pair in within if pair[1].admitted]
    aside = [pair for pair in within if pair[1].buckets and not pair[1].admitted] if case.rule.limits else ()
    presumed = sum([pair[1].is_presumed for pair in counted]) if case.prepared.presumed else 0
    return Tally(rows=case.valued(counted), aside=case.valued(aside), presumed=presumed)


def _extra(case: Case, credit: Credit, match: Match, amount: int, weighted: dict[int, int]) -> int:
    """Give what a weighting clause adds to a credit."""
    bonus = case.rule.bonuses[match.bonus]
    base = amount
    if bonus.topics:
        codes = case.prepared.closure(bonus.topics) & credit.topics.keys()
        base = min(amount, sum(credit.topics[code] for code in codes))
    used = weighted.get(match.bonus, 0)
    if bonus.applies_to_first is not None:
        base = min(base, max(0, bonus.applies_to_first - used))
        weighted[match.bonus] = used + base
    extra = int(Fraction(base) * (bonus.multiplier - 1))
    if bonus.max_extra is not None:
        extra = min(extra, max(0, bonus.max_extra - used))
        weighted[match.bonus] = used + extra
    case.say("bonus", credit, extra, "weighs more than its hours")
    return extra


def _is_admitted(case: Case, credit: Credit, match: Match, *, waived: bool) -> bool:
    """Say whether a credit may fill the total on the case's way. waived: the rule is not closed to one bucket."""
    way = case.way
    if way is not None and way.bucket:
        return match.admitted and bool(match.buckets & case.prepared.bits[way.bucket])
    if match.admitted or (way is not None and credit.kind.system in way.bucket_systems):
        return True
    return waived and not (way and way.bucket_systems) and credit.kind.system != NEVER


def _cut(case: Case, caps: list[tuple[Limit, int]], row: Row, *, room: dict[tuple[str, int], int], found: Tally) -> int:
    """Give how much of a credit still fits under every maximum; only that much of each one's room is used.

    A maximum of a bucket that asks for topics binds only the part on them, and what is off them counts first.
    """
    credit, _, amount = row
    shares = [(limit, _in_bucket(row, bit), (limit.id, _period(case, limit.per, credit.day))) for limit, bit in caps]
    kept = amount
    for limit, part, key in shares:
        found.earned[limit.id] = found.earned.get(limit.id, 0) + part
        kept = min(kept, amount - max(0, part - room.setdefault(key, size_of(limit, case))))
    for limit, part, key in shares:
        if part - room[key] == amount - kept > 0:
            case.say(limit.id, credit, kept, "the maximum of its kind is reached")
        taken = max(0, kept - (amount - part))
        found.used[limit.id] = found.used.get(limit.id, 0) + taken
        room[key] -= taken
    return kept


def _period(case: Case, per: str, day: date) -> int:
    if per == "calendar_year":
        return day.year
    if per == "day":
        return day.toordinal()
    if per == "mainpro_year" and case.term:
        return months_between(case.term.start, day) // 12
    return 0


def _give(case: Case, found: Tally, caps: list[tuple[Limit, int]]) -> None:
    """Add credit the authority gives without proof, as far as the maximum leaves room."""
    for limit, bit in caps:
        if not limit.auto_credit:
            continue
        given = max(0, min(limit.auto_credit, size_of(limit, case)) - found.earned.get(limit.id, 0))
        found.extra[bit] += given
        found.total_extra += given
        case.say("total", "given without proof", given, "credited by the authority itself")


def size_of(limit: Limit, case: Case) -> int:
    """Give a limit in thousandths; a share is of the total owed, an alternative may put another amount in its place."""
    if case.way is not None:
        instead = case.way.caps if limit.operator == "max" else case.way.minima
        if limit.bucket in instead:
            return instead[limit.bucket]
    if limit.amount is not None:
        return limit.amount
    total = case.required if case.required is not None else case.rule.total or 0
    return amounts.share_of(total, limit.share or Fraction(0), limit.rounding)


def limit_lines(case: Case, found: Tally, *, is_satisfied: bool) -> list[Line]:
    """Say how each minimum and maximum stands. is_satisfied: an event stands in for the whole total."""
    return [_limit_line(case, limit, found, is_satisfied=is_satisfied) for limit in case.rule.limits]


def _limit_line(case: Case, limit: Limit, found: Tally, *, is_satisfied: bool) -> Line:
    missing: list[str] = []
    waived = holds(limit.unless, case.person.facts, missing) if limit.unless is not None else False
    lifted = f"lifted by “{case.way.id}”" if case.way is not None and limit.id in case.way.drops else ""
    if waived or lifted:
        note = lifted or "waived by its own clause"
        return case.line(limit.id, required=0, counted=0, verdict=Verdict.NOT_APPLICABLE, note=note)
    bit = case.prepared.bits[limit.bucket]
    size = 0 if case.is_first_exempt and limit.operator != "max" else size_of(limit, case)
    if limit.operator == "max":
        earned = found.earned.get(limit.id, 0)
        counted = found.used.get(limit.id, 0) + found.beside(bit)
        verdict = Verdict.CAPPED if earned > counted else Verdict.MET
        line = case.line(limit.id, required=size, counted=counted, verdict=verdict, note=limit.note)
        return replace(line, missing=0) if line.missing else line
    if case.is_exempt:
        return case.line(limit.id, required=0, counted=0, note=case.required_note)
    counted, by = _least(case, limit, found, bit)
    if limit.amount is None and case.required is None:
        note, asked = case.required_note or "no source gives the amount", case.required_questions
        return case.line(limit.id, required=None, counted=counted, note=note, questions=asked)
    if is_satisfied and limit.per in {"cycle", "lifetime"}:
        counted = max(counted, size)
    _prove(case, limit, found, bit)
    is_short = counted <= size if limit.operator == "gt" else counted < size
    verdict = Verdict.NOT_MET if is_short else Verdict.MET
    if is_short and (waived is None or case.half_exempt):
        verdict = Verdict.UNKNOWN
    if is_short and limit.is_desirable:
        verdict = Verdict.NOT_APPLICABLE
    note = limit.note or ("desirable, not required" if limit.is_desirable else "")
    if limit.operator == "gt":
        note = f"more than {amounts.text(size)} is asked; {note}".rstrip("; ")
    line = case.line(
        limit.id,
        required=size,
        counted=counted,
        by=by,
        verdict=verdict,
        note=note,
        questions=(*missing, *(case.half_exempt if is_short else ()), *(_unsaid(case, limit) if is_short else ())),
        warnings=case.prepared.doubts.get(limit.id, ()),
        unit=limit.unit or case.rule.unit,
    )
    return replace(line, missing=amounts.ONE) if is_short and not line.missing else line


def _unsaid(case: Case, limit: Limit) -> tuple[str, ...]:
    """Name what nobody said of a credit and would let it count for the limit."""
    bucket = next(each for each in case.rule.buckets if each.key == limit.bucket)
    if not bucket.in_practice_area or case.prepared.presumed & case.prepared.bits[bucket.key]:
        return ()
    first, last = case.window()
    held = case.within(first, last)
    return ("in_practice_area",) if any(credit.kind.in_practice_area is None for credit, _ in held) else ()


def _prove(case: Case, limit: Limit, found: Tally, bit: int) -> None:
    if case.proof is None:
        return
    for row in (*found.rows, *found.aside):
        inside = bool(row[1].buckets & bit)
        words = "counted" if inside else f"not in “{limit.bucket}”"
        case.say(limit.id, row[0], _in_bucket(row, bit) if inside else 0, words)
    if extra := found.beside(bit):
        case.say(limit.id, "surplus and events", extra, "count in this category")


def _least(case: Case, limit: Limit, found: Tally, bit: int) -> tuple[int, date | None]:
    """Give what counts for a minimum; over shorter periods, the leanest one that has begun, with its last day."""
    if case.term is None or limit.per in {"cycle", "lifetime"}:
        return found.of_bucket(bit, DAWN, case.as_of), None
    stretches = _stretches(case, limit.per)
    return min(((found.of_bucket(bit, first, last), last) for first, last in stretches), default=(0, None))


def _stretches(case: Case, per: str) -> Sequence[tuple[date, date]]:
    """Give the periods of a cycle that a limit looks at, those that have begun by the day asked."""
    term = case.term
    if term is None:
        return ()
    if per.startswith("first_"):
        return ((term.start, case.months_into_cycle(int(per.split("_", 2)[1])) - timedelta(days=1)),)
    if per == "calendar_year":
        years = range(term.start.year, term.end.year + 1)
        found = [(max(term.start, date(y, 1, 1)), min(term.end, date(y, 12, 31))) for y in years]
    else:
        months = 12 if per == "mainpro_year" else int(per.split("_", 1)[0])
        count = max(1, term.months // months)
        starts = [add_months(term.start, i * months) for i in range(count + 1)]
        found = [(first, after - timedelta(days=1)) for first, after in pairwise(starts)]
    return tuple(each for each in found if each[0] <= case.as_of)
