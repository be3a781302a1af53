from collections import Counter

from opencme.catalog.competencies import competencies
from opencme.catalog.organizations import organization_kinds
from opencme.catalog.sources import sources


def test_competencies_are_the_three_lists_of_the_structured_abstract() -> None:
    assert Counter(each.body for each in competencies.values()) == {
        "ACGME/ABMS": 6,
        "Institute of Medicine": 5,
        "Interprofessional Education Collaborative": 4,
    }
    assert {each.source for each in competencies.values()} <= set(sources)


def test_organization_kinds_hold_both_lists_of_examples() -> None:
    assert Counter(each.is_eligible for each in organization_kinds.values()) == {True: 17, False: 10}
    assert {each.source for each in organization_kinds.values()} <= set(sources)
