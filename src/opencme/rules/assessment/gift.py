r"""GIFT, the text format of Moodle, as people really write it; and our own export in it.

Escapes ``\~ \= \# \{ \} \: \\ \n``; comments ``//``; ``$CATEGORY:``; titles ``::…::``; ``[html]``, ``[markdown]``,
``[plain]``, ``[moodle]``; weights ``%50%``; feedback ``#`` and ``####``; numeric ``{#3:2}`` and ``{#1..5}``; matching
``->``; true/false; missing word; questions over several lines, with or without blank lines between them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.assessment.markup import html_to_markdown, html_to_text
from opencme.rules.assessment.questions import (
    FULL,
    NEARLY_FULL,
    Accepted,
    Choice,
    Kind,
    Pair,
    Question,
    Range,
    _plain,
    number,
)
from opencme.rules.assessment.reading import Found, Reading

ESCAPABLE: Final = "\\~=#{}:"
HIDDEN: Final = {sign: chr(index + 1) for index, sign in enumerate(ESCAPABLE)}  # control characters: never in the text
SHOWN: Final = {hidden: sign for sign, hidden in HIDDEN.items()}
BREAK: Final = "\x0e"
TITLE: Final = re.compile(r"\s*::(.*?)::", re.DOTALL)
FORMAT: Final = re.compile(r"\s*\[(html|markdown|plain|moodle)\]", re.IGNORECASE)
WEIGHT: Final = re.compile(r"\s*%(-?\d{1,3}(?:[.,]\d{1,7})?)%")
TRUTHS: Final = {"T": True, "TRUE": True, "F": False, "FALSE": False}


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one question, comments taken out."""

    lines: tuple[tuple[int, str], ...]

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(line for _number, line in self.lines)

    def line_at(self, position: int) -> int:
        """The number of the file's line on which ``position`` of ``text`` stands."""
        return self.lines[min(self.text.count("\n", 0, position), len(self.lines) - 1)][0]


@dataclass(frozen=True, slots=True)
class Part:
    """One answer inside the braces: its mark, weight, text and feedback."""

    sign: str
    weight: Decimal | None
    text: str
    feedback: str


def hide(text: str) -> str:
    """Put escaped signs out of the parser's sight."""
    pieces, index = [], 0
    while index < len(text):
        following = text[index + 1 : index + 2]
        if text[index] == "\\" and following and following in ESCAPABLE:
            pieces.append(HIDDEN[following])
            index += 2
        elif text[index] == "\\" and following == "n":
            pieces.append(BREAK)
            index += 2
        else:
            pieces.append(text[index])
            index += 1
    return "".join(pieces)


def show(text: str) -> str:
    """Bring escaped signs back as themselves."""
    return "".join(SHOWN.get(sign, "\n" if sign == BREAK else sign) for sign in text)


def read_gift(text: str, reading: Reading) -> None:
    """Read ``text`` (LF line ends, no mark) into ``reading``."""
    category = ""
    for block in _blocks(text, reading):
        first = block.lines[0][1].strip()
        if first.upper().startswith("$CATEGORY"):
            category = first.partition(":")[2].strip().removeprefix("$course$/").removeprefix("top/")
            continue
        _read_block(block, category, reading)


def _blocks(text: str, reading: Reading) -> Iterator[Block]:  # noqa: C901, PLR0912 -- one pass over lines, one case each
    held: list[tuple[int, str]] = []
    opened_on, was_closed = 0, False
    for line_number, raw in enumerate(text.split("\n"), start=1):
        line = hide(raw)
        bare = line.strip()
        if bare.startswith("//"):
            continue
        is_category = bare.upper().startswith("$CATEGORY")
        begins_anew = is_category or bare.startswith("::")
        if not opened_on and held and (not bare or (begins_anew and (was_closed or is_category))):
            yield Block(tuple(held))
            held, was_closed = [], False
        if not bare and not held:
            continue
        if opened_on and begins_anew:
            reading.error(opened_on, _("The { on this line is never closed; the next question begins before its }."))
            held, opened_on, was_closed = [], 0, False
        held.append((line_number, line))
        if is_category:
            yield Block(tuple(held))
            held = []
            continue
        for sign in line:
            if sign == "{" and opened_on:
                reading.error(
                    line_number,
                    _("There is a { inside the answers opened on line %(opened)s: close them with }, or write \\{."),
                    opened=str(opened_on),
                )
                return
            if sign == "{":
                opened_on = line_number
            elif sign == "}":
                if not opened_on:
                    reading.error(line_number, _("There is a } without a { before it; write \\} for the sign itself."))
                    return
                opened_on, was_closed = 0, True
    if opened_on:
        reading.error(opened_on, _("The { on this line is never closed."))
    elif held:
        yield Block(tuple(held))


