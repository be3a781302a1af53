from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencme.catalog.accreditors import accreditors
from opencme.catalog.formats import formats
from opencme.catalog.sources import sources
from opencme.rules.activity.plan import FIELD_NAMES, Plan, findings_on_length, findings_on_plan, words_in

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
TODAY = date(2026, 3, 2)
ABSTRACT = accreditors["accme"].on(TODAY).abstract
TEXTS = {
    "practice_gap": "Antibiotics come late.",
    "need_knowledge": "",
    "need_competence": "",
    "need_performance": "Orders are late.",
    "designed_to_change": "Orders are given in time.",
    "format_rationale": "It is practised in groups.",
}
LIVE = Plan(
    title="Sepsis",
    summary="Two sessions.",
    format=formats["live"],
    other_format_description="",
    texts=TEXTS,
    objectives=1,
    evidence=1,
    competencies=1,
    audience="Hospitalists",
    professions=("physician", "nurse"),
    credit_systems=("ama_pra_cat1",),
    commercial_support=False,
    support_sources=(),
    delivery_method="In-Person",
    city="Duluth",
    state_or_province="MN",
    country="USA",
    starts_at=datetime(2026, 5, 14, 13, tzinfo=UTC),
    release_on=None,
    expires_on=None,
    estimated_minutes=None,
    minutes_basis="",
    units=None,
    is_designated=False,
)
ENDURING = replace(
    LIVE,
    format=formats["enduring_internet"],
    delivery_method="Online",
    city="",
    country="",
    starts_at=datetime(2026, 5, 1, 5, tzinfo=UTC),
    release_on=date(2026, 5, 1),
    expires_on=date(2027, 4, 30),
    estimated_minutes=60,
    minutes_basis="Three colleagues took an hour.",
)


def codes(plan: Plan) -> list[tuple[str, bool]]:
    return [(each.code, each.blocking) for each in findings_on_plan(plan, ABSTRACT, now=NOW, today=TODAY)]


def texts(**values: str) -> dict[str, str]:
    return {**TEXTS, **values}


@pytest.mark.parametrize("plan", [LIVE, ENDURING], ids=["live", "enduring"])
def test_complete_plan_has_no_findings(plan) -> None:
    assert codes(plan) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"texts": texts(practice_gap=" ")}, "plan.gap"),
        ({"texts": texts(need_performance="")}, "plan.need"),
        ({"texts": texts(designed_to_change="")}, "plan.change"),
        ({"texts": texts(format_rationale="")}, "plan.rationale"),
        ({"objectives": 0}, "plan.objectives"),
        ({"audience": ""}, "plan.audience"),
        ({"professions": ()}, "plan.professions"),
        ({"professions": ("nurse",)}, "plan.physicians"),
        ({"competencies": 0}, "plan.competencies"),
        ({"credit_systems": ()}, "plan.credit"),
        ({"summary": ""}, "plan.summary"),
        ({"commercial_support": None}, "plan.support"),
        ({"delivery_method": ""}, "plan.delivery"),
        ({"delivery_method": "Online"}, "plan.delivery"),
        ({"city": ""}, "plan.city"),
        ({"country": ""}, "plan.country"),
        ({"state_or_province": ""}, "plan.state"),
    ],
)
def test_live_plan_lacks_one_thing(changes, code) -> None:
    assert codes(replace(LIVE, **changes)) == [(code, True)]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"release_on": None}, "plan.release"),
        ({"expires_on": None}, "plan.expires"),
        ({"estimated_minutes": None}, "plan.minutes"),
        ({"expires_on": date(2026, 4, 30)}, "plan.expires.before"),
        ({"format": formats["journal"]}, "plan.units"),
    ],
)
def test_enduring_plan_lacks_one_thing(changes, code) -> None:
    assert codes(replace(ENDURING, **changes)) == [(code, True)]


