"""The plan in words: what each activity is for, what other ways there are, what stays open and why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from opencme.apps.wallet.selectors.offers import CENTS, Offered
from opencme.apps.wallet.selectors.plans import Planned, PlanPage
from opencme.apps.wallet.selectors.standing import Standing
from opencme.catalog.requirement_sets.places import place
from opencme.kernel.money import money_text
from opencme.rules.requirements import amounts
from opencme.rules.requirements.shortest import Choice, Effect, Left, Offer, Plan, Reason, Short, Target
from opencme.rules.requirements.spoken import phrases
from opencme.web.ui.counting import TOTAL, effect_amount, without_repeats
from opencme.web.ui.lines import amount_words, line_title, small
from opencme.web.ui.telling import spoken

LEAST: Final = 250
"""Less than the smallest credit there is: then any amount will do."""
REASONS: Final = {
    Reason.NOTHING: _("Nothing on offer counts for it."),
    Reason.TOO_LITTLE: _("All that is on offer gives %(offered)s of the %(need)s missing."),
    Reason.TOO_LATE: _("Enough is on offer, but not before %(by)s."),
    Reason.PAST: _("A part was due on a day that has passed; no activity makes up for it."),
    Reason.ALLOWANCE: _("Not within what is left of the allowance, beside the rest of the plan."),
    Reason.TIME: _("Not settled in the time given; another search may close it."),
    Reason.TOGETHER: _("Not together with the rest: hours clash, or one credit may serve only one of two."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line an activity gives to: "Massachusetts", "Risk management", "2 credits", whether it closes it."""

    authority: str
    title: str
    much: str
    closes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One activity of the plan. why: one sentence with figures. planned_id: set when the person took it in.

    is_needless: the person took it in, and no line needs it any more.
    """

    key: str
    title: str
    provider: str
    offered: Offered | None
    day: date
    until: date | None
    minutes: int
    is_estimate: bool
    price: str
    why: str
    lines: tuple[Line, ...]
    planned_id: UUID | None
    is_needless: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way among those compared."""

    name: str
    says: str
    minutes: int
    cost: str
    count: int
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """One open line with the day it is due and, where no plan closes it, why.

    then: what is missing with the plan done.
    """

    authority: str
    authority_id: str
    title: str
    much: str
    by: date | None
    reason: str
    then: str
    is_closed: bool


def money(cents: int) -> str:
    """Give an amount in dollars: "$40" or "$12.50"."""
    return money_text(Decimal(cents) / CENTS)


def price_words(offer: Offer) -> str:
    """Give a price in words; one that nobody stated is said to be so."""
    if offer.price is None:
        return gettext("Price not stated")
    return money(offer.price) if offer.price else gettext("Free")


def cost_words(plan: Plan) -> str:
    """Give what a plan costs, and what is not known of it."""
    known = money(plan.cost) if plan.cost else gettext("Free")
    if not plan.unpriced:
        return known
    one, many = "%(count)s price not stated", "%(count)s prices not stated"
    more = ngettext(one, many, plan.unpriced) % {"count": plan.unpriced}
    return f"{known} + {more}" if plan.cost else more


def shown(page: PlanPage) -> tuple[Shown, ...]:
    """Give the activities of the best plan, in the order of their days."""
    if page.answer.best is None:
        return ()
    planned = {each.offer.key: each for each in page.planned}
    return tuple(_shown(page, choice, planned.get(choice.offer.key)) for choice in page.answer.best.choices)


def gone(page: PlanPage) -> tuple[Planned, ...]:
    """Give what the person planned and nobody offers any more."""
    return tuple(each for each in page.planned if each.is_gone)


