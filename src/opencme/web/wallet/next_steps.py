"""What to do next, over all authorities, the most urgent first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext, ngettext

from opencme.apps.wallet.selectors.line_words import missing_words, repeats_total
from opencme.apps.wallet.selectors.pages import StandingPage
from opencme.apps.wallet.selectors.standing import Standing
from opencme.rules.requirements import Line
from opencme.web.wallet.words import verdict_words

MOST: Final = 5
RANKS: Final = {"overdue": 0, "due_soon": 2, "short": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do, as the task list draws it."""

    title: str
    url: str
    hint: str
    kind: str
    word: str
    rank: tuple[int, date]


def next_steps(shown: StandingPage, today: date) -> tuple[Task, ...]:
    """Give what to do, the most urgent first: what is overdue, the questions that decide, ended cycles, what is due."""
    return tuple(sorted(_tasks(shown, today), key=lambda task: task.rank))


def _tasks(shown: StandingPage, today: date) -> Iterator[Task]:
    if shown.asked:
        count = len(shown.asked)
        yield Task(
            title=ngettext("Answer %(count)s question", "Answer %(count)s questions", count) % {"count": count},
            url=reverse("wallet:questions"),
            hint=gettext("The rules hang on it; until then some lines cannot be decided."),
            kind="cannot_decide",
            word=gettext("Cannot decide"),
            rank=(1, today),
        )
    for standing in shown.standings:
        if standing.has_ended:
            yield _ended(standing)
        by_day: dict[date, list[Line]] = {}
        for line in standing.missing:
            if line.by is not None and not repeats_total(standing, line):
                by_day.setdefault(line.by, []).append(line)
        for day, lines in by_day.items():
            yield _missing(standing, day, lines, today)


def _ended(standing: Standing) -> Task:
    end = standing.obligation.cycle_end or date.max
    return Task(
        title=gettext("%(name)s: was it renewed?") % {"name": standing.obligation.label},
        url=reverse("wallet:authority", args=[standing.obligation.public_id]),
        hint=gettext("The cycle ended on %(day)s; the next one is shown.")
        % {"day": formats.date_format(end, "M j, Y")},
        kind="info",
        word=gettext("Ended"),
        rank=(1, end),
    )


def _missing(standing: Standing, day: date, lines: list[Line], today: date) -> Task:
    kind, word = verdict_words(lines[0].verdict, day, today)
    first = next((line for line in lines if line.line == "total"), lines[0])
    rest = len(lines) - 1
    title = missing_words(standing.rule, first)
    if rest > 0:
        title = ngettext("%(first)s, and %(count)s more", "%(first)s, and %(count)s more", rest) % {
            "first": title,
            "count": rest,
        }
    when = gettext("by %(day)s") % {"day": formats.date_format(day, "M j, Y")}
    return Task(
        title=title[:1].upper() + title[1:],
        url=reverse("wallet:authority", args=[standing.obligation.public_id]) + f"#line-{first.line}",
        hint=f"{standing.obligation.label}, {when}",
        kind=kind,
        word=word,
        rank=(RANKS.get(kind, 3), day),
    )
