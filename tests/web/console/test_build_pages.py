"""Content, assessment and evaluation in the browser's words: nothing typed is lost, nothing comes in by halves."""

import offers
import people
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from opencme.apps.assessment import selectors as assessment
from opencme.apps.delivery.selectors import content as delivery
from opencme.apps.outcomes import selectors as outcomes
from opencme.apps.outcomes import services as answering

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
GIFT = b"::Q1:: Which is early? {=Lactate#Yes ~Fever ~Pain}\n\n::Q2:: Sepsis kills. {T}\n"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def activity():
    return offers.enduring(state="planning")


@pytest.fixture
def ada(client: Client, activity) -> Client:
    client.force_login(people.ada())
    return client


def url(activity, name, *places):
    return reverse(f"console:{name}", args=["lakeside", activity.public_id, *places])


def items(activity):
    return [(item.kind, item.title, item.is_required, item.version) for item in delivery.content_items(activity)]


def questions(activity):
    post = assessment.assessment_of(activity)
    return [assessment.typed(row) for row in assessment.questions_of(post)] if post else []


# ── content ──


def test_article_is_written_and_what_was_typed_survives_an_error(ada, activity):
    page = url(activity, "content-add", "article")

    refused = ada.post(page, {"title": "", "body": "## Kept"})
    ada.post(page, {"title": "Insulin", "body": "## Kept", "is_required": "on"})

    assert (refused.status_code, "## Kept</textarea>" in refused.text) == (422, True)
    assert items(activity) == [("article", "Insulin", True, 1)]


def test_typed_markdown_is_shown_as_participants_see_it_and_never_run(ada, activity):
    shown = ada.post(url(activity, "content-preview"), {"body": "**high** <script>alert(1)</script>"}, headers=HTMX)

    assert "<strong>high</strong>" in shown.text
    assert "<script>alert" not in shown.text


def test_new_file_makes_a_new_version_and_no_file_keeps_the_old(ada, activity):
    ada.post(url(activity, "content-add", "pdf"), {"title": "Slides", "file": SimpleUploadedFile("a.pdf", PDF)})
    (item,) = delivery.content_items(activity)
    page = url(activity, "content-change", item.public_id)

    ada.post(page, {"title": "Slides", "file": SimpleUploadedFile("b.pdf", PDF + b"\n"), "is_required": "on"})
    ada.post(page, {"title": "Slides of the day", "is_required": "on"})

    (item,) = delivery.content_items(activity)
    assert (item.title, item.file.name, item.version) == ("Slides of the day", "b.pdf", 3)


@pytest.mark.parametrize(
    ("kind", "given", "told"),
    [
        ("pdf", {"file": SimpleUploadedFile("a.pdf", b"<html></html>")}, "of no kind known here"),
        ("pdf", {}, "This field is required."),
        ("link", {"address": "javascript:alert(1)"}, "Give an address that begins with https://."),
        ("article", {"body": " "}, "This field is required."),
    ],
)
def test_part_that_lacks_something_says_what(ada, activity, kind, given, told):
    answer = ada.post(url(activity, "content-add", kind), {"title": "Part", **given})

    assert answer.status_code == 422
    assert told in answer.text
    assert items(activity) == []


def test_parts_are_ordered_made_optional_and_taken_out(ada, activity):
    first, second = offers.article(activity, "A"), offers.article(activity, "B")

    part = ada.post(
        url(activity, "content-act", second.public_id), {"act": "up"}, headers={**HTMX, "HX-Target": "content-parts"}
    )
    ada.post(url(activity, "content-act", first.public_id), {"act": "free"})
    order = items(activity)
    ada.post(url(activity, "content-act", second.public_id), {"act": "remove"})

    assert ("<h1" in part.text, part.text.index(">B<") < part.text.index(">A<")) == (False, True)
    assert [(title, is_required) for _kind, title, is_required, _version in order] == [("B", True), ("A", False)]
    assert [title for _kind, title, *_rest in items(activity)] == ["A"]


