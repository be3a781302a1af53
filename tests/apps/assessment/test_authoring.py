"""Writing an assessment: questions with versions, order, pass mark, baseline, import whole or not at all."""

from decimal import Decimal
from uuid import uuid4

import offers
import people
import pytest

from opencme.apps.assessment import selectors, services
from opencme.apps.assessment.models import Assessment, Question
from opencme.apps.audit.models import AuditEvent
from opencme.kernel.findings import DomainError, NotAllowed, NotFound
from opencme.rules.assessment.questions import Choice, Kind
from opencme.rules.assessment.questions import Question as Asked

pytestmark = pytest.mark.django_db
GIFT = b"::Q1:: Which is early? {=Lactate ~Fever ~Pain}\n\n::Q2:: Sepsis kills. {T}\n"
ESSAY = b"::Q3:: Discuss. {}\n"


@pytest.fixture
def activity():
    return offers.enduring(state="planning")


@pytest.fixture
def scope(activity):
    return {
        "by": people.as_actor(people.ada()),
        "provider_id": activity.provider_id,
        "activity_id": activity.public_id,
        "now": offers.NOW,
    }


def single(stem, *choices):
    texts = choices or ("Yes", "No")
    weights = (Decimal(100), *[Decimal(0)] * (len(texts) - 1))
    return Asked(kind=Kind.SINGLE, stem=stem, choices=tuple(map(Choice, texts, weights)), rationale="Because.")


def stems(activity, kind="post"):
    made = selectors.assessment_of(activity, kind)
    return [row.stem for row in selectors.questions_of(made)] if made else []


def answer(activity, who):
    """Let somebody answer every question wrongly, as the platform does."""
    activity.state = "open"
    activity.save(update_fields=["state"])
    offers.impression(offers.registration(activity, who))
    rows = selectors.questions_of(selectors.assessment_of(activity))
    return services.submit_attempt(
        by=people.as_actor(who),
        activity_id=activity.public_id,
        answers={str(row.public_id): 1 for row in rows},
        submission_key=uuid4(),
        now=offers.NOW,
    )


def test_question_nobody_answered_is_changed_in_place(activity, scope):
    row = services.save_question(question=single("Old?"), **scope)

    changed = services.save_question(question=single("New?"), question_id=row.public_id, **scope)

    assert (changed.pk, changed.version, stems(activity)) == (row.pk, 1, ["New?"])


def test_question_somebody_answered_is_replaced_by_its_next_version(activity, scope):
    row = services.save_question(question=single("Old?"), **scope)
    attempt = answer(activity, people.dee())

    changed = services.save_question(question=single("New?"), question_id=row.public_id, **scope)

    assert (changed.item, changed.version, stems(activity)) == (row.item, 2, ["New?"])
    assert [each.question.stem for each in attempt.answers.all()] == ["Old?"]


@pytest.mark.parametrize("is_answered", [True, False])
def test_retired_question_is_asked_no_more_and_answers_stay(activity, scope, is_answered):
    row = services.save_question(question=single("Old?"), **scope)
    if is_answered:
        answer(activity, people.dee())

    services.retire_question(question_id=row.public_id, **scope)

    assert stems(activity) == []
    assert Question.objects.of(activity.provider_id).filter(pk=row.pk).exists() is is_answered


def test_questions_change_places_with_their_neighbour(activity, scope):
    rows = [services.save_question(question=single(stem), **scope) for stem in "ABC"]

    services.move_question(question_id=rows[2].public_id, is_upward=True, **scope)
    services.move_question(question_id=rows[0].public_id, is_upward=True, **scope)

    assert stems(activity) == ["A", "C", "B"]


def test_question_that_cannot_be_asked_is_refused_with_every_reason(activity, scope):
    with pytest.raises(DomainError) as refusal:
        services.save_question(question=single(" ", "Same", "same"), **scope)

    assert {finding.field for finding in refusal.value.findings} == {"stem", "choices"}
    assert stems(activity) == []


