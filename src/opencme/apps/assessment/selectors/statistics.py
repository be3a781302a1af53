"""How the items behaved: difficulty, choices taken, and change between baseline and post for the same people."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from opencme.apps.activities.models import Activity
from opencme.apps.assessment.models import Answer, Question
from opencme.apps.assessment.selectors.questions import assessment_of, questions_of, typed
from opencme.rules.assessment import questions as rules


@dataclass(frozen=True, slots=True)
class Taken:
    """How often one choice was taken."""

    text: str
    count: int
    percent: int
    is_right: bool


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """One item at first attempts. The paired figures count only people who answered it both times (TRAP-57)."""

    question: Question
    answered: int
    correct_percent: int | None
    taken: tuple[Taken, ...]
    paired: int
    before_percent: int | None
    after_percent: int | None


def item_statistics(activity: Activity) -> tuple[ItemStatistics, ...]:
    """Give the statistics of every item asked now; the number of queries does not grow with items or people."""
    post = assessment_of(activity)
    if post is None:
        return ()
    questions = questions_of(post)
    rows = Answer.objects.of(activity.provider_id).filter(
        attempt__assessment__activity=activity, attempt__number=1, question__item__in=[q.item for q in questions]
    )
    found = list(
        rows.values_list(
            "question__item",
            "question__version",
            "attempt__assessment__kind",
            "attempt__registration_id",
            "given",
            "is_correct",
        )
    )
    return tuple(_of(question, found) for question in questions)


def _of(question: Question, found: Sequence[tuple[UUID, int, str, int, object, bool]]) -> ItemStatistics:
    mine = [row for row in found if row[0] == question.item and row[1] == question.version]
    post = [row for row in mine if row[2] == "post"]
    after = {row[3]: row[5] for row in post}
    before = {row[3]: row[5] for row in mine if row[2] == "baseline"}
    both = before.keys() & after.keys()
    return ItemStatistics(
        question=question,
        answered=len(post),
        correct_percent=_percent(sum(after.values()), len(after)),
        taken=_taken(typed(question), [row[4] for row in post]),
        paired=len(both),
        before_percent=_percent(sum(before[key] for key in both), len(both)),
        after_percent=_percent(sum(after[key] for key in both), len(both)),
    )


def _taken(question: rules.Question, given: Sequence[object]) -> tuple[Taken, ...]:
    counts: Counter[int] = Counter()
    for answer in given:
        clean = rules.clean_answer(question, answer)
        counts.update(clean if question.kind is rules.Kind.MULTIPLE else [clean] if isinstance(clean, int) else [])
    return tuple(
        Taken(choice.text, counts[index], _percent(counts[index], len(given)) or 0, is_right=choice.weight > 0)
        for index, choice in enumerate(question.choices)
    )


def _percent(part: int, whole: int) -> int | None:
    return (200 * part + whole) // (2 * whole) if whole else None