def _shown(page: PlanPage, choice: Choice, planned: Planned | None) -> Shown:
    offered = page.offered.get(choice.offer.key)
    is_open = {(target.duty, target.line) for target in page.answer.targets}
    told = _telling(page.standings, (each for each in choice.effects if (each.duty, each.line) in is_open))
    return Shown(
        key=choice.offer.key,
        title=choice.offer.title,
        provider=offered.activity.provider.name
        if offered
        else (planned.row.offer.get("provider", "") if planned else ""),
        offered=offered,
        day=choice.day,
        until=choice.offer.last if not choice.offer.times else None,
        minutes=choice.offer.minutes,
        is_estimate=offered.is_estimate if offered else False,
        price=price_words(choice.offer),
        why=why(page.standings, told, _short(page)),
        lines=tuple(_lines(page.standings, told)),
        planned_id=planned.row.public_id if planned else None,
        is_needless=planned is not None and not told,
    )


def _telling(standings: Mapping[str, Standing], effects: Iterable[Effect]) -> tuple[Effect, ...]:
    """Leave out what says the same twice, authority by authority, in the order given."""
    by_duty: dict[str, list[Effect]] = defaultdict(list)
    for effect in effects:
        by_duty[effect.duty].append(effect)
    return tuple(each for duty, group in by_duty.items() for each in without_repeats(standings[duty].rule, group))


def _lines(standings: Mapping[str, Standing], effects: tuple[Effect, ...]) -> Iterator[Line]:
    for effect in effects:
        standing = standings[effect.duty]
        yield Line(
            authority=short_name(standing),
            title=line_title(standing.rule, effect.line),
            much=effect_amount(standing.rule, effect),
            closes=effect.closes,
        )


def _short(page: PlanPage) -> frozenset[tuple[str, str]]:
    """Give the lines that the plan brings nearer and does not close."""
    best = page.answer.best
    return frozenset((each.target.duty, each.target.line) for each in (best.short if best else ()))


def why(
    standings: Mapping[str, Standing], effects: tuple[Effect, ...], short: frozenset[tuple[str, str]] = frozenset()
) -> str:
    """Say what an activity is for: "Closes risk management (Massachusetts) and counts 4 credits toward 2 totals".

    short: lines that stay open; what it gives to them is told in any case.
    """
    topics = [e for e in effects if e.line != TOTAL]
    closing = [_named(standings, e) for e in sorted(effects, key=lambda e: e.line == TOTAL) if e.closes]
    totals: dict[str, list[Effect]] = defaultdict(list)
    for effect in effects:
        if effect.line == TOTAL:
            totals[amount_words(effect.amount, effect.unit)].append(effect)
    parts = [gettext("closes %(lines)s") % {"lines": _listed(closing)}] if closing else []
    nearer = [_named(standings, e, with_amount=True) for e in topics if (e.duty, e.line) in short]
    giving = [_named(standings, e, with_amount=True) for e in topics if not e.closes and (e.duty, e.line) not in short]
    if nearer:
        parts.append(gettext("brings %(lines)s nearer") % {"lines": _listed(nearer)})
    if giving and not parts:
        parts.append(gettext("gives %(lines)s") % {"lines": _listed(giving)})
    for much, group in totals.items():
        names = [short_name(standings[e.duty]) for e in group]
        toward = names[0] if len(names) == 1 else gettext("%(count)s totals") % {"count": len(names)}
        parts.append(gettext("counts %(much)s toward %(toward)s") % {"much": much, "toward": toward})
    text = _listed(parts) or gettext("counts for no open line; it is in your plan because you put it there")
    return f"{text[:1].upper()}{text[1:]}."


def _named(standings: Mapping[str, Standing], effect: Effect, *, with_amount: bool = False) -> str:
    standing = standings[effect.duty]
    title = small(line_title(standing.rule, effect.line))
    much = effect_amount(standing.rule, effect) if with_amount else ""
    return f"{title} ({short_name(standing)}{', ' if much else ''}{much})"


def short_name(standing: Standing) -> str:
    """Give an authority's name inside a sentence: a state by its own name."""
    row = standing.obligation
    if row.kind == "licence" and standing.rule is not None and row.own_rules_id is None:
        return gettext(place(standing.rule.authority.jurisdiction).name)
    return row.label


