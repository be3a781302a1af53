"""The planner against trying every set: rules of the pack, a handful of offers, the engine as judge of both."""

from datetime import date, timedelta
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from opencme.catalog.requirement_sets import pack, prepared
from opencme.kernel.periods import Period
from opencme.rules.requirements import Credit, Kind, Person
from opencme.rules.requirements.facts import sort_credits
from opencme.rules.requirements.shortest import Duty, Offer, Wish, plan
from opencme.rules.requirements.shortest.ground import ground
from opencme.rules.requirements.shortest.proving import prove

START, TODAY, END = date(2024, 6, 1), date(2026, 1, 10), date(2026, 5, 31)
RULES = sorted(rule.id for rule in pack().values() if rule.status == "in_force" and (rule.total or rule.topics))
KNOTTY = sorted(
    name
    for name in RULES
    if (rule := pack()[name]).bonuses
    or rule.alternatives
    or rule.counts_for_life
    or any(limit.operator == "max" or limit.per not in {"cycle", "lifetime"} for limit in rule.limits)
    or any(
        topic.no_overlap_with or topic.counts_in_total is False or topic.max_from or topic.alternatives
        for topic in rule.topics
    )
)
"""Rules with maxima, weights, other ways, mandates on top of the total, or credit that may not serve twice."""


def topics_of(rules: tuple[str, ...]) -> list[str]:
    return sorted({code for rule in rules for topic in pack()[rule].topics for code in topic.topics}) or [
        "pain_management"
    ]


def systems_of(rules: tuple[str, ...]) -> list[str]:
    found = {code for rule in rules for bucket in pack()[rule].buckets for code in bucket.systems}
    return sorted(found - {"NONE", "ANY_ACCEPTED"} | {"AMA_PRA_1"})


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Duty], list[Offer], Wish]:
    rules = tuple(draw(st.lists(st.sampled_from(KNOTTY) | st.sampled_from(RULES), min_size=1, max_size=2, unique=True)))
    facts = {"prescribes_controlled": True, "serves_adults": True, "practising_medicine": True, "dea_registered": True}
    duties = []
    for rule in rules:
        whole = pack()[rule].total or 20_000
        short = draw(st.sampled_from([0, 2000, 4000, 9000]))
        kind = Kind(system=draw(st.sampled_from(systems_of((rule,)))), in_practice_area=True, assessed=True)
        held = [Credit(date(2025, 3, 1), max(250, whole - short), kind, None, "", "held")]
        if draw(st.booleans()):
            topic = draw(st.sampled_from(topics_of((rule,))))
            held.append(
                Credit(date(2025, 4, 1), 2000, Kind(system="AMA_PRA_1", topics={topic: 2000}), None, "", "more")
            )
        person = Person(facts=facts, cycle=Period(START, END), renewal_number=3, credits=sort_credits(held))
        duties.append(Duty(key=rule, title=rule, prepared=prepared(rule), person=person))
    offers = []
    for number in range(draw(st.integers(0, 7))):
        amount = draw(st.integers(1, 10)) * 500
        codes = draw(st.lists(st.sampled_from(topics_of(rules)), max_size=2, unique=True))
        systems = draw(st.lists(st.sampled_from(systems_of(rules)), min_size=1, max_size=2, unique=True))
        first = TODAY + timedelta(days=draw(st.sampled_from([-30, 0, 20, 200])))
        offers.append(
            Offer(
                key=f"o{number}",
                title=f"Offer {number}",
                credits=dict.fromkeys(systems, amount),
                topics={code: draw(st.sampled_from([amount, max(500, amount // 2)])) for code in codes},
                minutes=draw(st.integers(1, 6)) * 30,
                first=first,
                last=first + timedelta(days=draw(st.sampled_from([0, 400]))),
                price=draw(st.sampled_from([0, 0, 5000, 12_000, None])),
                course=draw(st.sampled_from(["", "", "", "same"])),
                in_practice_area=True,
                assessed=True,
            )
        )
    return duties, offers, Wish(money=draw(st.sampled_from([None, None, 15_000])))


Outcome = tuple[frozenset[tuple[str, str]], int]
"""The lines closed, and how much of the others is missing in all."""


def every_set(duties: list[Duty], offers: list[Offer], wish: Wish) -> list[tuple[tuple[int, int, int], Outcome]]:
    """Give (minutes, unpriced, cost) and what comes of it, of every set and every way to count it."""
    grounds = [ground(duty, TODAY) for duty in duties]
    usable = [
        o for o in offers if (o.last is None or o.last >= TODAY) and not (wish.money is not None and o.price is None)
    ]
    found = []
    for size in range(len(usable) + 1):
        for chosen in combinations(usable, size):
            courses = [o.course for o in chosen if o.course]
            cost = sum(o.price or 0 for o in chosen)
            if len(courses) != len(set(courses)) or (wish.money is not None and cost > wish.money):
                continue
            worth = (sum(o.minutes for o in chosen), sum(o.price is None for o in chosen), cost)
            closed = []
            for place in grounds:
                outcomes = []
                for systems in product(*(tuple(o.credits) for o in chosen)):
                    planned = [
                        o.credit(s, place.day_of(max(TODAY, o.first))) for o, s in zip(chosen, systems, strict=True)
                    ]
                    planned = [c for c in planned if c.day <= place.horizon]
                    proof = prove(place, planned, (), place.targets)
                    done = frozenset((t.duty, t.line) for t in place.targets if not proof.missing[t.line])
                    outcomes.append((done, sum(proof.missing.values())))
                closed.append(outcomes)
            for each in product(*closed):
                done, missing = frozenset().union(*(d for d, _ in each)), sum(m for _, m in each)
                found.append((worth, (done, missing)))
    return found


@settings(max_examples=80, deadline=None)
@given(cases())
def test_no_set_is_shorter_closes_more_or_leaves_less_missing(case: tuple[list[Duty], list[Offer], Wish]) -> None:
    duties, offers, wish = case

    answer = plan(duties, offers, TODAY, wish=wish)

    sets = every_set(duties, offers, wish)
    aimed = {(t.duty, t.line) for t in answer.targets}
    closed = {(t.duty, t.line) for t in answer.best.closed} if answer.best else set()
    assert closed | {(left.target.duty, left.target.line) for left in answer.left} == aimed
    assert len(closed) == max(len(done) for _, (done, _) in sets)
    if answer.best and answer.best.keys:
        best = min((missing, worth) for worth, (done, missing) in sets if closed <= done)
        told = (answer.best.minutes, answer.best.unpriced, answer.best.cost)
        assert {(each.target.duty, each.target.line) for each in answer.best.short} == aimed - closed
        assert (answer.best.missing, told) == best
