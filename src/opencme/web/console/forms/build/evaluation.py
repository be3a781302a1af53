"""The evaluation form's own questions as rows that can be added, ordered and removed before they are saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from opencme.rules.outcomes.evaluation import Kind, Question

MOST_ROWS: Final = 60
WITH_CHOICES: Final = frozenset({Kind.CHOICE, Kind.CHOICES})


@dataclass(slots=True, kw_only=True)
class OwnRow:
    """One own question as typed; choices stand one per line."""

    key: str = ""
    kind: str = Kind.SCALE
    text: str = ""
    choices: str = ""
    is_required: bool = True
    errors: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed; such a row is left out."""
        return not (self.text.strip() or self.choices.strip())


def rows_of(questions: Sequence[Question]) -> list[OwnRow]:
    """Give the rows of saved questions."""
    return [
        OwnRow(
            key=each.key,
            kind=str(each.kind),
            text=each.text,
            choices="\n".join(words for _value, words in each.choices),
            is_required=each.is_required,
        )
        for each in questions
    ]


def rows_in(data: Mapping[str, str]) -> list[OwnRow]:
    """Read the rows as typed."""
    count = int(data["rows"]) if data.get("rows", "").isdecimal() else 0
    kinds = set(Kind)
    return [
        OwnRow(
            key=data.get(f"key-{at}", "")[:40],
            kind=data[f"kind-{at}"] if data.get(f"kind-{at}") in kinds else str(Kind.TEXT),
            text=data.get(f"text-{at}", "").strip()[:2_000],
            choices=data.get(f"choices-{at}", "")[:4_000],
            is_required=bool(data.get(f"required-{at}")),
        )
        for at in range(min(count, MOST_ROWS + 1))
    ]


def acted(rows: list[OwnRow], act: str) -> list[OwnRow]:
    """Add, move or remove a row: ``add``, ``up-2``, ``down-2``, ``remove-2``; anything else changes nothing."""
    if act == "add":
        return [*rows, OwnRow()]
    word, _dash, place = act.partition("-")
    at = int(place) if place.isdecimal() else -1
    if not 0 <= at < len(rows):
        return rows
    if word == "remove":
        return [row for number, row in enumerate(rows) if number != at]
    to = at - 1 if word == "up" else at + 1
    if word in ("up", "down") and 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
    return rows


def questions_from(rows: Sequence[OwnRow], old: Sequence[Question]) -> list[Question]:
    """Build the questions; a choice whose words were there before keeps its value, so that answers stay true."""
    before = {each.key: {words: value for value, words in each.choices} for each in old}
    made = []
    for row in rows:
        kept = before.get(row.key, {})
        taken = set(kept.values())
        choices = []
        for words in dict.fromkeys(line.strip() for line in row.choices.splitlines() if line.strip()):
            value = kept.get(words) or next(name for n in range(1, 1_000) if (name := f"c{n}") not in taken)
            taken.add(value)
            choices.append((value, words))
        made.append(
            Question(
                key=row.key,
                kind=Kind(row.kind),
                text=row.text,
                is_required=row.is_required,
                choices=tuple(choices) if Kind(row.kind) in WITH_CHOICES else (),
            )
        )
    return made