def test_file_of_a_part_opens_for_staff(ada, activity):
    ada.post(url(activity, "content-add", "pdf"), {"title": "Slides", "file": SimpleUploadedFile("a.pdf", PDF)})
    (item,) = delivery.content_items(activity)

    shown = ada.get(url(activity, "content-look", item.public_id)).text
    address = shown.split('<iframe class="pdf not-phone" src="')[1].split('"')[0].replace("&amp;", "&")

    assert b"".join(ada.get(address).streaming_content) == PDF


# ── questions ──


@pytest.mark.parametrize(
    ("kind", "given", "check"),
    [
        (
            "single",
            {"text-0": "Lactate", "text-1": "Fever", "feedback-0": "Rises first", "right": "0"},
            lambda q: (
                [(c.text, int(c.weight), c.feedback) for c in q.choices]
                == [("Lactate", 100, "Rises first"), ("Fever", 0, "")]
            ),
        ),
        (
            "multiple",
            {"text-0": "A", "text-1": "B", "text-2": "C", "right-0": "1", "right-2": "1"},
            lambda q: [int(c.weight) for c in q.choices] == [50, -50, 50],
        ),
        ("true_false", {"text-0": "True", "text-1": "False", "right": "1"}, lambda q: int(q.choices[1].weight) == 100),
        (
            "short",
            {"text-0": "sepsis", "text-1": "septic*", "weight-1": "50", "is_case_sensitive": "on"},
            lambda q: (
                [(a.text, int(a.weight)) for a in q.accepted] == [("sepsis", 100), ("septic*", 50)]
                and q.is_case_sensitive
            ),
        ),
        (
            "numeric",
            {"low-0": "4,5", "high-0": "5.5", "low-1": "5"},
            lambda q: [(str(r.low), str(r.high)) for r in q.ranges] == [("4.5", "5.5"), ("5", "5")],
        ),
        (
            "matching",
            {"left-0": "A", "right_side-0": "1", "left-1": "B", "right_side-1": "2", "distractors": "3\n\n4"},
            lambda q: [(p.left, p.right) for p in q.pairs] == [("A", "1"), ("B", "2")] and q.distractors == ("3", "4"),
        ),
    ],
)
def test_question_of_every_kind_is_written_on_one_page_and_read_back(ada, activity, kind, given, check):
    plain = {"stem": "Which?", "rationale": "Because.", "points": "2", "rows": "4"}

    answer = ada.post(url(activity, "question-add", kind), {**plain, **given})
    (question,) = questions(activity)
    row = assessment.questions_of(assessment.assessment_of(activity))[0]
    page = url(activity, "question-change", row.public_id)
    shown = ada.get(page)

    assert answer.url == url(activity, "activity-assessment")
    assert check(question)
    assert (question.rationale, question.points) == ("Because.", 2)
    assert "Because.</textarea>" in shown.text


@pytest.mark.parametrize(
    ("kind", "given", "told"),
    [
        ("single", {"text-0": "A", "text-1": "B"}, "Mark exactly one choice as right."),
        ("multiple", {"text-0": "A", "text-1": "a", "right-0": "1"}, "Two choices have the same text."),
        ("numeric", {"low-0": "four"}, "Write numbers with digits only"),
        ("numeric", {"high-0": "4", "low-0": "5"}, "A range runs from the smaller number to the larger."),
        ("matching", {"left-0": "A", "right_side-0": "1"}, "Give at least two pairs"),
        ("short", {}, "Give at least one text that is fully right."),
    ],
)
def test_question_that_cannot_be_asked_keeps_what_was_typed(ada, activity, kind, given, told):
    answer = ada.post(url(activity, "question-add", kind), {"stem": "Kept stem", "points": "1", "rows": "4", **given})

    assert answer.status_code == 422
    assert told in answer.text
    assert "Kept stem</textarea>" in answer.text
    for value in given.values():
        assert f'value="{value}"' in answer.text
    assert questions(activity) == []