def _read_block(block: Block, category: str, reading: Reading) -> None:
    text, line = block.text, block.lines[0][0]
    title, start = "", 0
    if titled := TITLE.match(text):
        title, start = show(titled[1].strip()), titled.end()
    form = ""
    if formatted := FORMAT.match(text, start):
        form, start = formatted[1].lower(), formatted.end()
    opening = text.find("{", start)
    if opening < 0:
        reading.aside(line, _("Text without answers in braces { }: a description, not a question."))
        return
    closing = text.find("}", opening)
    if (again := text.find("{", closing)) >= 0:
        reading.error(block.line_at(again), _("A question has one pair of braces; put a blank line between questions."))
        return
    before, inside, after = text[start:opening], text[opening + 1 : closing], text[closing + 1 :]
    blank = " _____ " if after.strip() else ""
    stem = _rich(f"{before.rstrip()}{blank}{after.lstrip()}".strip(), form)
    body, _cut, general = inside.partition("####")
    rationale = _rich(general.strip(), form)
    answers_line = block.line_at(opening)
    if not body.strip():
        reading.aside(answers_line, _("An essay question ({}) has no right answer to score."))
        return
    question = _answers(body, answers_line, form, reading)
    if question is None:
        return
    reading.take(
        line,
        Question(
            kind=question.kind,
            stem=stem,
            title=title[:200],
            choices=question.choices,
            accepted=question.accepted,
            ranges=question.ranges,
            pairs=question.pairs,
            distractors=question.distractors,
            rationale=rationale,
        ),
        category,
    )


def _rich(text: str, form: str) -> str:
    shown = show(text)
    return html_to_markdown(shown) if form == "html" or (form in ("", "moodle") and "</" in shown) else shown


def _flat(text: str, form: str = "") -> str:
    if formatted := FORMAT.match(text):
        form, text = formatted[1].lower(), text[formatted.end() :]
    shown = show(text.strip())
    is_html = form == "html" or (form in ("", "moodle") and ("</" in shown or "&" in shown))
    return html_to_text(shown) if is_html else " ".join(shown.split())


def _answers(body: str, line: int, form: str, reading: Reading) -> Question | None:
    stripped = body.strip()
    if stripped.startswith("#"):
        return _numeric(stripped[1:], line, form, reading)
    head, *feedback = stripped.split("#")
    if head.strip().upper() in TRUTHS:
        return _true_false(is_true=TRUTHS[head.strip().upper()], feedback=[_flat(each, form) for each in feedback])
    parts = _parts(stripped, form)
    if not parts or stripped[0] not in "=~":
        reading.error(line, _("Answers begin with = (right) or ~ (wrong); this one does not."))
        return None
    if any(part.sign == "~" for part in parts):
        return _choices(parts, line, form, reading)
    if all("->" in part.text for part in parts):
        return _matching(parts, form)
    if any("->" in part.text for part in parts):
        reading.error(line, _("Some answers have -> and some do not: a matching question needs it in every line."))
        return None
    return Question(
        kind=Kind.SHORT,
        stem="",
        accepted=tuple(
            Accepted(_flat(part.text, form), FULL if part.weight is None else part.weight, part.feedback)
            for part in parts
        ),
    )


def _parts(body: str, form: str) -> list[Part]:
    found = []
    for sign, content in re.findall(r"([=~])([^=~]*)", body):
        text, _cut, feedback = content.partition("#")
        weight = None
        if weighed := WEIGHT.match(text):
            weight, text = Decimal(weighed[1].replace(",", ".")), text[weighed.end() :]
        found.append(Part(sign, weight, text, _flat(feedback, form)))
    return found


def _choices(parts: Sequence[Part], line: int, form: str, reading: Reading) -> Question | None:
    is_single = any(part.sign == "=" for part in parts)
    if not is_single and not any(part.weight is not None and part.weight > 0 for part in parts):
        reading.error(line, _("No answer is marked as right: put = before it."))
        return None
    choices = tuple(
        Choice(
            _flat(part.text, form),
            part.weight if part.weight is not None else (FULL if part.sign == "=" else Decimal(0)),
            part.feedback,
        )
        for part in parts
    )
    if is_single and sum(1 for choice in choices if choice.weight >= NEARLY_FULL) > 1:
        reading.error(line, _("Several answers are marked with =; write ~%%50%% and so on where several are right."))
        return None
    return Question(kind=Kind.SINGLE if is_single else Kind.MULTIPLE, stem="", choices=choices)


def _true_false(*, is_true: bool, feedback: Sequence[str]) -> Question:
    when_wrong, when_right = (*feedback, "", "")[:2]
    true = Choice("True", FULL if is_true else Decimal(0), when_right if is_true else when_wrong)
    false = Choice("False", Decimal(0) if is_true else FULL, when_wrong if is_true else when_right)
    return Question(kind=Kind.TRUE_FALSE, stem="", choices=(true, false))


