"""The evaluation and the claim, which stand on one page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opencme.apps.credit.selectors import ClaimLine
from opencme.kernel.credits import Credits
from opencme.kernel.findings import DomainError
from opencme.rules.outcomes.evaluation import Kind, Question, clean_answers
from opencme.web.ui.forms import Form


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One evaluation question as the page draws it."""

    question: Question
    options: tuple[tuple[str, str, bool], ...]
    text: str
    errors: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of its inputs."""
        return f"e-{self.question.key}"

    @property
    def kind(self) -> str:
        """How it is answered."""
        return str(self.question.kind)


class EvaluationForm:
    """The evaluation's questions with what was answered so far, and each refusal beside its question."""

    def __init__(self, *, questions: Sequence[Question], data: QueryDict | None = None) -> None:
        """Read the answers from a hand-in."""
        self.questions = tuple(questions)
        self.answers: dict[str, Any] = clean_answers(self.questions, _given(self.questions, data)) if data else {}
        self.errors: dict[str, list[str]] = {}

    @property
    def is_blank(self) -> bool:
        """Whether nothing was answered."""
        return not self.answers

    def refuse(self, refusal: DomainError) -> None:
        """Keep each finding for its question."""
        for finding in refusal.findings:
            self.errors.setdefault(finding.field, []).append(gettext("Please answer this question."))

    def lines(self) -> Iterator[AskedLine]:
        """Give the questions as they are drawn."""
        for question in self.questions:
            answer = self.answers.get(question.key, "")
            chosen = answer if isinstance(answer, list) else [answer]
            yield AskedLine(
                question=question,
                options=tuple((value, words, value in chosen) for value, words in question.options),
                text=answer if isinstance(answer, str) else "",
                errors=tuple(self.errors.get(question.key, ())),
            )


def _given(questions: Sequence[Question], data: QueryDict) -> Mapping[str, Any]:
    return {
        question.key: data.getlist(f"e-{question.key}")
        if question.kind is Kind.CHOICES
        else data.get(f"e-{question.key}", "")
        for question in questions
    }


class AmountField(forms.DecimalField):
    """An amount as people type it, with a decimal point or comma."""

    def to_python(self, value: Any) -> Any:
        """Read a comma as a point."""
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class ClaimForm(Form):
    """How much is claimed in each credit system; proposed is what the participation comes to."""

    def __init__(self, *args: Any, lines: Sequence[ClaimLine], **kwargs: Any) -> None:
        """Give each system a field of its own."""
        super().__init__(*args, **kwargs)
        self.lines = tuple(lines)
        for line in self.lines:
            self.fields[line.system] = AmountField(
                label=line.label,
                max_digits=7,
                decimal_places=2,
                min_value=0,
                required=False,
                initial=line.allowed.amount,
                error_messages={"invalid": _("Type an amount like 0.75.")},
            )

    @property
    def asked(self) -> dict[str, Credits]:
        """The amounts by system; what was left empty or 0 is not claimed."""
        return {key: Credits(amount) for key, amount in self.cleaned_data.items() if amount}

    def rows(self) -> Iterator[tuple[ClaimLine, forms.BoundField]]:
        """Give each system with its field."""
        for line in self.lines:
            yield line, self[line.system]
