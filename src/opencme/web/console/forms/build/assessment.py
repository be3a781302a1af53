"""Forms about the assessment: its rules, one question with its rows, a file of questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opencme.rules.assessment import questions as rules
from opencme.rules.assessment.questions import Accepted, Choice, Kind, Pair, Question, Range
from opencme.rules.assessment.reading import hundred_over
from opencme.web.ui.forms import Form

LEAST_ROWS: Final = {Kind.SINGLE: 4, Kind.MULTIPLE: 4, Kind.SHORT: 2, Kind.NUMERIC: 1, Kind.MATCHING: 3}
MOST_ROWS: Final = 30
CELLS: Final = ("text", "feedback", "weight", "low", "high", "left", "right_side")


class SettingsForm(Form):
    """How the assessment is passed."""

    pass_percent = forms.IntegerField(
        label=_("Pass mark, percent"),
        help_text=_("Participants are told it before they begin."),
        min_value=1,
        max_value=100,
        required=False,
    )
    attempts_allowed = forms.IntegerField(
        label=_("Attempts"), help_text=_("Empty: as many as they need."), min_value=1, max_value=99, required=False
    )
    feedback = forms.ChoiceField(
        label=_("Rationales are shown"),
        choices=[("after_each", _("After each attempt")), ("after_pass", _("After passing")), ("never", _("Never"))],
    )


class QuestionsFileForm(Form):
    """A file of questions."""

    file = forms.FileField(
        label=_("File of questions"),
        help_text=_("GIFT, Moodle XML or Aiken, up to 5 MB. Drop it here; you see every question before it comes in."),
        widget=forms.FileInput(attrs={"accept": ".txt,.gift,.xml,.aiken"}),
    )


class QuestionForm(Form):
    """What every question has; its choices or answers are ``Row`` objects beside it."""

    stem = forms.CharField(
        label=_("Question"),
        help_text=_("Markdown is understood."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the question’s text.")},
    )
    rationale = forms.CharField(
        label=_("Rationale"),
        help_text=_("Why the right answer is right, with its source. Shown as the settings say."),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    points = forms.IntegerField(label=_("Points"), min_value=1, max_value=100, initial=1)
    distractors = forms.CharField(
        label=_("Options that belong to nothing"),
        help_text=_("One per line."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_case_sensitive = forms.BooleanField(label=_("Capital letters matter"), required=False)
    choices = forms.CharField(label=_("Choices"), required=False, widget=forms.HiddenInput)
    accepted = forms.CharField(label=_("Answers"), required=False, widget=forms.HiddenInput)
    ranges = forms.CharField(label=_("Numbers"), required=False, widget=forms.HiddenInput)
    pairs = forms.CharField(label=_("Pairs"), required=False, widget=forms.HiddenInput)


@dataclass(slots=True, kw_only=True)
class Row:
    """One choice, answer, number or pair as typed; which cells are used follows from the kind."""

    text: str = ""
    feedback: str = ""
    weight: str = ""
    low: str = ""
    high: str = ""
    left: str = ""
    right_side: str = ""
    is_right: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed; such a row is left out."""
        return not any((self.text, self.low, self.high, self.left, self.right_side))


def rows_of(question: Question | None, kind: Kind) -> list[Row]:
    """Give the rows of a question to change, or blank ones for a new one."""
    rows: list[Row] = []
    if question is None:
        if kind is Kind.TRUE_FALSE:
            return [Row(text=gettext("True"), is_right=True), Row(text=gettext("False"))]
        return [Row() for _row in range(LEAST_ROWS[kind])]
    plain = _is_plain(question)
    rows += [
        Row(text=c.text, feedback=c.feedback, weight="" if plain else _percent(c.weight), is_right=c.weight > 0)
        for c in question.choices
    ]
    rows += [
        Row(text=a.text, feedback=a.feedback, weight="" if a.weight == rules.FULL else _percent(a.weight))
        for a in question.accepted
    ]
    rows += [
        Row(low=_percent(r.low), high=_percent(r.high), weight="" if r.weight == rules.FULL else _percent(r.weight))
        for r in question.ranges
    ]
    rows += [Row(left=p.left, right_side=p.right) for p in question.pairs]
    return rows


