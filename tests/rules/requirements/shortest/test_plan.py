"""The worked example of docs/explanation/shortest-way.md, and one case for each thing a plan must respect."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from opencme.catalog.requirement_sets import prepared
from opencme.kernel.periods import Period
from opencme.rules.requirements import Credit, Kind, Person, Prior
from opencme.rules.requirements.facts import sort_credits
from opencme.rules.requirements.shortest import Answer, Duty, Offer, Plan, Reason, Wish, counted, plan
from opencme.rules.requirements.shortest.general import in_general

TODAY = date(2026, 1, 10)
FACTS = {
    "prescribes_controlled": True,
    "serves_adults": True,
    "practising_medicine": True,
    "licence_issue_date": date(2015, 1, 1),
    "specialty": "internal_medicine",
}
ONCE = ("ma-eol", "ma-ehr", "ma-dementia", "ma-child", "ma-dvsv", "ma-bias", "ca-pain12")
DONE = Prior(completed=dict.fromkeys(ONCE, date(2016, 1, 1)))


def held(day: date, amount: int, **topics: int) -> Credit:
    kind = Kind(system="AMA_PRA_1", topics={code: part * 1000 for code, part in topics.items()})
    return Credit(day, amount * 1000, kind, None, "", f"held on {day}")


HELD = sort_credits([held(date(2025, 3, 1), 20), held(date(2025, 9, 1), 22, risk_management=8)])


def duty(rule: str, first: date, last: date, credits_: tuple[Credit, ...] = HELD) -> Duty:
    person = Person(facts=FACTS, cycle=Period(first, last), renewal_number=5, credits=credits_, prior=DONE)
    return Duty(key=rule, title=rule, prepared=prepared(rule), person=person)


MASSACHUSETTS = duty("us-ma-md", date(2024, 6, 1), date(2026, 5, 31))
CALIFORNIA = duty("us-ca-md", date(2024, 8, 1), date(2026, 7, 31))


def offer(
    key: str, amount: int, minutes: int, price: int | None = 0, *, system: str = "AMA_PRA_1", **topics: int
) -> Offer:
    return Offer(
        key=key,
        title=key.title(),
        credits={system: amount * 1000},
        topics={code: part * 1000 for code, part in topics.items()},
        minutes=minutes,
        first=TODAY,
        price=price,
    )


RISK = offer("risk", 2, 120, risk_management=2)
PAIN = offer("pain", 4, 240, pain_management=3, opioid_prescribing=3)
REGULATIONS = offer("regulations", 2, 120, 2000, board_regulations=2)
CONGRESS = offer("congress", 8, 480, 20_000)
NURSING = offer("nursing", 8, 60, system="ANCC")
SHELF = [RISK, PAIN, REGULATIONS, CONGRESS, NURSING]


def told(found: Plan | None) -> list[tuple[str, list[tuple[str, str, int, bool]]]]:
    assert found is not None
    return [(c.offer.key, [(e.duty, e.line, e.amount, e.closes) for e in c.effects]) for c in found.choices]


def test_worked_example() -> None:
    answer = plan([MASSACHUSETTS, CALIFORNIA], SHELF, TODAY)

    assert [(t.duty, t.line, t.need, t.by) for t in answer.targets] == [
        ("us-ma-md", "total", 8000, date(2026, 5, 31)),
        ("us-ma-md", "ma-risk", 2000, date(2026, 5, 31)),
        ("us-ma-md", "ma-opioid", 3000, date(2026, 5, 31)),
        ("us-ma-md", "ma-regs", 2000, date(2026, 5, 31)),
        ("us-ca-md", "total", 8000, date(2026, 7, 31)),
        ("us-ca-md", "cat1_min", 8000, date(2026, 7, 31)),
    ]
    assert answer.best is not None
    assert (answer.best.minutes, answer.best.cost, answer.best.is_best) == (480, 2000, True)
    assert told(answer.best) == [
        ("pain", [
            ("us-ma-md", "total", 4000, False),
            ("us-ma-md", "ma-risk", 4000, True),
            ("us-ma-md", "ma-opioid", 4000, True),
            ("us-ca-md", "total", 4000, False),
            ("us-ca-md", "cat1_min", 4000, False),
            ("us-ca-md", "ca-pain12", 3000, False),
        ]),
        ("regulations", [
            ("us-ma-md", "total", 2000, False),
            ("us-ma-md", "ma-risk", 2000, False),
            ("us-ma-md", "ma-regs", 2000, True),
            ("us-ca-md", "total", 2000, False),
            ("us-ca-md", "cat1_min", 2000, False),
        ]),
        ("risk", [
            ("us-ma-md", "total", 2000, True),
            ("us-ma-md", "ma-risk", 2000, False),
            ("us-ca-md", "total", 2000, True),
            ("us-ca-md", "cat1_min", 2000, True),
        ]),
    ]  # fmt: skip
    assert answer.left == ()
    assert [(key, line.line, line.questions) for key, line in answer.unknown] == [
        ("us-ca-md", "ca-geriatric", ("patients_65plus_share",))
    ]
    assert answer.next_best is not None
    assert answer.next_best.keys == {"pain", "regulations", "congress"}


def keys(answer: Answer) -> set[str]:
    return set(answer.best.keys) if answer.best else set()


@pytest.mark.parametrize(
    ("offers", "wish", "chosen", "left"),
    [
        pytest.param([], Wish(), set(), {"total": Reason.NOTHING, "ma-risk": Reason.NOTHING, "ma-opioid": Reason.NOTHING, "ma-regs": Reason.NOTHING}, id="nothing on offer"),
        pytest.param(SHELF, Wish(money=0), {"pain", "risk"}, {"total": Reason.ALLOWANCE, "ma-regs": Reason.ALLOWANCE}, id="no money: free ones close what they can"),
        pytest.param([*SHELF, replace(RISK, key="dear", price=None)], Wish(money=2000), {"risk", "pain", "regulations"}, {}, id="an unknown price is not within a budget"),
        pytest.param(SHELF, Wish(excluded=frozenset({"risk"})), {"pain", "regulations", "congress"}, {}, id="an excluded one is not taken"),
        pytest.param(SHELF, Wish(pinned=frozenset({"nursing"})), {"pain", "regulations", "risk", "nursing"}, {}, id="a pinned one is, though it counts for nothing"),
        pytest.param([replace(o, first=date(2026, 6, 1)) for o in SHELF], Wish(), set(), {"total": Reason.NOTHING, "ma-risk": Reason.NOTHING, "ma-opioid": Reason.NOTHING, "ma-regs": Reason.NOTHING}, id="after the cycle"),
        pytest.param([PAIN, REGULATIONS, replace(RISK, key="same", course="c"), replace(CONGRESS, key="also", course="c", price=0)], Wish(), {"pain", "regulations", "same"}, {}, id="one content once"),
        pytest.param([RISK, PAIN], Wish(), {"pain", "risk"}, {"total": Reason.TOO_LITTLE, "ma-regs": Reason.NOTHING}, id="what is on offer falls short"),
    ],
)  # fmt: skip
def test_plan_respects(offers: list[Offer], wish: Wish, chosen: set[str], left: dict[str, Reason]) -> None:
    answer = plan([MASSACHUSETTS], offers, TODAY, wish=wish)

    assert keys(answer) == chosen
    assert {each.target.line: each.reason for each in answer.left} == left


def test_two_at_the_same_hour_are_not_both_taken() -> None:
    nine, ten, eleven = (datetime(2026, 2, 2, hour, tzinfo=UTC) for hour in (9, 10, 11))
    clashing = [replace(RISK, times=((nine, eleven),)), replace(REGULATIONS, times=((ten, eleven),)), PAIN]

    answer = plan([MASSACHUSETTS], clashing, TODAY)

    assert not {"risk", "regulations"} <= keys(answer)
    assert {(each.target.line, each.reason) for each in answer.left} == {("total", Reason.TOGETHER)}


def test_nothing_open_asks_for_nothing() -> None:
    done = sort_credits([held(date(2025, 3, 1), 50, risk_management=10, opioid_prescribing=3, board_regulations=2)])

    answer = plan([duty("us-ma-md", date(2024, 6, 1), date(2026, 5, 31), done)], SHELF, TODAY)

    assert (answer.targets, answer.best, answer.left) == ((), None, ())


def test_what_is_asked_in_each_year_waits_for_its_year() -> None:
    kind = Kind(system="RCPSC_3")
    earned = [Credit(date(year, 3, 1), 75_000, kind, None, "", f"in {year}") for year in (2023, 2024, 2025)]
    person = Person(cycle=Period(date(2023, 1, 1), date(2027, 12, 31)), renewal_number=2, credits=sort_credits(earned))
    royal = Duty(key="moc", title="Royal College", prepared=prepared("ca-rcpsc-moc"), person=person)
    groups = [offer(f"group {at}", 25, 1500, system="RCPSC_1") for at in range(3)]
    feedback = replace(offer("feedback", 1, 60, system="RCPSC_3", feedback_received=1))

    answer = plan([royal], [*groups, feedback], TODAY)

    assert answer.best is not None
    assert sorted({choice.day for choice in answer.best.choices}) == [TODAY, date(2027, 1, 1)]
    assert answer.left == ()


@pytest.mark.parametrize(
    ("what", "rule", "total", "lines", "against"),
    [
        (PAIN, MASSACHUSETTS, 4000, {"total": False, "ma-risk": True, "ma-opioid": True}, []),
        (RISK, CALIFORNIA, 2000, {"total": False, "cat1_min": False}, []),
        (CONGRESS, CALIFORNIA, 8000, {"total": True, "cat1_min": True}, []),
        (NURSING, CALIFORNIA, 0, {}, ["this kind of credit does not count toward the total"]),
        (replace(RISK, first=date(2026, 6, 1)), MASSACHUSETTS, 0, {}, ["lies after the day asked"]),
    ],
)
def test_counted(what: Offer, rule: Duty, total: int, lines: dict[str, bool], against: list[str]) -> None:
    answer = counted(rule, what, TODAY)

    assert answer.total == total
    assert {effect.line: effect.closes for effect in answer.effects if effect.line != "ca-pain12"} == lines
    assert [step.words for step in answer.against] == against


def missing(found: Plan | None) -> dict[str, int]:
    assert found is not None
    return {each.target.line: each.missing for each in found.short}


@pytest.mark.parametrize(
    ("offers", "wish", "chosen", "short"),
    [
        pytest.param([RISK, PAIN], Wish(), {"risk", "pain"}, {"total": 2000, "ma-regs": 2000}, id="all that counts is taken, 2 of 8 stay missing"),
        pytest.param([replace(REGULATIONS, credits={"AMA_PRA_1": 1000}, topics={"board_regulations": 1000})], Wish(), {"regulations"}, {"total": 7000, "ma-risk": 1000, "ma-opioid": 3000, "ma-regs": 1000}, id="half a mandate"),
        pytest.param([RISK, replace(RISK, key="late", first=date(2026, 6, 1))], Wish(), {"risk"}, {"total": 6000, "ma-opioid": 3000, "ma-regs": 2000}, id="what comes after the day is not counted"),
        pytest.param([PAIN, RISK, replace(RISK, key="dear", price=9000)], Wish(money=5000), {"risk", "pain"}, {"total": 2000, "ma-regs": 2000}, id="as far as the money goes"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_closed_is_brought_as_far_as_can_be(
    offers: list[Offer], wish: Wish, chosen: set[str], short: dict[str, int]
) -> None:
    answer = plan([MASSACHUSETTS], offers, TODAY, wish=wish)

    assert keys(answer) == chosen
    assert missing(answer.best) == short


class Watch:
    """A clock that gives so many looks before the time is up."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def __call__(self) -> float:
        self.looks -= 1
        return 1.0 if self.looks >= 0 else 0.0


