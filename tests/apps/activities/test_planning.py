from datetime import date

import factories
import people
import pytest

from opencme.apps.activities import selectors, services
from opencme.apps.activities.models import Activity
from opencme.apps.activities.services import Evidence
from opencme.apps.audit.models import AuditEvent
from opencme.kernel.findings import DomainError, NotAllowed, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity() -> Activity:
    return factories.activity()


def change(activity: Activity, who=people.ada, version: int | None = None, seen=None, **changes) -> Activity:
    return services.change_plan(
        by=people.as_actor(who()),
        activity_id=activity.public_id,
        changes=changes,
        version=activity.version if version is None else version,
        seen=seen,
        now=people.NOW,
    )


def trail(activity: Activity) -> list[tuple[str, dict, dict]]:
    rows = AuditEvent.objects.filter(activity_id=activity.pk).order_by("id")
    return [(row.event, row.before, row.after) for row in rows]


def codes(refusal) -> list[tuple[str, str]]:
    return [(each.code, each.field) for each in refusal.value.findings]


def test_change_is_kept_with_values_before_and_after(activity) -> None:
    changed = change(activity, title="Sepsis, early", release_on=date(2026, 5, 1), fee="free")

    activity.refresh_from_db()
    assert (activity.title, activity.release_on, activity.version) == ("Sepsis, early", date(2026, 5, 1), 2)
    assert changed.version == 2
    assert trail(activity) == [
        (
            "activity.changed",
            {"title": "Sepsis on the Ward", "release_on": None},
            {"title": "Sepsis, early", "release_on": "2026-05-01", "version": 2},
        )
    ]


def test_change_to_the_same_is_no_change(activity) -> None:
    change(activity, title=activity.title)

    assert (activity.version, trail(activity)) == (1, [])


def test_two_people_change_different_fields_and_both_stand(activity) -> None:
    change(activity, title="By Ada", version=1)
    change(activity, audience="By another", version=1)

    activity.refresh_from_db()
    assert (activity.title, activity.audience, activity.version) == ("By Ada", "By another", 3)


def test_the_same_field_changed_meanwhile_is_refused_and_kept(activity) -> None:
    change(activity, title="By Ada", version=1)

    with pytest.raises(DomainError) as refusal:
        change(activity, title="By another", audience="Nurses", version=1)

    activity.refresh_from_db()
    assert codes(refusal) == [("activity.changed_meanwhile", "title")]
    assert str(refusal.value.findings[0]) == (
        "Ada Planner changed this at 09:00. Both are shown; save again to keep yours."
    )
    assert (activity.title, activity.audience) == ("By Ada", "Hospitalists and ward nurses")


def test_what_the_page_showed_decides_where_it_is_given(activity) -> None:
    change(activity, title="By Ada", version=1)

    change(activity, title="Knowing that", version=1, seen={"title": "By Ada"})
    with pytest.raises(DomainError) as refusal:
        change(activity, title="Not knowing", version=9, seen={"title": "Sepsis on the Ward"})

    activity.refresh_from_db()
    assert (activity.title, codes(refusal)) == ("Knowing that", [("activity.changed_meanwhile", "title")])


def test_everything_wrong_is_told_at_once(activity) -> None:
    with pytest.raises(DomainError) as refusal:
        change(
            activity,
            title=" ",
            format="webinar",
            time_zone="Nowhere",
            competencies=["charm"],
            professions=["wizard"],
            release_on=date(2026, 5, 2),
            expires_on=date(2026, 5, 1),
            accreditor_activity_id="12",
        )

    assert [field for _code, field in codes(refusal)] == [
        "title",
        "format",
        "time_zone",
        "competencies",
        "professions",
        "expires_on",
        "accreditor_activity_id",
    ]
    assert trail(activity) == []


def test_unknown_field_is_a_bug(activity) -> None:
    with pytest.raises(ValueError, match="no fields of the plan"):
        change(activity, state="reported")


def test_format_takes_delivery_and_time_along(activity) -> None:
    factories.session(activity)

    change(activity, format="enduring_internet")
    activity.refresh_from_db()
    assert (activity.delivery_method, activity.starts_at, activity.ends_at) == ("Online", None, None)

    change(activity, format="live_internet")
    activity.refresh_from_db()
    assert (activity.delivery_method, activity.starts_at) == ("Live-Streamed", factories.START)
    assert trail(activity)[0][1:] == (
        {"format": "live", "delivery_method": "In-Person"},
        {"format": "enduring_internet", "delivery_method": "Online", "version": 2},
    )


