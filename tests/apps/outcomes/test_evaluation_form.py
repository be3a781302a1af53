"""The evaluation form: locked questions, the provider's own, versions, and the summary without names."""

import offers
import people
import pytest

from opencme.apps.audit.models import AuditEvent
from opencme.apps.outcomes import selectors, services
from opencme.kernel.findings import DomainError, NotAllowed, NotFound
from opencme.rules.outcomes.evaluation import STANDARD, Kind, Question

pytestmark = pytest.mark.django_db
ANSWERS = {"objectives": "5", "balanced": "yes", "intent": "change"}


@pytest.fixture
def activity():
    return offers.enduring()


def own(key, text):
    return Question(key=key, kind=Kind.TEXT, text=text, is_required=False)


def save(activity, *questions, by=None, **values):
    return services.set_form(
        by=by or people.as_actor(people.ada()),
        provider_id=activity.provider_id,
        activity_id=activity.public_id,
        own=questions,
        now=offers.NOW,
        **values,
    )


def answer(activity, who, **answers):
    offers.registration(activity, who)
    return services.answer_evaluation(
        by=people.as_actor(who), activity_id=activity.public_id, answers={**ANSWERS, **answers}, now=offers.NOW
    )


def asked(activity):
    return [(each.key, each.text) for each in selectors.questions_of(selectors.form_row(activity))[len(STANDARD) :]]


def test_form_holds_the_standing_questions_first_and_rises_in_version(activity):
    first = save(activity, own("", "What was missing?"))
    second = save(activity, own("own_1", "What was missing?"), own("", "And else?"), is_required=False)

    assert (first.pk, first.version, second.version, second.is_required) == (second.pk, 1, 2, False)
    assert selectors.questions_of(second)[: len(STANDARD)] == STANDARD
    assert asked(activity) == [("own_1", "What was missing?"), ("own_2", "And else?")]
    event = AuditEvent.objects.filter(event="evaluation.changed").latest("id")
    assert (event.before, event.after["version"]) == ({"questions": 1, "is_required": True}, 2)


def test_answers_keep_their_question_when_its_words_change(activity):
    save(activity, own("", "What was missing?"))
    answer(activity, people.dee(), own_1="Pictures")

    save(activity, own("own_1", "What was too long?"))

    assert asked(activity) == [("own_2", "What was too long?")]
    results = {each.question.text: each.texts for each in selectors.summary(activity).results if each.texts}
    assert results == {"What was missing?": ("Pictures",)}


def test_summary_tells_rates_first_and_no_names(activity):
    save(activity)
    answer(activity, people.dee(), change="Screen earlier")
    offers.registration(activity, people.cy())

    shown = selectors.summary(activity)

    assert (shown.responses, shown.registered) == (1, 2)
    assert "Dee" not in repr(shown)


def test_question_that_cannot_be_asked_is_named_by_its_place(activity):
    with pytest.raises(DomainError) as refusal:
        save(activity, own("", "Fine?"), own("", " "))

    assert [finding.field for finding in refusal.value.findings] == ["text-1"]
    assert selectors.form_row(activity) is None


@pytest.mark.parametrize(("who", "answer"), [(people.eve, NotFound), (people.bo, NotAllowed)])
def test_others_cannot_change_the_form(activity, who, answer):
    with pytest.raises(answer):
        save(activity, by=people.as_actor(who()))