def test_pass_mark_attempts_and_feedback_are_set_or_refused_together(activity, scope):
    services.set_assessment(pass_percent=80, attempts_allowed=3, feedback="after_pass", **scope)

    with pytest.raises(DomainError) as refusal:
        services.set_assessment(pass_percent=101, attempts_allowed=0, feedback="sometimes", **scope)

    assert [finding.field for finding in refusal.value.findings] == ["pass_percent", "attempts_allowed", "feedback"]
    kept = selectors.assessment_of(activity)
    assert (kept.pass_percent, kept.attempts_allowed, kept.feedback) == (80, 3, "after_pass")


def test_file_comes_in_whole(activity, scope):
    rows = services.import_questions(name="bank.gift", content=GIFT, **scope)

    assert [row.stem for row in rows] == stems(activity) == ["Which is early?", "Sepsis kills."]
    event = AuditEvent.objects.get(event="assessment.imported")
    assert event.after == {"file": "bank.gift", "layout": "gift", "taken": 2, "set_aside": 0}


def test_one_wrong_line_keeps_the_whole_file_out(activity, scope):
    with pytest.raises(DomainError) as refusal:
        services.import_questions(name="bank.gift", content=GIFT + b"\n::Q3:: Open {=a ~b\n", **scope)

    assert str(refusal.value.findings[0]).startswith("line 5: ")
    assert stems(activity) == []
    assert not Assessment.objects.of(activity.provider_id).exists()


def test_what_cannot_be_taken_is_left_out_only_with_consent(activity, scope):
    with pytest.raises(DomainError) as refusal:
        services.import_questions(name="bank.gift", content=GIFT + b"\n" + ESSAY, **scope)
    rows = services.import_questions(name="bank.gift", content=GIFT + b"\n" + ESSAY, sets_aside=True, **scope)

    assert [str(finding)[:7] for finding in refusal.value.findings] == ["line 5:"]
    assert len(rows) == 2


def test_baseline_asks_the_same_items_and_follows_the_post(activity, scope):
    first, second = services.import_questions(name="bank.gift", content=GIFT, **scope)
    services.pair_baseline(**scope)
    services.retire_question(question_id=second.public_id, **scope)
    services.save_question(question=single("Which is early, again?"), question_id=first.public_id, **scope)

    services.pair_baseline(**scope)

    assert stems(activity, "baseline") == ["Which is early, again?"]
    baseline = selectors.questions_of(selectors.assessment_of(activity, "baseline"))
    assert [row.item for row in baseline] == [first.item]


def test_statistics_count_first_attempts_and_pair_the_same_people(activity, scope, django_assert_num_queries):
    services.save_question(question=single("Q?"), **scope)
    answer(activity, people.dee())
    with django_assert_num_queries(3):
        (one,) = selectors.item_statistics(activity)

    answer(activity, people.cy())
    answer(activity, people.nia())
    with django_assert_num_queries(3):
        (three,) = selectors.item_statistics(activity)

    assert (one.answered, three.answered, three.correct_percent) == (1, 3, 0)
    assert [(each.text, each.count, each.is_right) for each in three.taken] == [("Yes", 0, True), ("No", 3, False)]


@pytest.mark.parametrize(("who", "refused"), [(people.eve, NotFound), (people.bo, NotAllowed)])
def test_others_cannot_write_or_import(activity, scope, who, refused):
    row = services.save_question(question=single("Q?"), **scope)
    other = {**scope, "by": people.as_actor(who())}

    for act in (
        lambda: services.save_question(question=single("Q?"), **other),
        lambda: services.import_questions(name="b", content=GIFT, **other),
        lambda: services.retire_question(question_id=row.public_id, **other),
        lambda: services.set_assessment(pass_percent=80, attempts_allowed=None, feedback="never", **other),
        lambda: services.pair_baseline(**other),
    ):
        with pytest.raises(refused):
            act()


def test_question_of_another_activity_is_not_there(scope):
    other = offers.enduring(state="planning")
    row = services.save_question(question=single("Q?"), **{**scope, "activity_id": other.public_id})

    with pytest.raises(NotFound):
        services.retire_question(question_id=row.public_id, **scope)