@pytest.mark.parametrize("state", ["in_review", "approved", "designated", "open", "closed", "cancelled"])
def test_plan_does_not_change_under_reviewers_or_after(state) -> None:
    activity = factories.activity(state=state)

    with pytest.raises(DomainError) as refusal:
        change(activity, practice_gap="Another")

    assert codes(refusal) == [("activity.locked", "")]


def test_how_to_join_changes_while_it_is_open() -> None:
    activity = factories.activity(state="open")

    change(activity, fee="yes", fee_text="$20", city="Saint Paul")

    activity.refresh_from_db()
    assert (activity.fee, activity.fee_text, activity.city) == ("yes", "$20", "Saint Paul")


def test_reviewer_may_not_plan_and_a_stranger_finds_nothing(activity) -> None:
    with pytest.raises(NotAllowed):
        change(activity, who=people.bo, title="Mine")
    with pytest.raises(NotFound):
        change(activity, who=people.eve, title="Mine")

    activity.refresh_from_db()
    assert activity.title == "Sepsis on the Ward"


def test_objectives_keep_their_rows_and_order(activity) -> None:
    first = activity.objectives.get()
    given = {"by": people.as_actor(people.ada()), "activity_id": activity.public_id, "now": people.NOW}

    services.set_objectives(**given, objectives=["  Escalate in one   phrase ", "", first.text, first.text])

    assert [(row.text, row.pk == first.pk) for row in activity.objectives.all()] == [
        ("Escalate in one phrase", False),
        (first.text, True),
    ]
    assert trail(activity) == [
        (
            "objectives.changed",
            {"objectives": [first.text]},
            {"objectives": ["Escalate in one phrase", first.text], "version": 2},
        )
    ]

    services.set_objectives(**given, objectives=["Only this"])
    assert [row.text for row in activity.objectives.all()] == ["Only this"]


def test_objectives_changed_meanwhile_or_too_many_are_refused(activity) -> None:
    given = {"by": people.as_actor(people.ada()), "activity_id": activity.public_id, "now": people.NOW}

    with pytest.raises(DomainError) as meanwhile:
        services.set_objectives(**given, objectives=["New"], seen=["Another list"])
    with pytest.raises(DomainError) as many:
        services.set_objectives(**given, objectives=[f"Objective {number}" for number in range(21)])
    with pytest.raises(DomainError) as long:
        services.set_objectives(**given, objectives=["x" * 401])

    assert codes(meanwhile) == [("activity.changed_meanwhile", "objectives")]
    assert codes(many) == [("objectives.many", "objectives")]
    assert codes(long) == [("objectives.long", "objectives")]


def test_evidence_is_replaced_as_a_list(activity) -> None:
    given = {"by": people.as_actor(people.ada()), "activity_id": activity.public_id, "now": people.NOW}

    services.set_gap_evidence(
        **given,
        evidence=[Evidence(text="Audit"), Evidence(text=" "), Evidence(text="Paper", address="https://example.org/1")],
        seen=["Chart audit of ward sepsis 2025"],
    )

    assert [(row.text, row.address) for row in activity.gap_evidence.all()] == [
        ("Audit", ""),
        ("Paper", "https://example.org/1"),
    ]
    with pytest.raises(DomainError):
        services.set_gap_evidence(**given, evidence=[Evidence(text="Paper", address="javascript:alert(1)")])
    with pytest.raises(DomainError):
        services.set_gap_evidence(**given, evidence=[], seen=["Another list"])
    assert activity.gap_evidence.count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_history_is_told_in_words_at_the_cost_of_one_query(activity, count, django_assert_num_queries) -> None:
    for number in range(count):
        change(activity, title=f"Title {number}", version=9)

    with django_assert_num_queries(1):
        entries = [selectors.history_entry(row) for row in selectors.history(activity)]

    assert len(entries) == count
    assert entries[-1].changes == (("Title", "Sepsis on the Ward", "Title 0"),)
    assert (entries[0].who, entries[0].words) == ("Ada Planner", "changed the plan")
    assert selectors.history_people(activity) == ["Ada Planner"]
    assert selectors.history_events(activity) == [("activity.changed", "changed the plan")]
    assert not selectors.history(activity, who="Bo Reviewer").exists()
