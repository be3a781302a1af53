"""What a claim asks, format by format: one fact wrong at a time, and everything wrong at once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencme.catalog.credit_systems import credit_systems
from opencme.kernel.credits import ZERO, Credits
from opencme.rules.credit.claim import ClaimFacts, Offer, allowed, findings_on_claim, findings_on_participation
from opencme.rules.credit.earning import Participation

DAY = date(2026, 5, 14)
AT = datetime(2026, 5, 14, 15, tzinfo=UTC)
EDITION = credit_systems["ama_pra_cat1"].on(DAY)
FULL = Participation(attended_minutes=120, units_done=10, stages_done=frozenset("ABC"), teaching_minutes=600)
FACTS = ClaimFacts(
    is_registered=True,
    is_open=True,
    today=DAY,
    degree="MD",
    printed_name="Dee Learner, MD",
    participation=FULL,
    completed_on=DAY,
    is_passed=True,
    is_evaluated=True,
)


def offer(rule_key="live", designated="1.00", **values):
    rule = next(rule for rule in EDITION.rules if rule.key == rule_key)
    most = Credits.of(designated) if designated else None
    return Offer(system="ama_pra_cat1", rule=rule, edition=EDITION, designated=most, **values)


def codes(facts, rule_key="live", asked="1.00", **values):
    found = findings_on_claim(facts, Credits.of(asked), offer(rule_key, **values))
    return [finding.code.removeprefix("credit.claim.") for finding in found]


@pytest.mark.parametrize("rule_key", [rule.key for rule in EDITION.rules])
def test_complete_participation_is_awarded_in_every_format(rule_key):
    assert codes(FACTS, rule_key, asked="0.50") == []


LIVE = "live"
ENDURING = "enduring"


@pytest.mark.parametrize(
    ("rule_key", "change", "code"),
    [
        (LIVE, {"is_open": False}, ["not_open"]),
        (LIVE, {"claim_until": DAY - timedelta(days=1)}, ["window"]),
        (LIVE, {"claim_until": DAY}, []),
        (LIVE, {"degree": ""}, ["degree"]),
        (LIVE, {"degree": "PhD"}, ["degree"]),
        (LIVE, {"degree": "DO"}, []),
        (LIVE, {"degree": "MD_equivalent_foreign"}, []),
        (LIVE, {"printed_name": " "}, ["name"]),
        (LIVE, {"participation": Participation()}, ["attendance"]),
        (LIVE, {"participation": Participation(attended_minutes=7)}, ["too_short"]),
        (LIVE, {"is_content_done": False}, []),
        (LIVE, {"is_passed": None}, []),
        (LIVE, {"is_passed": False}, []),
        (LIVE, {"is_passed": False, "has_pass_mark": True}, ["assessment"]),
        (LIVE, {"is_evaluated": False}, ["evaluation"]),
        (LIVE, {"is_evaluated": None}, []),
        (LIVE, {"credited_elsewhere": {"ama_pra_cat1": "Sepsis, recorded"}}, ["elsewhere"]),
        (LIVE, {"credited_elsewhere": {"ancc": "Sepsis, recorded"}}, []),
        (ENDURING, {"participation": Participation()}, []),
        (ENDURING, {"is_content_done": False}, ["content"]),
        (ENDURING, {"is_passed": False}, ["assessment"]),
        (ENDURING, {"is_passed": None}, ["assessment"]),
        (ENDURING, {"expires_on": DAY}, []),
        ("journal", {"is_passed": False}, ["assessment"]),
        ("other", {"is_passed": None}, []),
        ("other", {"is_content_done": False}, ["content"]),
        ("pi_cme", {"participation": Participation(stages_done=frozenset("BC"))}, ["stages"]),
        ("poc", {"participation": Participation()}, ["units"]),
        ("manuscript_review", {"participation": Participation()}, ["units"]),
        ("test_items", {"participation": Participation()}, ["units"]),
        ("teaching", {"participation": Participation()}, ["teaching"]),
    ],
)
def test_each_format_asks_what_it_asks_and_no_more(rule_key, change, code):
    assert codes(replace(FACTS, **change), rule_key, asked="0.50") == code


def test_trap_18_enduring_needs_the_pass_mark_and_live_none():
    failed = replace(FACTS, is_passed=False)

    assert codes(failed, ENDURING, asked="0.50") == ["assessment"]
    assert codes(failed, LIVE, asked="0.50") == []
    own = findings_on_participation(replace(failed, has_pass_mark=True), offer(LIVE))
    assert [finding.source for finding in own] == ["opencme-credit"]


def test_trap_30_completed_after_the_expiration_is_not_awarded_even_when_begun_before():
    late = replace(FACTS, expires_on=DAY, completed_on=DAY + timedelta(days=1), today=DAY + timedelta(days=1))
    claimed_late = replace(FACTS, expires_on=DAY, completed_on=DAY, today=DAY + timedelta(days=9))

    assert codes(late, ENDURING) == ["expired"]
    assert codes(claimed_late, ENDURING) == []


@pytest.mark.parametrize(
    ("shown", "engaged", "code"),
    [
        (None, None, []),
        (AT, None, []),
        (AT, AT, []),
        (AT, AT + timedelta(seconds=1), []),
        (AT + timedelta(seconds=1), AT, ["disclosure"]),
        (None, AT, ["disclosure"]),
    ],
    ids=["in a room", "shown, in a room", "at once", "before", "after", "never shown online"],
)
def test_trap_38_the_disclosure_was_shown_before_engagement(shown, engaged, code):
    assert codes(replace(FACTS, shown_at=shown, engaged_at=engaged), ENDURING) == code


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("0", ["nothing"]),
        ("0.10", ["step"]),
        ("0.25", []),
        ("1.00", []),
        ("1.25", ["too_much"]),
        ("2.10", ["step", "above_designated"]),
    ],
)
def test_trap_12_and_17_steps_and_limits_of_the_amount(asked, code):
    facts = replace(FACTS, participation=Participation(attended_minutes=60))

    assert codes(facts, asked=asked, designated="2.00") == code


def test_what_stands_is_never_lowered_by_a_claim_nor_revived():
    assert codes(FACTS, asked="0.50", standing=Credits.of("0.75")) == ["less"]
    assert codes(FACTS, asked="0.75", standing=Credits.of("0.75")) == []
    assert codes(FACTS, is_revoked=True) == ["revoked"]


def test_everything_that_stands_against_it_is_said_at_once():
    nothing = ClaimFacts(
        is_registered=True,
        is_open=False,
        today=DAY,
        degree="",
        printed_name="",
        participation=Participation(),
        claim_until=DAY - timedelta(days=1),
        is_content_done=False,
        is_passed=False,
        is_evaluated=False,
    )

    assert codes(nothing, ENDURING, asked="0", designated="") == [
        "not_designated",
        "not_open",
        "window",
        "degree",
        "name",
        "content",
        "assessment",
        "evaluation",
        "nothing",
    ]
    assert codes(replace(nothing, is_registered=False)) == ["registration"]


def test_nothing_designated_allows_nothing():
    assert allowed(FACTS, offer(designated="")) == ZERO


def test_every_finding_names_a_known_source():
    from opencme.catalog.sources import sources

    empty = replace(
        FACTS,
        participation=Participation(),
        is_content_done=False,
        is_passed=False,
        degree="",
        printed_name="",
        is_evaluated=False,
        engaged_at=AT,
        expires_on=DAY - timedelta(days=1),
        credited_elsewhere={"ama_pra_cat1": "x"},
    )
    for rule in EDITION.rules:
        for finding in findings_on_claim(empty, Credits.of("9.10"), offer(rule.key, is_revoked=True)):
            assert finding.source in sources
            assert "%(" not in str(finding)


@given(st.integers(0, 4000), st.integers(1, 200).map(Credits.of_quarters), st.integers(0, 400).map(Credits.of_quarters))
def test_law_a_claim_without_findings_is_within_designation_and_attendance(minutes, designated, asked):
    facts = replace(FACTS, participation=Participation(attended_minutes=minutes))
    mine = offer(designated=str(designated))

    if not findings_on_claim(facts, asked, mine):
        assert ZERO < asked <= designated
        assert asked <= allowed(facts, mine)


@given(st.lists(st.integers(1, 8).map(Credits.of_quarters), min_size=1, max_size=4))
def test_law_the_order_of_claims_does_not_matter(amounts):
    """However often and in whatever order amounts are claimed, the largest that is allowed stands at the end."""
    ends = set()
    for order in permutations(amounts):
        standing = ZERO
        for asked in order:
            if not findings_on_claim(FACTS, asked, offer(designated="1.00", standing=standing)):
                standing = asked
        ends.add(standing)

    assert ends == {max((each for each in amounts if each <= Credits.of("1.00")), default=ZERO)}
