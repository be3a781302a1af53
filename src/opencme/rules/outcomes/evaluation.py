"""The evaluation: what participants are asked of an activity, as data, and how answers are counted.

Questions are worded by us from what the rules want shown (the sources name no wording). What participants say they
mean to do is **intent**: it is never counted or called a measured outcome (TRAP-56).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count
from typing import Any, Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _

LONGEST_TEXT: Final = 4000
LONGEST_QUESTION: Final = 1000
MOST_OWN: Final = 60


class Kind(StrEnum):
    """How an evaluation question is answered."""

    YES_NO = "yes_no"
    SCALE = "scale"
    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"


KIND_NAMES: Final[Mapping[Kind, str]] = {
    Kind.YES_NO: _("Yes or no"),
    Kind.SCALE: _("Agreement, 1 to 5"),
    Kind.CHOICE: _("One choice"),
    Kind.CHOICES: _("Several choices"),
    Kind.TEXT: _("Text"),
}
SCALE: Final = (
    ("1", _("Strongly disagree")),
    ("2", _("Disagree")),
    ("3", _("Neither")),
    ("4", _("Agree")),
    ("5", _("Strongly agree")),
)
YES_NO: Final = (("yes", _("Yes")), ("no", _("No")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One evaluation question; ``source`` names the rule it serves, empty for a provider's own.

    is_retired: asked no more, kept because somebody answered it.
    """

    key: str
    kind: Kind
    text: str
    is_required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    source: str = ""
    is_retired: bool = False

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """The values and words to choose from; empty for text."""
        return {Kind.YES_NO: YES_NO, Kind.SCALE: SCALE}.get(self.kind, self.choices)


STANDARD: Final = (
    Question(
        key="objectives",
        kind=Kind.SCALE,
        text=_("The activity met its stated learning objectives."),
        source="accme-core-criteria",
    ),
    Question(
        key="balanced",
        kind=Kind.YES_NO,
        text=_("Was the content balanced and free of commercial bias?"),
        source="accme-standard-2",
    ),
    Question(
        key="bias_comment",
        kind=Kind.TEXT,
        text=_("If it was not, what did you notice?"),
        is_required=False,
        source="accme-standard-2",
    ),
    Question(
        key="intent",
        kind=Kind.CHOICE,
        text=_("Will you change anything in your practice because of this activity?"),
        choices=(
            ("change", _("Yes, I intend to make a change")),
            ("confirms", _("No, it confirms what I already do")),
            ("undecided", _("I have not decided")),
            ("none", _("No, I do not intend to change anything")),
        ),
        source="accme-core-criteria",
    ),
    Question(
        key="change",
        kind=Kind.TEXT,
        text=_("What will you do differently?"),
        is_required=False,
        source="accme-core-criteria",
    ),
    Question(
        key="barriers",
        kind=Kind.CHOICES,
        text=_("What could keep you from making the change?"),
        choices=(
            ("time", _("Lack of time")),
            ("resources", _("Equipment, staff or other resources")),
            ("cost", _("Cost or coverage")),
            ("patients", _("Patients' circumstances or wishes")),
            ("system", _("Policies of my organization")),
            ("evidence", _("I am not convinced by the evidence")),
            ("nothing", _("Nothing")),
        ),
        is_required=False,
        source="accme-core-criteria",
    ),
)


def to_json(question: Question) -> dict[str, Any]:
    """Give a provider's own question as JSON."""
    return {
        "key": question.key,
        "kind": str(question.kind),
        "text": question.text,
        "is_required": question.is_required,
        "choices": [list(choice) for choice in question.choices],
        **({"is_retired": True} if question.is_retired else {}),
    }


def from_json(stored: Mapping[str, Any]) -> Question:
    """Read back what ``to_json`` wrote."""
    return Question(
        key=stored["key"],
        kind=Kind(stored["kind"]),
        text=stored["text"],
        is_required=bool(stored.get("is_required", True)),
        choices=tuple((value, words) for value, words in stored.get("choices", ())),
        is_retired=bool(stored.get("is_retired", False)),
    )


def form_of(own: Sequence[Mapping[str, Any]], *, with_retired: bool = False) -> tuple[Question, ...]:
    """The whole form: the standing questions, then the provider's ``own``; for results also what is asked no more."""
    questions = tuple(from_json(each) for each in own)
    return STANDARD + tuple(each for each in questions if with_retired or not each.is_retired)


