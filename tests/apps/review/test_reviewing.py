from datetime import timedelta

import factories
import people
import pytest
from in_control import CONSULTANT, NOW, cleared, invited, signed

from opencme.apps.activities import checks
from opencme.apps.audit.models import AuditEvent
from opencme.apps.delivery import models as delivery
from opencme.apps.faculty import services as faculty
from opencme.apps.review import content, selectors, services
from opencme.apps.review.models import ContentReview
from opencme.kernel.findings import DomainError, NotAllowed, NotFound
from opencme.rules.independence.review import Answer

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=3)


def by_bo():
    return people.as_actor(people.bo())


@pytest.fixture
def activity():
    made = factories.activity(state="in_review")
    delivery.ContentItem.objects.create(activity=made, kind="article", title="Why", body="Text")
    return made


def page(activity, who=None, now=LATER):
    actor = who or by_bo()
    return selectors.review_page(actor=actor, provider_id=activity.provider_id, activity_id=activity.public_id, now=now)


def answers(activity, **no):
    return {item.key: Answer(is_ok=item.key not in no, comment=no.get(item.key, "")) for item in page(activity).items}


def review(activity, now=LATER, **no):
    return services.review_content(by=by_bo(), activity_id=activity.public_id, answers=answers(activity, **no), now=now)


def gate(activity, now=LATER):
    return [each.code for each in checks.findings("content_review", activity, now)]


def codes(refused):
    return [each.code for each in refused.value.findings]


def test_trap_35_the_reviewer_takes_the_role_discloses_and_then_reviews(activity):
    assert gate(activity) == ["review.missing"]
    with pytest.raises(DomainError) as refused:
        review(activity)
    assert codes(refused) == ["review.reviewer.not_in_control"]

    row = faculty.join_as_reviewer(by=by_bo(), activity_id=activity.public_id, now=NOW)
    assert faculty.join_as_reviewer(by=by_bo(), activity_id=activity.public_id, now=NOW) == row
    with pytest.raises(DomainError) as refused:
        review(activity)
    assert codes(refused) == ["review.reviewer.not_cleared"]

    signed(row)
    made = review(activity)
    assert made.is_passed
    assert gate(activity) == []
    event = AuditEvent.objects.get(event="review.made")
    assert event.rule_edition.startswith("standard_1@2022-01-01")


def test_a_review_that_found_something_asks_for_changes_and_a_later_one_passes(activity):
    cleared(activity, people.bo(), "reviewer")
    review(activity, c5_2c="Slide 4 shows a logo")
    assert gate(activity) == ["review.changes_asked"]
    review(activity, now=LATER + timedelta(hours=1))
    assert gate(activity) == []
    assert [row.review.is_passed for row in page(activity).reviews] == [True, False]


@pytest.mark.parametrize("change", ["item", "slides", "question"])
def test_a_review_is_stale_when_anything_it_saw_changed(activity, change):
    cleared(activity, people.bo(), "reviewer")
    review(activity)
    before = content.digest(activity)
    if change == "item":
        activity.content_items.update(version=2)
    elif change == "slides":
        row = invited(activity)
        faculty.submit_file(token=row.token, name="talk.pdf", content=b"%PDF-1.7\n%%EOF\n", now=LATER)
    else:
        assessment = activity.assessments.create(kind="post")
        assessment.questions.create(kind="single", stem="Which?", body={})

    assert content.digest(activity) != before
    assert gate(activity) == ["review.stale"]


def test_signing_what_changed_while_it_was_read_is_refused(activity):
    cleared(activity, people.bo(), "reviewer")
    shown = page(activity)
    activity.content_items.update(version=2)
    with pytest.raises(DomainError) as refused:
        services.review_content(
            by=by_bo(),
            activity_id=activity.public_id,
            answers=answers(activity),
            digest=shown.digest,
            now=LATER,
        )

    assert codes(refused) == ["review.changed_meanwhile"]


def test_pressing_twice_is_one_review(activity):
    cleared(activity, people.bo(), "reviewer")

    assert review(activity) == review(activity)
    assert ContentReview.objects.of(activity.provider_id).count() == 1


def test_an_invited_reviewer_reviews_by_link_and_nobody_else_does(activity):
    row = cleared(activity, name="Ann Reader", email="ann@clinic.example", role="reviewer")
    made = services.review_by_link(token=row.token, answers=answers(activity), now=LATER)

    assert (made.by, made.by_label, gate(activity)) == (None, "Ann Reader", [])
    teacher = cleared(activity)
    with pytest.raises(NotFound):
        services.review_by_link(token=teacher.token, answers=answers(activity), now=LATER)


def test_a_reviewer_who_lost_clearance_no_longer_carries_the_review(activity):
    row = cleared(activity, people.bo(), "reviewer")
    review(activity)
    signed(row, CONSULTANT, now=LATER + timedelta(hours=1))

    assert gate(activity, LATER + timedelta(hours=2)) == ["review.reviewer"]


def test_reviewing_what_one_teaches_is_told_the_chair(activity):
    cleared(activity, people.bo(), "reviewer")
    cleared(activity, people.bo(), "faculty")
    review(activity)

    assert [(each.code, each.blocking) for each in checks.findings("content_review", activity, LATER)] == [
        ("review.own", False)
    ]


def test_who_may_review_and_when(activity):
    given = {"activity_id": activity.public_id, "answers": answers(activity), "now": LATER}
    with pytest.raises(NotAllowed):
        services.review_content(by=people.as_actor(people.ada()), **given)
    with pytest.raises(NotFound):
        services.review_content(by=people.as_actor(people.eve()), **given)

    cleared(activity, people.bo(), "reviewer")
    activity.state = "idea"
    activity.save()
    with pytest.raises(DomainError) as refused:
        review(activity)
    assert codes(refused) == ["review.state"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_reviews_and_people(activity, count, django_assert_num_queries):
    for number in range(count):
        row = cleared(activity, name=f"R {number}", email=f"r{number}@x.example", role="reviewer")
        faculty.submit_file(token=row.token, name=f"{number}.pdf", content=f"%PDF-1.7 {number}".encode(), now=NOW)
        services.review_by_link(token=row.token, answers=answers(activity), now=LATER)
    actor = by_bo()
    with django_assert_num_queries(11):
        assert len(page(activity, actor).reviews) == count
