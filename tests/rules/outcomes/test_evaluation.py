"""The evaluation form as data: what a provider may change, how answers keep their question, how they are counted."""

import pytest

from opencme.rules.outcomes.evaluation import (
    STANDARD,
    Count,
    Kind,
    Question,
    changed_own,
    clean_answers,
    count_answers,
    findings_on_answers,
    findings_on_question,
    form_of,
    from_json,
    to_json,
)

NONE = frozenset()


def own(key, text, **values):
    return Question(key=key, **{"kind": Kind.TEXT, **values}, text=text)


@pytest.mark.parametrize(
    ("old", "new", "answered", "keys"),
    [
        ([], [("", "A"), ("", "B")], NONE, [("own_1", "A", False), ("own_2", "B", False)]),
        ([("own_1", "A")], [("own_1", "A, better")], NONE, [("own_1", "A, better", False)]),
        ([("own_1", "A")], [("own_1", "A")], {"own_1"}, [("own_1", "A", False)]),
        (
            [("own_1", "A")],
            [("own_1", "Something else")],
            {"own_1"},
            [("own_2", "Something else", False), ("own_1", "A", True)],
        ),
        ([("own_1", "A"), ("own_2", "B")], [("own_2", "B")], {"own_1"}, [("own_2", "B", False), ("own_1", "A", True)]),
        ([("own_1", "A"), ("own_2", "B")], [("own_2", "B")], NONE, [("own_2", "B", False)]),
        ([("own_1", "A"), ("own_2", "B")], [("own_2", "B"), ("own_1", "A")], NONE, [("own_2", "B", False), ("own_1", "A", False)]),
        ([], [("objectives", "Mine")], NONE, [("own_1", "Mine", False)]),
    ],
)  # fmt: skip
def test_answers_keep_the_question_they_were_given_to(old, new, answered, keys):
    after = changed_own([own(*each) for each in old], [own(*each) for each in new], frozenset(answered))

    assert [(each.key, each.text, each.is_retired) for each in after] == keys


def test_retired_question_is_counted_and_asked_no_more():
    stored = [to_json(own("own_1", "A")), to_json(Question(key="own_2", kind=Kind.TEXT, text="B", is_retired=True))]

    assert [each.key for each in form_of(stored)] == [*(each.key for each in STANDARD), "own_1"]
    assert [each.key for each in form_of(stored, with_retired=True)][-1] == "own_2"


def test_question_survives_being_stored():
    question = own("own_1", "Which?", kind=Kind.CHOICES, choices=(("a", "One"), ("b", "Two")), is_required=False)

    assert from_json(to_json(question)) == question


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        (own("", "  "), ["evaluation.question.text"]),
        (own("", "x" * 1001), ["evaluation.question.long"]),
        (own("", "Which?", kind=Kind.CHOICE, choices=(("a", "One"),)), ["evaluation.question.choices"]),
        (own("", "Which?", kind=Kind.CHOICE, choices=(("a", "One"), ("b", "one"))), ["evaluation.question.same"]),
        (own("", "Which?", kind=Kind.CHOICES, choices=(("a", "One"), ("b", "Two"))), []),
    ],
)
def test_question_that_cannot_be_asked_is_refused(question, codes):
    assert [finding.code for finding in findings_on_question(question)] == codes


def test_answers_are_cleaned_and_missing_ones_named():
    form = STANDARD
    given = {
        "objectives": "4",
        "balanced": "maybe",
        "intent": ["change"],
        "barriers": ["time", "x"],
        "change": " \x00 ",
    }

    answers = clean_answers(form, given)

    assert answers == {"objectives": "4", "barriers": ["time"]}
    assert [finding.field for finding in findings_on_answers(form, answers)] == ["balanced", "intent"]


def test_rates_say_how_many_of_how_many_answered_each_question():
    form = (Question(key="q", kind=Kind.CHOICES, text="Which?", choices=(("a", "One"), ("b", "Two"))),)

    (result,) = count_answers(form, [{"q": ["a", "b"]}, {"q": ["a"]}, {}])

    assert (result.answered, result.counts) == (2, (Count("a", "One", 2, 100), Count("b", "Two", 1, 50)))