def _is_plain(question: Question) -> bool:
    """Say whether the weights are the ones the form gives by itself."""
    wanted = _weights([choice.weight > 0 for choice in question.choices], question.kind)
    return [choice.weight for choice in question.choices] == wanted


def _percent(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _weights(right: Sequence[bool], kind: Kind) -> list[Decimal]:
    """Give the usual weights: the right choices share 100 percent, a wrong one of several takes as much away."""
    share = hundred_over(sum(right)) if any(right) else rules.FULL
    wrong = -share if kind is Kind.MULTIPLE else Decimal(0)
    return [(share if kind is Kind.MULTIPLE else rules.FULL) if each else wrong for each in right]


def rows_in(data: Mapping[str, str], kind: Kind) -> list[Row]:
    """Read the rows as they were typed."""
    count = int(data["rows"]) if data.get("rows", "").isdecimal() else 0
    one = data.get("right", "")
    rows = []
    for at in range(min(count, MOST_ROWS)):
        cells = {cell: data.get(f"{cell}-{at}", "").strip()[:20_000] for cell in CELLS}
        is_right = bool(data.get(f"right-{at}")) if kind is Kind.MULTIPLE else one == str(at)
        rows.append(Row(**cells, is_right=is_right))
    return rows


def question_from(form: QuestionForm, rows: Sequence[Row], kind: Kind, title: str = "") -> Question | None:
    """Build the question, or say at ``form`` which number cannot be read and give None."""
    given = form.cleaned_data
    filled = [row for row in rows if not row.is_blank]
    numbers = {id(row): _numbers(row, kind) for row in filled}
    if any(None in found.values() for found in numbers.values()):
        field = "ranges" if kind is Kind.NUMERIC else "choices" if kind in _CHOSEN else "accepted"
        form.add_error(field, gettext("Write numbers with digits only, as in 4.5 or -50."))
        return None
    usual = _weights([row.is_right for row in filled], kind)
    weights = [numbers[id(row)].get("weight", usual[at]) for at, row in enumerate(filled)]
    full = [numbers[id(row)].get("weight", rules.FULL) for row in filled]
    return Question(
        kind=kind,
        title=title,
        stem=given["stem"],
        rationale=given["rationale"],
        points=given["points"],
        is_case_sensitive=given["is_case_sensitive"] and kind is Kind.SHORT,
        choices=tuple(Choice(row.text, weights[at] or Decimal(0), row.feedback) for at, row in enumerate(filled))
        if kind in _CHOSEN
        else (),
        accepted=tuple(Accepted(row.text, full[at] or Decimal(0), row.feedback) for at, row in enumerate(filled))
        if kind is Kind.SHORT
        else (),
        ranges=tuple(_range(numbers[id(row)], full[at] or Decimal(0)) for at, row in enumerate(filled))
        if kind is Kind.NUMERIC
        else (),
        pairs=tuple(Pair(row.left, row.right_side) for row in filled) if kind is Kind.MATCHING else (),
        distractors=tuple(filter(None, (line.strip() for line in given["distractors"].splitlines())))
        if kind is Kind.MATCHING
        else (),
    )


_CHOSEN: Final = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.TRUE_FALSE})


def _numbers(row: Row, kind: Kind) -> dict[str, Decimal | None]:
    """Read the numbers of a row; None stands for one that is none. Empty ones are left out."""
    names = ("low", "high", "weight") if kind is Kind.NUMERIC else ("weight",)
    found = {name: rules.number(text) for name in names if (text := getattr(row, name))}
    if kind is Kind.NUMERIC and "low" not in found and "high" not in found:
        found["low"] = None
    return found


def _range(found: dict[str, Decimal | None], weight: Decimal) -> Range:
    low, high = found.get("low"), found.get("high")
    one = low if low is not None else high
    other = high if high is not None else low
    return Range(one or Decimal(0), other or Decimal(0), weight)
