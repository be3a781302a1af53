import uuid
from datetime import UTC, date, datetime, timedelta

import factories
import people
import pytest

from opencme.apps.activities import services
from opencme.apps.activities.models import Activity, JointProvider
from opencme.apps.activities.services import SessionToSave
from opencme.apps.audit.models import AuditEvent
from opencme.kernel.findings import DomainError, NotAllowed, NotFound
from opencme.kernel.periods import Interval

pytestmark = pytest.mark.django_db
HOUR = Interval(factories.START, factories.START + timedelta(hours=1))


def create(who=people.ada, **values) -> Activity:
    provider = people.lakeside()
    return services.create_activity(
        by=people.as_actor(who()),
        provider_id=provider.pk,
        now=people.NOW,
        **{"title": "Sepsis", "format": "live", **values},
    )


def test_activity_starts_as_an_idea_with_the_providers_next_number() -> None:
    first, second = create(), create(title=" Stroke ", format="")

    assert [(each.number, each.state, each.title, each.delivery_method) for each in (first, second)] == [
        ("LHS-2026-0001", "idea", "Sepsis", "In-Person"),
        ("LHS-2026-0002", "idea", "Stroke", ""),
    ]
    row = AuditEvent.objects.get(activity_id=first.pk)
    assert (row.event, row.by_label, row.after) == (
        "activity.created",
        "Ada Planner",
        {"number": "LHS-2026-0001", "title": "Sepsis", "format": "live"},
    )


def test_year_of_a_number_is_local_and_the_prefix_is_the_providers() -> None:
    provider = people.lakeside()
    provider.number_prefix = "LAKE"
    provider.save()

    made = services.create_activity(
        by=people.as_actor(people.ada()),
        provider_id=provider.pk,
        title="New Year",
        now=datetime(2027, 1, 1, 3, tzinfo=UTC),
    )

    assert made.number == "LAKE-2026-0001"


def test_first_session_and_release_may_come_along() -> None:
    live = create(session=SessionToSave(title="Sepsis", kind="education", time=HOUR))
    enduring = create(format="enduring_internet", release_on=date(2026, 6, 1))

    assert (live.starts_at, live.ends_at, live.sessions.get().title) == (HOUR.start, HOUR.end, "Sepsis")
    assert (enduring.release_on, enduring.delivery_method) == (date(2026, 6, 1), "Online")


def test_sending_the_page_twice_starts_one_activity() -> None:
    token = uuid.uuid4()

    first, second = create(activity_id=token), create(activity_id=token, title="Again")

    assert (first.pk, first.public_id) == (second.pk, token)
    assert Activity.objects.of(first.provider_id).count() == 1


def test_start_is_refused_with_every_reason() -> None:
    with pytest.raises(DomainError) as refusal:
        create(title=" ", format="webinar")

    assert [(each.code, each.field) for each in refusal.value.findings] == [
        ("activity.title", "title"),
        ("activity.format", "format"),
    ]


def test_only_planners_of_the_provider_start_activities() -> None:
    with pytest.raises(NotAllowed):
        create(who=people.bo)
    with pytest.raises(NotFound):
        create(who=people.eve)


def test_copy_takes_the_plan_and_leaves_people_agreements_and_state() -> None:
    source = factories.activity(state="closed", practice_gap="The gap", change_analysis="Better")
    factories.session(source)
    JointProvider.objects.create(
        activity=source, partner=factories.partner(), agreed_on=date(2026, 1, 1), may_withdraw=True
    )

    copy = services.duplicate_activity(
        by=people.as_actor(people.ada()), activity_id=source.public_id, title="Sepsis, fall", now=people.NOW
    )

    assert (copy.title, copy.state, copy.practice_gap, copy.change_analysis) == ("Sepsis, fall", "idea", "The gap", "")
    assert (copy.starts_at, copy.sessions.count(), copy.lineage_id) == (None, 0, None)
    assert [row.text for row in copy.objectives.all()] == [row.text for row in source.objectives.all()]
    assert [row.text for row in copy.gap_evidence.all()] == [row.text for row in source.gap_evidence.all()]
    (joint,) = copy.joint_providers.all()
    assert (joint.partner.name, joint.agreed_on, joint.may_withdraw) == ("Lakeside Sepsis Alliance", None, False)
    row = AuditEvent.objects.get(activity_id=copy.pk, event="activity.duplicated")
    assert row.after["copied_from"] == f"{source.number} {source.title}"


def test_copied_sessions_keep_their_time_of_day_across_the_change_of_clocks() -> None:
    source = factories.activity()
    factories.session(source)  # 8:00 at Chicago in summer

    copy = services.duplicate_activity(
        by=people.as_actor(people.ada()), activity_id=source.public_id, moved_by_days=210, now=people.NOW
    )

    (session,) = copy.sessions.all()
    assert session.starts_at == datetime(2026, 12, 10, 14, 0, tzinfo=UTC)  # 8:00 at Chicago in winter
    assert copy.starts_at == session.starts_at
    assert session.check_in_secret


def test_trap_24_recorded_content_is_a_new_activity_of_the_same_lineage() -> None:
    live = factories.activity(state="closed")
    given = {"by": people.as_actor(people.ada()), "now": people.NOW}

    recorded = services.offer_again(**given, activity_id=live.public_id, title="Sepsis, recorded")
    renewed = services.offer_again(**given, activity_id=recorded.public_id)

    assert (recorded.format, recorded.delivery_method, recorded.lineage_id) == ("enduring_internet", "Online", live.pk)
    assert renewed.lineage_id == live.pk
    assert (recorded.release_on, recorded.expires_on, recorded.city, recorded.estimated_minutes) == (
        None,
        None,
        "",
        None,
    )
    with pytest.raises(DomainError):
        services.offer_again(**given, activity_id=live.public_id, format="live")


def test_copy_of_another_providers_activity_is_not_there() -> None:
    source = factories.activity()

    with pytest.raises(NotFound):
        services.duplicate_activity(by=people.as_actor(people.eve()), activity_id=source.public_id, now=people.NOW)
    with pytest.raises(NotFound):
        services.offer_again(by=people.as_actor(people.eve()), activity_id=source.public_id, now=people.NOW)