def test_more_rows_come_without_losing_what_was_typed(ada, activity):
    given = {"stem": "Kept stem", "points": "1", "rows": "4", "text-0": "Kept", "right": "0", "more": "1"}

    part = ada.post(url(activity, "question-add", "single"), given, headers={**HTMX, "HX-Target": "question-rows"})

    assert part.status_code == 200
    assert 'name="rows" value="6"' in part.text
    assert 'value="Kept"' in part.text
    assert "<h1" not in part.text


def test_partial_weights_of_an_imported_question_survive_editing(ada, activity):
    ada.post(url(activity, "question-add", "single"), {"stem": "Q?", "points": "1", "rows": "3", "right": "0",
             "text-0": "Best", "text-1": "Near", "text-2": "Wrong", "weight-0": "100", "weight-1": "25", "weight-2": "0"})  # fmt: skip
    row = assessment.questions_of(assessment.assessment_of(activity))[0]

    shown = ada.get(url(activity, "question-change", row.public_id)).text

    assert 'name="weight-1" value="25"' in shown


def test_file_of_questions_is_looked_at_before_it_comes_in(ada, activity):
    shown = ada.post(url(activity, "questions-bring"), {"file": SimpleUploadedFile("bank.gift", GIFT)}, follow=True)
    before = questions(activity)

    ada.post(shown.redirect_chain[-1][0], {"layout": ""})

    assert before == []
    assert "Take 2 questions" in shown.text
    assert [question.stem for question in questions(activity)] == ["Which is early?", "Sepsis kills."]


def test_file_with_wrong_lines_names_them_and_offers_nothing(ada, activity):
    file = SimpleUploadedFile("bank.gift", GIFT + b"\n::Q3:: Open {=a ~b\n")

    shown = ada.post(url(activity, "questions-bring"), {"file": file}, follow=True)

    assert "line 5: " in shown.text
    assert "1 line is wrong, so nothing of the file comes in." in shown.text
    assert "Take 2 questions" not in shown.text


def test_parts_that_cannot_be_taken_need_consent(ada, activity):
    file = SimpleUploadedFile("bank.gift", GIFT + b"\n::Q3:: Discuss. {}\n")
    place = ada.post(url(activity, "questions-bring"), {"file": file}, follow=True).redirect_chain[-1][0]

    refused = ada.post(place, {"layout": ""})
    ada.post(place, {"layout": "", "sets_aside": "1"})

    assert (refused.status_code, "Nothing came in" in refused.text) == (422, True)
    assert len(questions(activity)) == 2


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("bank.gift", b"%PDF-1.7 \x00\x01", "bank.gift is a file of the kind PDF. Save it as"),
        ("bank.xml", b'<!DOCTYPE q [<!ENTITY a "b">]><quiz>&a;</quiz>', "line 1: "),
        ("bank.xml", b"<quiz><question type='multichoice'>", "line 1: "),
        ("page.html", b"<!doctype html><script>alert(1)</script>", "line 1: "),
        ("empty.gift", b"", "The submitted file is empty."),
    ],
)
def test_file_that_hurts_or_is_no_bank_is_refused(ada, activity, name, content, told):
    answer = ada.post(url(activity, "questions-bring"), {"file": SimpleUploadedFile(name, content)}, follow=True)

    assert told in answer.text
    assert "<script>alert" not in answer.text
    assert questions(activity) == []


def test_questions_go_out_as_gift_and_come_back_the_same(ada, activity):
    place = ada.post(
        url(activity, "questions-bring"), {"file": SimpleUploadedFile("bank.gift", GIFT)}, follow=True
    ).redirect_chain[-1][0]
    ada.post(place, {"layout": ""})

    out = ada.get(url(activity, "assessment-export"))

    assert out["Content-Disposition"].startswith("attachment")
    from opencme.rules.assessment.files import read_questions

    assert [found.question for found in read_questions(out.content).found] == questions(activity)