def _matching(parts: Sequence[Part], form: str) -> Question:
    sides = [tuple(_flat(side, form) for side in part.text.split("->", 1)) for part in parts]
    return Question(
        kind=Kind.MATCHING,
        stem="",
        pairs=tuple(Pair(left, right) for left, right in sides if left),
        distractors=tuple(right for left, right in sides if not left),
    )


def _numeric(body: str, line: int, form: str, reading: Reading) -> Question | None:
    parts = _parts(body, form)
    if not parts:
        text, _cut, feedback = body.partition("#")
        parts = [Part("=", None, text, _flat(feedback, form))]
    ranges = []
    for part in parts:
        if part.sign == "~" or not part.text.strip():
            continue  # Moodle's "anything else" entry, kept there for its feedback only
        span = _range(show(part.text))
        if span is None:
            reading.error(
                line, _("“%(text)s” is not a number, number:tolerance or low..high."), text=show(part.text.strip())[:60]
            )
            return None
        ranges.append(Range(*span, FULL if part.weight is None else part.weight, part.feedback))
    return Question(kind=Kind.NUMERIC, stem="", ranges=tuple(ranges))


def _range(text: str) -> tuple[Decimal, Decimal] | None:
    if ".." in text:
        low, high = (number(end) for end in text.split("..", 1))
        return (low, high) if low is not None and high is not None else None
    middle, _cut, tolerance = text.partition(":")
    centre, width = number(middle), number(tolerance or "0")
    return (centre - abs(width), centre + abs(width)) if centre is not None and width is not None else None


# ── Our own export ───────────────────────────────────────────────────────────────────────────────────────────────


def write_gift(questions: Sequence[Found]) -> str:
    """Write questions as GIFT; reading the text again gives the same questions."""
    pieces, category = ["// Questions exported by OpenCME"], ""
    for found in questions:
        if found.category != category:
            category = found.category
            pieces.append(f"$CATEGORY: {category}")
        pieces.append(_written(found.question))
    return "\n\n".join(pieces) + "\n"


def _guard(text: str) -> str:
    """Escape an answer's text, and say its format where its beginning would be read as one."""
    return ("[plain]" if FORMAT.match(text) else "") + _esc(text)


def _esc(text: str) -> str:
    return "".join(f"\\{sign}" if sign in ESCAPABLE else "\\n" if sign == "\n" else sign for sign in text)


def _written(question: Question) -> str:
    title = f"::{_esc(question.title)}::" if question.title else ""
    rationale = f"\n####{_esc(question.rationale)}" if question.rationale else ""
    return f"{title}[markdown]{_esc(question.stem)}{{{_written_answers(question)}{rationale}\n}}"


def _written_answers(question: Question) -> str:
    match question.kind:
        case Kind.TRUE_FALSE:
            true, false = question.choices
            right, wrong = (true, false) if true.weight >= NEARLY_FULL else (false, true)
            hints = f"#{_esc(wrong.feedback)}#{_esc(right.feedback)}" if wrong.feedback or right.feedback else ""
            return f"{'TRUE' if right is true else 'FALSE'}{hints}"
        case Kind.SINGLE | Kind.MULTIPLE:
            is_single = question.kind is Kind.SINGLE
            return "".join(_written_choice(choice, is_single=is_single) for choice in question.choices)
        case Kind.SHORT:
            return "".join(
                f"\n={_percent(each.weight, text=each.text)}{_guard(each.text)}{_hint(each.feedback)}"
                for each in question.accepted
            )
        case Kind.NUMERIC:
            return "#" + "".join(
                f"\n={_percent(each.weight)}{_plain(each.low)}..{_plain(each.high)}{_hint(each.feedback)}"
                for each in question.ranges
            )
        case Kind.MATCHING:
            pairs = "".join(f"\n={_guard(pair.left)} -> {_guard(pair.right)}" for pair in question.pairs)
            return pairs + "".join(f"\n= -> {_guard(each)}" for each in question.distractors)


def _written_choice(choice: Choice, *, is_single: bool) -> str:
    if is_single and choice.weight >= NEARLY_FULL:
        return f"\n={_percent(choice.weight, text=choice.text)}{_guard(choice.text)}{_hint(choice.feedback)}"
    weight = _percent(choice.weight, plain_at=Decimal(0), text=choice.text)
    return f"\n~{weight}{_guard(choice.text)}{_hint(choice.feedback)}"


def _percent(weight: Decimal, plain_at: Decimal = FULL, text: str = "") -> str:
    return "" if weight == plain_at and not text.startswith("%") else f"%{_plain(weight)}%"


def _hint(feedback: str) -> str:
    return f"#{_guard(feedback)}" if feedback else ""
