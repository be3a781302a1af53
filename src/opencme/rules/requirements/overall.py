"""What many lines say together: the worst verdict, the nearest day, the questions that are open."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from opencme.rules.requirements.definitions import Rule
from opencme.rules.requirements.lines import Line, Verdict

WORST_FIRST: Final = (Verdict.NOT_MET, Verdict.UNKNOWN, Verdict.MET, Verdict.NOT_DUE)


def binding(rule: Rule, lines: Iterable[Line]) -> tuple[Line, ...]:
    """Give the lines that bind: without what is only desirable, and without maxima and surplus, which only inform."""
    informs = {limit.id for limit in rule.limits if limit.is_desirable or limit.operator == "max"}
    return tuple(line for line in lines if line.line not in informs and line.line != "carry_over")


def overall(rule: Rule, lines: Iterable[Line]) -> Verdict:
    """Give the worst verdict of the lines that bind; ``not_applicable`` where none does."""
    found = {line.verdict for line in binding(rule, lines)}
    return next((verdict for verdict in WORST_FIRST if verdict in found), Verdict.NOT_APPLICABLE)


def due_next(lines: Iterable[Line]) -> date | None:
    """Give the nearest day on which something that is missing falls due."""
    return min((line.by for line in lines if line.verdict is Verdict.NOT_MET and line.by is not None), default=None)


def open_questions(lines: Sequence[Line]) -> tuple[str, ...]:
    """Give what must be asked to decide, each once, what most lines wait for first."""
    asked = [question for line in lines for question in line.questions]
    first = {question: place for place, question in reversed(list(enumerate(asked)))}
    return tuple(sorted(first, key=lambda question: (-asked.count(question), first[question])))
