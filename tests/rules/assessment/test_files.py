from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencme.rules.assessment.files import read_questions
from opencme.rules.assessment.gift import write_gift
from opencme.rules.assessment.questions import Accepted, Choice, Kind, Pair, Question, Range, mark
from opencme.rules.assessment.reading import Found

DATA = Path(__file__).parents[2] / "data" / "questions"


def read(name: str):
    return read_questions((DATA / name).read_bytes())


def test_a_gift_bank_as_moodle_writes_it():
    reading = read("bank.gift.txt")
    assert reading.layout == "gift"
    assert not reading.errors
    target, classes, true, missing, dose, pi, match = (found.question for found in reading.found)
    assert reading.found[0].category == "Hypertension 2026"
    assert target.title == "Q01 Target"
    assert target.stem == "Which systolic target does the guideline give for **most adults**?"
    assert target.choices[0].feedback == "Right: see section 4."
    assert target.choices[2].weight == 25
    assert target.rationale == "The guideline lowered the target {2025}."
    assert classes.kind is Kind.MULTIPLE
    assert classes.choices[2].text == "Beta blockers ~ unless indicated"
    assert mark(classes, [0, 1]).is_correct
    assert mark(classes, [0, 2]).points == 0
    assert true.kind is Kind.TRUE_FALSE
    assert true.choices[1].feedback == "No, look again"
    assert "_____" in missing.stem
    assert mark(missing, " FIVE  point five ").is_correct
    assert mark(dose, "4,5").is_correct
    assert not mark(dose, "4.4").is_correct
    assert mark(pi, "2.6").points == Decimal("0.50")
    assert match.pairs[2] == Pair("Amlodipine", "Calcium channel blocker")
    assert match.distractors == ("Diuretic",)
    assert [remark.line for remark in reading.set_aside] == [37, 39]


def test_gift_with_a_mark_and_windows_line_ends():
    reading = read("bom_crlf.gift.txt")
    assert not reading.errors
    assert [found.question.title for found in reading.found] == ["Café", ""]
    assert reading.found[0].question.stem == "Is 1 = 1 {yes}?"


def test_gift_errors_name_line_and_reason():
    reading = read("unclosed.gift.txt")
    assert [remark.line for remark in reading.errors] == [3, 9]
    assert "never closed" in str(reading.errors[0])
    assert "No answer is marked as right" in str(reading.errors[1])


def test_moodle_xml_as_exported():
    reading = read("bank.moodle.xml")
    assert reading.layout == "moodle_xml"
    assert not reading.errors
    stage, causes, unsafe, hormone, potassium, match = (found.question for found in reading.found)
    assert "script" not in stage.stem
    assert "alert" not in stage.stem
    assert "onclick" not in stage.stem
    assert stage.stem.startswith("Which stage is *this*?")
    assert "(ECG strip)" in stage.stem
    assert stage.choices[1].text == "Stage 2"
    assert stage.rationale == "KDIGO stage 3."
    assert mark(causes, [0, 1, 2]).is_correct
    assert mark(causes, [0, 1]).points == Decimal("0.67")
    assert mark(unsafe, 1).is_correct
    assert mark(hormone, "Erythropoietin").is_correct
    assert not mark(hormone, "insulin").is_correct
    assert mark(potassium, "5").is_correct
    assert match.distractors == ("Osmotic",)
    assert any("ecg.png" in str(remark) for remark in reading.notes)
    assert [remark.line for remark in reading.set_aside] == [40, 41]


@pytest.mark.parametrize(
    "bomb",
    [
        b'<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "b">]><quiz>&a;</quiz>',
        b'<!DOCTYPE quiz SYSTEM "file:///etc/passwd"><quiz></quiz>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE q [<!ENTITY a "b">]><quiz>&a;</quiz>'.encode("utf-16"),
    ],
)
def test_xml_that_declares_entities_is_refused(bomb):
    reading = read_questions(bomb)
    assert len(reading.errors) == 1
    assert not reading.found


def test_aiken_in_both_ways_of_lettering():
    reading = read("bank.aiken.txt")
    assert reading.layout == "aiken"
    assert not reading.errors
    assert [mark(found.question, 1).is_correct for found in reading.found] == [False, True]


def test_aiken_errors_name_line_and_reason():
    assert [remark.line for remark in read("broken.aiken.txt").errors] == [1, 8, 10]


@pytest.mark.parametrize(
    "content", [b"", b"  \n", b"\x00\x01", b"<quiz>", b"%PDF-1.7 \x00", b"x" * (5 * 1024 * 1024 + 1)]
)
def test_what_is_no_question_file_is_refused(content):
    reading = read_questions(content)
    assert reading.errors
    assert not reading.found


@given(st.binary(max_size=400) | st.text(alphabet="={}~#:\\%->TF .\n\r$/[]html1a", max_size=200).map(str.encode))
def test_no_bytes_whatever_break_the_reader(content):
    reading = read_questions(content)
    assert reading.found or reading.errors or reading.set_aside


words = (
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=30)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: text and "->" not in text)
)
hints = st.just("") | words
many = st.lists(words, min_size=2, max_size=5, unique_by=lambda t: " ".join(t.split()).casefold())
numbers = st.decimals(-1000, 1000, places=3, allow_nan=False, allow_infinity=False)


@st.composite
def questions(draw):
    base = {"stem": draw(words), "title": draw(hints), "rationale": draw(hints)}
    kind = draw(st.sampled_from(Kind))
    texts = draw(many)
    if kind is Kind.SINGLE:
        choices = tuple(Choice(t, Decimal(100 if at == 0 else 0), draw(hints)) for at, t in enumerate(texts))
        return Question(kind=kind, choices=choices, **base)
    if kind is Kind.MULTIPLE:
        weights = [Decimal(50), Decimal(50), *[Decimal(-25)] * len(texts)]
        return Question(kind=kind, choices=tuple(map(Choice, texts, weights)), **base)
    if kind is Kind.TRUE_FALSE:
        right = draw(st.booleans())
        true = Choice("True", Decimal(100 * right), draw(hints))
        return Question(kind=kind, choices=(true, Choice("False", Decimal(100 * (not right)), draw(hints))), **base)
    if kind is Kind.SHORT:
        return Question(kind=kind, accepted=tuple(Accepted(t, Decimal(100), draw(hints)) for t in texts), **base)
    if kind is Kind.NUMERIC:
        low, high = sorted((draw(numbers), draw(numbers)))
        return Question(kind=kind, ranges=(Range(low, high, Decimal(100), draw(hints)),), **base)
    return Question(kind=kind, pairs=tuple(Pair(t, t) for t in texts[:2]), distractors=tuple(texts[2:]), **base)


@given(st.lists(questions(), min_size=1, max_size=4))
def test_reading_our_gift_gives_what_was_written(wanted):
    written = write_gift([Found(1, question) for question in wanted])
    reading = read_questions(written.encode(), layout="gift")
    assert not reading.errors, written
    assert [found.question for found in reading.found] == wanted