def test_nursing_credit_alone_asks_for_no_physicians() -> None:
    assert codes(replace(LIVE, professions=("nurse",), credit_systems=("ancc",))) == []


def test_plan_without_format_is_told_so_once() -> None:
    assert codes(replace(LIVE, format=None)) == [("plan.format", True)]


def test_trap_07_other_activity_is_described() -> None:
    other = replace(ENDURING, format=formats["other"])

    assert codes(other) == [("plan.description", True)]
    assert codes(replace(other, other_format_description="adaptive learning")) == []


@pytest.mark.parametrize(
    ("expires_on", "found"),
    [
        (date(2029, 5, 1), []),
        (date(2029, 5, 2), [("plan.expires.limit", True)]),
    ],
)
def test_trap_30_enduring_material_is_offered_three_years_at_most(expires_on, found) -> None:
    assert codes(replace(ENDURING, expires_on=expires_on)) == found


def test_trap_30_released_on_a_leap_day_it_ends_on_the_28th() -> None:
    leap = replace(ENDURING, release_on=date(2028, 2, 29), starts_at=datetime(2028, 2, 29, 6, tzinfo=UTC))

    assert codes(replace(leap, expires_on=date(2031, 2, 28))) == []
    assert codes(replace(leap, expires_on=date(2031, 3, 1))) == [("plan.expires.limit", True)]


def test_offer_that_is_over_is_told() -> None:
    over = replace(ENDURING, release_on=date(2025, 1, 1), expires_on=date(2026, 3, 1), is_designated=True)

    assert codes(over) == [("plan.expired", True)]


def test_trap_29_start_that_has_passed_is_told_before_designation_only() -> None:
    past = replace(LIVE, starts_at=NOW)

    assert codes(past) == [("plan.past", True)]
    assert codes(replace(past, is_designated=True)) == []
    fixes = [each.fix for each in findings_on_plan(past, ABSTRACT, now=NOW, today=TODAY)]
    assert fixes == ["agenda"]


def test_missing_evidence_and_basis_are_advice() -> None:
    assert codes(replace(LIVE, evidence=0)) == [("plan.evidence", False)]
    assert codes(replace(ENDURING, minutes_basis="")) == [("plan.basis", False)]


@pytest.mark.parametrize(("name", "limit"), list(ABSTRACT.words.items()))
def test_text_above_the_abstracts_limit_is_advised_against(name, limit) -> None:
    exact = {**TEXTS, name: " ".join(["word"] * limit)}
    over = {**TEXTS, name: " ".join(["word"] * (limit + 1))}

    assert findings_on_length(exact, ABSTRACT) == ()
    assert [(each.code, each.blocking) for each in findings_on_length(over, ABSTRACT)] == [
        (f"plan.length.{name}", False)
    ]
    assert str(findings_on_length(over, ABSTRACT)[0]) == (
        f"{FIELD_NAMES[name]} has {limit + 1} words; the abstract takes {limit}."
    )


def test_empty_plan_lists_everything_with_known_sources() -> None:
    empty = Plan(
        title="",
        summary="",
        format=None,
        other_format_description="",
        texts=dict.fromkeys(TEXTS, ""),
        objectives=0,
        evidence=0,
        competencies=0,
        audience="",
        professions=(),
        credit_systems=(),
        commercial_support=None,
        support_sources=(),
        delivery_method="",
        city="",
        state_or_province="",
        country="",
        starts_at=None,
        release_on=None,
        expires_on=None,
        estimated_minutes=None,
        minutes_basis="",
        units=None,
        is_designated=False,
    )
    found = findings_on_plan(empty, ABSTRACT, now=NOW, today=TODAY)

    assert len(found) == 12
    assert {each.source for each in found} <= set(sources)
    assert {each.fix for each in found} == {"plan"}


@given(st.lists(st.text(alphabet="abc", min_size=1), max_size=30))
def test_words_are_what_blanks_part(words) -> None:
    assert words_in("  \n".join(words)) == len(words)