@pytest.mark.parametrize("looks", range(13))
def test_when_the_time_is_up_only_what_the_engine_confirmed_is_told(looks: int) -> None:
    whole = plan([MASSACHUSETTS, CALIFORNIA], SHELF, TODAY)
    assert whole.best is not None

    answer = plan([MASSACHUSETTS, CALIFORNIA], SHELF, TODAY, left=Watch(looks))

    assert answer.is_late is (looks < 10)
    if answer.best is None:
        assert {each.reason for each in answer.left} == {Reason.TIME}
        return
    assert {each.target for each in answer.left} | set(answer.best.closed) == set(answer.targets)
    assert answer.best.minutes >= whole.best.minutes
    if answer.best.is_best:
        assert answer.best.keys == whole.best.keys


DEA = Duty(
    key="dea",
    title="dea",
    prepared=prepared("us-fed-dea-mate"),
    person=Person(facts={"prescribes_controlled": True, "dea_registered": True}),
)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (offer("pain", 4, 240, pain_management=4), "none of its topics is one that counts toward the total"),
        (offer("plain", 4, 240), "no topic of it is said, and only certain topics count toward the total"),
        (offer("nurse", 4, 240, system="RCPSC_1", pain_management=4), "this kind of credit does not count toward the total"),
    ],
)  # fmt: skip
def test_the_clause_that_says_no_is_named(what: Offer, said: str) -> None:
    answer = counted(DEA, what, TODAY)

    assert ([step.words for step in answer.against], answer.effects, answer.is_judged) == ([said], (), True)


@pytest.mark.parametrize(
    ("rule", "what", "total", "topics", "refused"),
    [
        ("us-ma-md", PAIN, 4000, {"ma-risk": 4000, "ma-opioid": 4000, "ca-pain12": 0}, ""),
        ("us-fed-dea-mate", PAIN, 3000, {}, ""),
        ("us-fed-dea-mate", RISK, 0, {}, "none of its topics is one that counts toward the total"),
        ("us-ca-md", NURSING, 0, {}, "this kind of credit does not count toward the total"),
        ("abim", RISK, 0, {}, "this rule counts in a unit of its own, in which this credit is not earned"),
    ],
)
def test_in_general_kinds_topics_and_maxima_are_told_without_a_history(
    rule: str, what: Offer, total: int, topics: dict[str, int], refused: str
) -> None:
    answer = in_general(prepared(rule), what, TODAY)

    assert (answer.total, answer.refused) == (total, refused)
    assert dict(answer.topics) == {name: part for name, part in topics.items() if part}