def changed_own(old: Sequence[Question], new: Sequence[Question], answered: frozenset[str]) -> tuple[Question, ...]:
    """Give the provider's questions after a change, so that answers keep the question they were given to.

    new: in their order; an empty or unknown key is a new question. answered: keys somebody has answered. A question
    whose words changed after somebody answered it is retired and asked anew under a key of its own.
    """
    before = {each.key: each for each in old}
    taken = {*before, *(each.key for each in STANDARD)}
    kept: list[Question] = []
    for each in new:
        was = before.get(each.key)
        is_same = was is not None and not was.is_retired and (each.key not in answered or _asks_same(was, each))
        key = each.key if is_same else _free_key(taken)
        taken.add(key)
        kept.append(replace(each, key=key, is_retired=False))
    standing = {each.key for each in kept}
    gone = (each for each in old if each.key not in standing and each.key in answered)
    return (*kept, *(replace(each, is_retired=True) for each in gone))


def _asks_same(one: Question, other: Question) -> bool:
    return (one.kind, one.text, one.choices) == (other.kind, other.text, other.choices)


def _free_key(taken: set[str]) -> str:
    return next(key for number in count(1) if (key := f"own_{number}") not in taken)


def findings_on_question(question: Question) -> tuple[Finding, ...]:
    """Say what keeps a provider's own question from being asked."""

    def find() -> Iterator[Finding]:
        if len(question.text) > LONGEST_QUESTION:
            yield Finding(
                code="evaluation.question.long",
                source="opencme-questions",
                field="text",
                message=_("The question is longer than 1,000 characters."),
            )
        if len({words.casefold() for _value, words in question.choices}) < len(question.choices):
            yield Finding(
                code="evaluation.question.same",
                source="opencme-questions",
                field="choices",
                message=_("Two choices are the same."),
            )
        if not question.text.strip():
            yield Finding(
                code="evaluation.question.text",
                source="opencme-questions",
                field="text",
                message=_("Write the question."),
            )
        if question.kind in (Kind.CHOICE, Kind.CHOICES) and len(question.choices) < 2:  # noqa: PLR2004 -- one choice is no choice
            yield Finding(
                code="evaluation.question.choices",
                source="opencme-questions",
                field="choices",
                message=_("Give at least two choices, one per line."),
            )

    return tuple(find())


def clean_answers(form: Sequence[Question], given: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what answers a question of ``form``: known values only, texts cut to their limit."""
    answers: dict[str, Any] = {}
    for question in form:
        value = given.get(question.key)
        known = {option for option, _words in question.options}
        match question.kind:
            case Kind.TEXT:
                text = str(value or "").replace("\x00", "").strip()[:LONGEST_TEXT]
                if text:
                    answers[question.key] = text
            case Kind.CHOICES:
                chosen = [each for each in value if each in known] if isinstance(value, list | tuple) else []
                if chosen:
                    answers[question.key] = chosen
            case _:
                if isinstance(value, str) and value in known:
                    answers[question.key] = value
    return answers


def findings_on_answers(form: Sequence[Question], answers: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Name each required question without an answer."""
    return tuple(
        Finding(
            code="evaluation.answer.missing",
            source=question.source or "opencme-questions",
            message=_("Please answer: %(question)s"),
            params={"question": question.text},
            field=question.key,
        )
        for question in form
        if question.is_required and question.key not in answers
    )


@dataclass(frozen=True, slots=True)
class Count:
    """How many chose one option."""

    value: str
    words: str
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class Result:
    """The answers to one question, counted; texts in the order they came."""

    question: Question
    answered: int
    counts: tuple[Count, ...]
    texts: tuple[str, ...]


def count_answers(form: Sequence[Question], responses: Sequence[Mapping[str, Any]]) -> tuple[Result, ...]:
    """Count ``responses`` question by question. These are reactions and intentions, not outcomes (TRAP-56)."""
    return tuple(_result(question, [r[question.key] for r in responses if question.key in r]) for question in form)


def _result(question: Question, answers: Sequence[Any]) -> Result:
    if question.kind is Kind.TEXT:
        return Result(question, len(answers), (), tuple(str(answer) for answer in answers))
    counts = []
    for value, words in question.options:
        count = sum(1 for answer in answers if answer == value or (isinstance(answer, list) and value in answer))
        percent = (200 * count + len(answers)) // (2 * len(answers)) if answers else 0
        counts.append(Count(value, words, count, percent))
    return Result(question, len(answers), tuple(counts), ())
