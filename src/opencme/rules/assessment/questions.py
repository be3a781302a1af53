"""Questions as typed values: what they ask, what answers them, and the points an answer earns.

Weights are percent of the question's points (100 is fully right, a negative weight takes away), always ``Decimal``.
An answer as given is a JSON value: the index of a choice (single, true_false), a list of indexes (multiple), a text
(short, numeric), a list with the index of the option chosen for each left side (matching).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _

FULL: Final = Decimal(100)
NEARLY_FULL: Final = Decimal("99.9")  # three thirds of 33.333 are all of it
CENT: Final = Decimal("0.01")
LONGEST_ANSWER: Final = 500
WIDEST_EXPONENT: Final = 30
SOURCE: Final = "opencme-questions"


class Kind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    SHORT = "short"
    NUMERIC = "numeric"
    MATCHING = "matching"


KIND_NAMES: Final[Mapping[Kind, str]] = {
    Kind.SINGLE: _("One answer"),
    Kind.MULTIPLE: _("Several answers"),
    Kind.TRUE_FALSE: _("True or false"),
    Kind.SHORT: _("Short text"),
    Kind.NUMERIC: _("Number"),
    Kind.MATCHING: _("Matching"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice, with what choosing it earns and why it is right or wrong."""

    text: str
    weight: Decimal = Decimal(0)
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A text that is accepted; ``*`` stands for anything."""

    text: str
    weight: Decimal = FULL
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers that are accepted, both ends counted."""

    low: Decimal
    high: Decimal
    weight: Decimal = FULL
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A left side and the option that belongs to it."""

    left: str
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; which of the answer fields is filled follows from ``kind``.

    stem and rationale are Markdown, everything else is plain text. distractors: options of a matching question that
    belong to no left side.
    """

    kind: Kind
    stem: str
    title: str = ""
    choices: tuple[Choice, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    ranges: tuple[Range, ...] = ()
    pairs: tuple[Pair, ...] = ()
    distractors: tuple[str, ...] = ()
    is_case_sensitive: bool = False
    rationale: str = ""
    points: int = 1

    @property
    def options(self) -> tuple[str, ...]:
        """The options of a matching question, each once, in an order that gives nothing away."""
        return tuple(sorted({*(pair.right for pair in self.pairs), *self.distractors}, key=lambda o: (fold(o), o)))


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer earned."""

    points: Decimal
    is_correct: bool


def fold(text: str) -> str:
    """Make texts comparable: case folded, runs of white space as one."""
    return " ".join(text.split()).casefold()


def number(text: str) -> Decimal | None:
    """Read a number as people type it ("1,5" with a decimal comma too); None when it is none."""
    cleaned = text.strip().replace("−", "-").replace(" ", "")
    if cleaned.count(",") == 1 and "." not in cleaned:
        cleaned = cleaned.replace(",", ".")
    if not cleaned or len(cleaned) > LONGEST_ANSWER or "_" in cleaned:
        return None
    try:
        value = Decimal(cleaned)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) <= WIDEST_EXPONENT else None


# ── Points ───────────────────────────────────────────────────────────────────────────────────────────────────────


def clean_answer(question: Question, given: Any) -> Any:
    """Bring an answer from outside into its JSON form; what cannot be an answer becomes None (nothing chosen)."""
    match question.kind:
        case Kind.SINGLE | Kind.TRUE_FALSE:
            return _index(given, len(question.choices))
        case Kind.MULTIPLE:
            found = (_index(each, len(question.choices)) for each in given) if isinstance(given, list | tuple) else ()
            return sorted({each for each in found if each is not None})
        case Kind.MATCHING:
            listed = list(given) if isinstance(given, list | tuple) else []
            listed += [None] * (len(question.pairs) - len(listed))
            return [_index(each, len(question.options)) for each in listed[: len(question.pairs)]]
        case _:
            return str(given or "").replace("\x00", "").strip()[:LONGEST_ANSWER]


def _index(given: Any, count: int) -> int | None:
    try:
        index = int(str(given))
    except ValueError:
        return None
    return index if 0 <= index < count else None


def is_answered(given: Any) -> bool:
    """Say whether an answer in JSON form says anything at all."""
    return given not in (None, "", []) and not (isinstance(given, list) and all(each is None for each in given))


def mark(question: Question, given: Any) -> Mark:
    """Give the points that ``given`` earns: never below nothing, never above the question's points."""
    percent = min(max(_percent(question, clean_answer(question, given)), Decimal(0)), FULL)
    if percent >= NEARLY_FULL:
        return Mark(Decimal(question.points).quantize(CENT), is_correct=True)
    points = (percent * question.points / FULL).quantize(CENT, rounding=ROUND_HALF_UP)
    return Mark(points, is_correct=False)


def _percent(question: Question, given: Any) -> Decimal:
    match question.kind:
        case Kind.SINGLE | Kind.TRUE_FALSE:
            return question.choices[given].weight if given is not None else Decimal(0)
        case Kind.MULTIPLE:
            return sum((question.choices[index].weight for index in given), Decimal(0))
        case Kind.SHORT:
            hits = (each.weight for each in question.accepted if _matches(each.text, given, question.is_case_sensitive))
            return max(hits, default=Decimal(0)) if given else Decimal(0)
        case Kind.NUMERIC:
            value = number(given)
            hits = (each.weight for each in question.ranges if value is not None and each.low <= value <= each.high)
            return max(hits, default=Decimal(0))
        case Kind.MATCHING:
            options = question.options
            right = sum(
                1
                for pair, at in zip(question.pairs, given, strict=True)
                if at is not None and options[at] == pair.right
            )
            return FULL * right / len(question.pairs) if question.pairs else Decimal(0)


def _matches(pattern: str, given: str, is_case_sensitive: bool) -> bool:  # noqa: FBT001 -- private, named above
    wanted, typed = " ".join(pattern.split()), " ".join(given.split())
    if not is_case_sensitive:
        wanted, typed = wanted.casefold(), typed.casefold()
    # pieces between the stars must follow one another; no backtracking, whatever a file says
    first, *rest = wanted.split("*")
    if not rest:
        return typed == wanted
    last = rest.pop()
    if len(typed) < len(first) + len(last) or not (typed.startswith(first) and typed.endswith(last)):
        return False
    position, end = len(first), len(typed) - len(last)
    for piece in rest:
        found = typed.find(piece, position, end)
        if found < 0:
            return False
        position = found + len(piece)
    return True


def is_pass(*, points: Decimal, possible: int, pass_percent: int | None) -> bool:
    """Say whether ``points`` reach the pass mark; nothing is rounded up, and no mark means passed by taking part."""
    if pass_percent is None:
        return True
    return possible > 0 and points * 100 >= pass_percent * possible


def percent_reached(points: Decimal, possible: int) -> int:
    """Whole percent to show: rounded down, so that 79.9 never reads as the 80 it is not."""
    return int(points * 100 / possible) if possible else 0


# ── Is it a question at all? ─────────────────────────────────────────────────────────────────────────────────────


def findings_on_question(question: Question) -> tuple[Finding, ...]:
    """Say everything that keeps ``question`` from being asked."""
    return tuple(
        Finding(code=f"assessment.question.{code}", message=message, source=SOURCE, field=field)
        for code, message, field in _faults(question)
    )


def _faults(question: Question) -> Iterator[tuple[str, str, str]]:  # noqa: C901 -- one case per kind
    if not question.stem.strip():
        yield "stem", _("Write the question's text."), "stem"
    if question.points < 1:
        yield "points", _("A question is worth at least 1 point."), "points"
    match question.kind:
        case Kind.SINGLE | Kind.TRUE_FALSE | Kind.MULTIPLE:
            yield from _choice_faults(question)
        case Kind.SHORT:
            if not any(each.text.strip() and each.weight >= NEARLY_FULL for each in question.accepted):
                yield "accepted", _("Give at least one text that is fully right."), "accepted"
        case Kind.NUMERIC:
            if not any(each.weight >= NEARLY_FULL for each in question.ranges):
                yield "ranges", _("Give at least one number that is fully right."), "ranges"
            if any(each.low > each.high for each in question.ranges):
                yield "range_order", _("A range runs from the smaller number to the larger."), "ranges"
        case Kind.MATCHING:
            if len(question.pairs) < 2 or not all(p.left.strip() and p.right.strip() for p in question.pairs):  # noqa: PLR2004 -- a pair alone is no question
                yield "pairs", _("Give at least two pairs, each with both sides."), "pairs"


def _choice_faults(question: Question) -> Iterator[tuple[str, str, str]]:
    texts = [fold(choice.text) for choice in question.choices]
    if len(texts) < 2 or not all(texts):  # noqa: PLR2004 -- one choice is no choice
        yield "choices", _("Give at least two choices, each with a text."), "choices"
    elif len(set(texts)) < len(texts):
        yield "same_choice", _("Two choices have the same text."), "choices"
    weights = [choice.weight for choice in question.choices]
    if any(abs(weight) > FULL for weight in weights):
        yield "weight", _("A weight lies between -100 and 100 percent."), "choices"
    if question.kind is Kind.MULTIPLE and not any(weight > 0 for weight in weights):
        yield "right_choice", _("Mark at least one choice as right."), "choices"
    elif question.kind is Kind.MULTIPLE:
        if not NEARLY_FULL <= sum(weight for weight in weights if weight > 0) <= FULL + (FULL - NEARLY_FULL):
            yield "weights", _("The weights of the right choices must add up to 100 percent."), "choices"
    elif sum(1 for weight in weights if weight >= NEARLY_FULL) != 1:
        yield "right_choice", _("Mark exactly one choice as right."), "choices"


# ── As JSON, the form the database keeps ─────────────────────────────────────────────────────────────────────────


def to_body(question: Question) -> dict[str, Any]:
    """Give the answer part of a question as JSON; empty parts are left out."""
    body: dict[str, Any] = {"title": question.title}
    body["choices"] = [{"text": c.text, "weight": _plain(c.weight), "feedback": c.feedback} for c in question.choices]
    body["accepted"] = [{"text": a.text, "weight": _plain(a.weight), "feedback": a.feedback} for a in question.accepted]
    body["ranges"] = [
        {"low": _plain(r.low), "high": _plain(r.high), "weight": _plain(r.weight), "feedback": r.feedback}
        for r in question.ranges
    ]
    body["pairs"] = [[p.left, p.right] for p in question.pairs]
    body["distractors"] = list(question.distractors)
    body["is_case_sensitive"] = question.is_case_sensitive
    return {key: value for key, value in body.items() if value}


def from_body(*, kind: str, stem: str, rationale: str, points: int, body: Mapping[str, Any]) -> Question:
    """Build a question from its row's values; ``from_body(**…to_body(q)) == q``."""
    return Question(
        kind=Kind(kind),
        stem=stem,
        rationale=rationale,
        points=points,
        title=body.get("title", ""),
        choices=tuple(Choice(c["text"], Decimal(c["weight"]), c.get("feedback", "")) for c in body.get("choices", ())),
        accepted=tuple(
            Accepted(a["text"], Decimal(a["weight"]), a.get("feedback", "")) for a in body.get("accepted", ())
        ),
        ranges=tuple(
            Range(Decimal(r["low"]), Decimal(r["high"]), Decimal(r["weight"]), r.get("feedback", ""))
            for r in body.get("ranges", ())
        ),
        pairs=tuple(Pair(left, right) for left, right in body.get("pairs", ())),
        distractors=tuple(body.get("distractors", ())),
        is_case_sensitive=bool(body.get("is_case_sensitive", False)),
    )


def _plain(value: Decimal) -> str:
    """Write a number without exponent and idle zeros."""
    text = f"{value:f}"
    return re.sub(r"\.?0+$", "", text) if "." in text else text


def right_answer(question: Question) -> str:
    """Say the right answer in words, for feedback."""
    match question.kind:
        case Kind.SINGLE | Kind.TRUE_FALSE | Kind.MULTIPLE:
            return "; ".join(choice.text for choice in question.choices if choice.weight > 0)
        case Kind.SHORT:
            return next((each.text for each in question.accepted if each.weight >= NEARLY_FULL), "")
        case Kind.NUMERIC:
            spans = (each for each in question.ranges if each.weight >= NEARLY_FULL)
            return "; ".join(_plain(s.low) if s.low == s.high else f"{_plain(s.low)}–{_plain(s.high)}" for s in spans)
        case Kind.MATCHING:
            return "; ".join(f"{pair.left} – {pair.right}" for pair in question.pairs)


def answer_in_words(question: Question, given: Any) -> str:
    """Say what somebody answered, in words."""
    answer = clean_answer(question, given)
    match question.kind:
        case Kind.SINGLE | Kind.TRUE_FALSE:
            return question.choices[answer].text if answer is not None else ""
        case Kind.MULTIPLE:
            return "; ".join(question.choices[index].text for index in answer)
        case Kind.MATCHING:
            options = question.options
            chosen = zip(question.pairs, answer, strict=True)
            return "; ".join(f"{pair.left} – {options[at] if at is not None else '…'}" for pair, at in chosen)
        case _:
            return str(answer)
