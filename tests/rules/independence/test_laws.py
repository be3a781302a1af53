from dataclasses import replace
from datetime import timedelta

from control_facts import AFTER, EARLY, EDITION, NOW, REACHES, START, person
from hypothesis import given
from hypothesis import strategies as st

from opencme.rules.independence.edition import ControlRole
from opencme.rules.independence.facts import Disclosed, Judged, Mitigated, Relationship
from opencme.rules.independence.learners import disclosure_to_learners
from opencme.rules.independence.status import Standing, is_relevant, status_of

companies = st.sampled_from(["Norvia Pharma", "Helix Devices", "Aster Labs", "Brook Foods"])
stated = st.builds(
    Relationship,
    company=companies,
    kind=st.sampled_from([kind.key for kind in EDITION.kinds]),
    has_ended=st.booleans(),
    security_kind=st.sampled_from(["", "stock", "option"]),
    company_listing=st.sampled_from(["", "public", "private"]),
)
mitigated = st.builds(
    Mitigated,
    method=st.sampled_from([method.key for method in EDITION.methods]),
    at=st.sampled_from([EARLY, START, AFTER]),
)
judged = st.builds(
    Judged,
    stated=stated,
    is_relevant=st.sampled_from([None, True, False]),
    exception=st.sampled_from(["", *(each.key for each in EDITION.owner_exceptions)]),
    mitigations=st.lists(mitigated, max_size=2).map(tuple),
)


@st.composite
def disclosures(draw):
    relationships = tuple(draw(st.lists(judged, max_size=3)))
    signed = draw(st.sampled_from([EARLY, START, AFTER, AFTER + timedelta(days=3)]))
    lookback = draw(st.sampled_from([REACHES, REACHES + timedelta(days=1), REACHES - timedelta(days=90)]))
    return Disclosed(signed_at=signed, lookback_from=lookback, has_none=not relationships, relationships=relationships)


people = st.builds(
    lambda disclosures, role: person(*sorted(disclosures, key=lambda each: each.signed_at, reverse=True), role=role),
    st.lists(disclosures(), max_size=3),
    st.sampled_from(ControlRole),
)


def standing(who):
    return status_of(who, EDITION, NOW).standing


@given(people, stated)
def test_one_more_relevant_unmitigated_relationship_never_clears(who, tie):
    if not who.disclosures:
        return
    newest = who.disclosures[0]
    more = replace(newest, relationships=(*newest.relationships, Judged(stated=tie, is_relevant=True)), has_none=False)

    assert standing(replace(who, disclosures=(more, *who.disclosures[1:]))) is not Standing.CLEARED


@given(
    people, st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=900)), st.lists(judged, max_size=2)
)
def test_a_later_signature_never_helps_an_earlier_start(who, late, ties):
    signed = Disclosed(signed_at=START + late, lookback_from=REACHES, has_none=not ties, relationships=tuple(ties))
    timely = [each for each in who.disclosures if each.signed_at <= START and each.lookback_from <= REACHES]
    after = standing(replace(who, disclosures=(signed, *who.disclosures)))

    if not timely:
        assert after is not Standing.CLEARED


@given(people, st.randoms(use_true_random=False))
def test_order_of_relationships_does_not_matter(who, shuffler):
    if not who.disclosures:
        return
    newest = who.disclosures[0]
    mixed = list(newest.relationships)
    shuffler.shuffle(mixed)

    assert standing(replace(who, disclosures=(replace(newest, relationships=tuple(mixed)), *who.disclosures[1:]))) is (
        standing(who)
    )


@given(people)
def test_cleared_means_every_relevant_tie_was_mitigated_in_time(who):
    if standing(who) is Standing.CLEARED:
        methods = {method.key for method in EDITION.methods_for(who.role)}
        for each in who.disclosures[0].relationships:
            assert is_relevant(each, EDITION) is not None
            assert is_relevant(each, EDITION) is False or any(
                step.at <= who.starts_at and step.method in methods for step in each.mitigations
            )


@given(st.lists(people, max_size=4))
def test_learners_read_every_relevant_company_of_the_cleared_and_no_other(crowd):
    rows = [
        (replace(who, key=str(at), name=f"Person {at}"), status_of(who, EDITION, NOW)) for at, who in enumerate(crowd)
    ]
    told = disclosure_to_learners(rows, EDITION)
    cleared = [who for who, status in rows if status.standing is Standing.CLEARED]
    relevant = {
        each.stated.company
        for who in cleared
        for each in who.disclosures[0].relationships
        if is_relevant(each, EDITION)
    }

    assert {name for name in ("Norvia Pharma", "Helix Devices", "Aster Labs", "Brook Foods") if name in told.text} == (
        relevant
    )
    assert (EDITION.words.mitigated in told.text) is bool(relevant)
    assert all((who.name in told.text) is (who in cleared) for who, _status in rows)
    assert told.is_complete is (bool(cleared) and len(cleared) == len(rows))