def _listed(parts: list[str]) -> str:
    if len(parts) < 2:  # noqa: PLR2004 -- nothing to join
        return "".join(parts)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def other_ways(page: PlanPage) -> tuple[Way, ...]:
    """Give the plans to compare, the best one first; empty when there is only that."""
    answer = page.answer
    named = (
        (answer.best, gettext("Shortest"), gettext("least time, then least cost")),
        (answer.cheapest, gettext("Cheapest"), gettext("least cost, then least time")),
        (answer.fewest, gettext("Fewest"), gettext("fewest activities")),
        (answer.next_best, gettext("Next best"), gettext("the shortest that is not the first")),
    )
    ways = tuple(
        Way(
            name=name,
            says=says,
            minutes=each.minutes,
            cost=cost_words(each),
            count=len(each.choices),
            titles=tuple(choice.offer.title for choice in each.choices),
        )
        for each, name, says in named
        if each is not None
    )
    return ways if len(ways) > 1 else ()


def open_lines(page: PlanPage) -> tuple[Open, ...]:
    """Give every open line: those no plan closes first."""
    left = {(each.target.duty, each.target.line): each for each in page.answer.left}
    best = page.answer.best
    closed = {(each.duty, each.line) for each in (best.closed if best else ())}
    short = {(each.target.duty, each.target.line): each for each in (best.short if best else ())}
    found = []
    told = _telling(page.standings, (Effect(t.duty, t.line, 0, t.unit, closes=False) for t in page.answer.targets))
    shown_lines = {(each.duty, each.line) for each in told}
    for target in page.answer.targets:
        standing, key = page.standings[target.duty], (target.duty, target.line)
        if key not in shown_lines:
            continue
        found.append(
            Open(
                authority=short_name(standing),
                authority_id=str(standing.obligation.public_id),
                title=line_title(standing.rule, target.line),
                much=_missing(standing, target),
                by=_due(standing, target),
                reason=_reason(left[key], has_left_out=bool(page.left_out)) if key in left else "",
                then=_then(short[key]) if key in short else "",
                is_closed=key in closed,
            )
        )
    return tuple(sorted(found, key=lambda each: (each.is_closed, each.by or date.max)))


def _due(standing: Standing, target: Target) -> date | None:
    """Give the day a line is due; of one that is overdue the day that has passed, not the last that may close it."""
    said = next((line.by for line in standing.lines if line.line == target.line), None)
    by = min(target.by, said or date.max)
    return None if by == date.max else by


def _then(short: Short) -> str:
    """Say what is missing once the plan is done; empty where the plan brings the line no nearer."""
    if short.missing >= short.target.need:
        return ""
    places = {
        "missing": amounts.text(short.missing),
        "need": amount_words(short.target.need, short.target.unit),
    }
    return gettext("Brought nearer: %(missing)s of the %(need)s stay missing.") % places


def _missing(standing: Standing, target: Target) -> str:
    topic = next((each for each in standing.rule.topics if each.id == target.line), None) if standing.rule else None
    if topic is not None and topic.is_counted_by_completion:
        return spoken(phrases.completion(topic.unit))
    if target.need < LEAST:
        return gettext("any amount")
    return amount_words(target.need, target.unit)


def _reason(left: Left, *, has_left_out: bool) -> str:
    target = left.target
    if left.reason is Reason.NOTHING and has_left_out:
        return gettext("Nothing on offer counts for it, beside what you left out.")
    return gettext(REASONS[left.reason]) % {
        "offered": amounts.text(left.offered),
        "need": amount_words(target.need, target.unit),
        "by": f"{target.by:%b} {target.by.day}, {target.by.year}",
    }


def allowance_words(page: PlanPage) -> str:
    """Say what the plan kept to; empty when nothing limits it."""
    wish = page.wish
    parts = []
    if wish.money is not None:
        parts.append(money(wish.money))
    if wish.days is not None:
        few = f"{(Decimal(wish.days) / amounts.ONE).normalize():f}"
        parts.append(ngettext("%(few)s day away", "%(few)s days away", 2 if few != "1" else 1) % {"few": few})
    return _listed(parts)