def test_pass_mark_is_set_and_a_wrong_one_named(ada, activity):
    page = url(activity, "activity-assessment")
    offers.assessment(activity)

    refused = ada.post(page, {"pass_percent": "120", "attempts_allowed": "", "feedback": "never"})
    ada.post(page, {"pass_percent": "80", "attempts_allowed": "3", "feedback": "after_pass"})

    made = assessment.assessment_of(activity)
    assert refused.status_code == 422
    assert (made.pass_percent, made.attempts_allowed, made.feedback) == (80, 3, "after_pass")


def test_baseline_is_paired_from_the_page(ada, activity):
    offers.assessment(activity, 3)

    answer = ada.post(url(activity, "assessment-pair"), follow=True)

    assert "Asks 3 questions" in answer.text


# ── evaluation ──


def test_locked_questions_are_shown_and_own_ones_saved_in_order(ada, activity):
    page = url(activity, "activity-evaluation")
    rows = {"rows": "2", "text-0": "First?", "kind-0": "text", "text-1": "Which?", "kind-1": "choice"}

    moved = ada.post(page, {**rows, "choices-1": "One\nTwo", "act": "up-1"})
    saved = ada.post(page, {**rows, "choices-1": "One\nTwo", "required-1": "1", "is_required": "1", "act": "save"})

    assert "Was the content balanced and free of commercial bias?" in moved.text
    assert moved.text.index("Which?</textarea>") < moved.text.index("First?</textarea>")
    assert "Not saved yet" in moved.text
    assert saved.status_code == 303
    own = outcomes.questions_of(outcomes.form_row(activity))[-2:]
    assert [(each.text, each.is_required, each.choices) for each in own] == [
        ("First?", False, ()),
        ("Which?", True, (("c1", "One"), ("c2", "Two"))),
    ]


def test_choice_keeps_its_value_when_another_is_put_before_it(ada, activity):
    page = url(activity, "activity-evaluation")
    rows = {"rows": "1", "kind-0": "choice", "text-0": "Which?", "act": "save"}
    ada.post(page, {**rows, "choices-0": "One\nTwo"})
    key = outcomes.questions_of(outcomes.form_row(activity))[-1].key

    ada.post(page, {**rows, "key-0": key, "choices-0": "Zero\nOne\nTwo"})

    assert outcomes.questions_of(outcomes.form_row(activity))[-1].choices == (
        ("c3", "Zero"),
        ("c1", "One"),
        ("c2", "Two"),
    )


def test_own_question_without_words_is_named_and_kept(ada, activity):
    page = url(activity, "activity-evaluation")
    rows = {"rows": "2", "text-0": "Fine?", "kind-0": "text", "text-1": " ", "kind-1": "choice", "choices-1": "One"}

    refused = ada.post(page, {**rows, "act": "save"})

    assert refused.status_code == 422
    assert "Write the question." in refused.text
    assert "Fine?</textarea>" in refused.text
    assert outcomes.form_row(activity) is None


def test_results_tell_the_rate_first_and_no_names(ada):
    activity = offers.enduring()
    answering.set_form(
        by=people.as_actor(people.ada()),
        provider_id=activity.provider_id,
        activity_id=activity.public_id,
        now=offers.NOW,
    )
    offers.registration(activity, people.dee())
    offers.registration(activity, people.cy())
    answering.answer_evaluation(
        by=people.as_actor(people.dee()),
        activity_id=activity.public_id,
        answers={"objectives": "5", "balanced": "yes", "intent": "change", "change": "=1+1 screens"},
        now=offers.NOW,
    )

    shown = ada.get(url(activity, "evaluation-results")).text
    file = b"".join(ada.get(url(activity, "evaluation-results"), {"export": "csv"})).decode("utf-8-sig")

    assert "1 of 2 participants answered" in shown
    assert "50 %" in shown
    assert "Dee" not in shown.split("<main")[1]
    assert "'=1+1 screens" in file


def test_activity_of_another_provider_is_not_there(client, activity):
    client.force_login(people.eve())

    for name in ("activity-content", "activity-assessment", "activity-evaluation", "activity-learners"):
        assert client.get(url(activity, name)).status_code == 404
