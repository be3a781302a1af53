"""All cycles on one line of time: a bar per authority, today, and the days on which something is missing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from opencme.apps.wallet.selectors.kept import Kept
from opencme.apps.wallet.selectors.line_words import missing_words, repeats_total
from opencme.apps.wallet.selectors.standing import Standing
from opencme.web.wallet.cards import eyebrow
from opencme.web.wallet.words import verdict_words

Place = Callable[[date], int]

WIDTH: Final = 960
LEFT: Final = 250
ROW: Final = 44
TOP: Final = 34
FOOT: Final = 22
ROUND: Final = timedelta(days=31)
MOST_NAME: Final = 34
DIAMOND: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A day on a bar: where it is, and what is missing by then. is_drawn: a day before the cycle has no place on it."""

    x: int
    y: int
    day: date
    words: tuple[str, ...]
    is_drawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One cycle. x, width: of the whole; done: of the part that has passed; y: its middle."""

    standing: Standing
    name: str
    eyebrow: str
    kind: str
    word: str
    x: int
    width: int
    done: int
    y: int
    marks: tuple[Mark, ...]

    @property
    def drawn(self) -> tuple[Mark, ...]:
        """The marks that have a place on the bar."""
        return tuple(mark for mark in self.marks if mark.is_drawn)

    @property
    def bar_y(self) -> int:
        """Where the bar begins from above."""
        return self.y - 7

    @property
    def end_x(self) -> int:
        """Where the cycle ends."""
        return self.x + self.width


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What is kept in the plan and has a day: where it is drawn, as a diamond."""

    x: int
    y: int
    kept: Kept

    @property
    def path(self) -> str:
        """The diamond."""
        return f"M{self.x} {self.y - DIAMOND}l{DIAMOND} {DIAMOND} -{DIAMOND} {DIAMOND} -{DIAMOND} -{DIAMOND}z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Everything drawn. ticks: the beginnings of years with where they lie. without: obligations without a cycle.

    planned: what is kept in the plan, in a row of its own at plan_y.
    """

    width: int
    height: int
    today_x: int
    today: date
    ticks: tuple[tuple[int, int], ...]
    bars: tuple[Bar, ...]
    without: tuple[Standing, ...]
    planned: tuple[Planned, ...]
    plan_y: int

    @property
    def foot_y(self) -> int:
        """Where the word for today stands."""
        return self.height - 5

    @property
    def line_end(self) -> int:
        """Where lines from above end."""
        return self.height - FOOT


def timeline(standings: Sequence[Standing], today: date, plan: Sequence[Kept] = ()) -> Timeline | None:
    """Lay the cycles out, the one that ends first on top, and the plan below; None where no cycle is known."""
    dated = sorted((each for each in standings if each.term and each.term.last), key=_end)
    if not dated:
        return None
    first = min(today, *(each.term.first for each in dated if each.term)) - ROUND
    days = [each.day for each in plan if each.day is not None and not each.is_gone]
    last = max(today, *(_end(each) for each in dated), *days) + ROUND
    scale = (WIDTH - LEFT) / (last - first).days

    def place(day: date) -> int:
        return round(LEFT + (day - first).days * scale)

    bars = tuple(_bar(each, place_row, today, place) for place_row, each in enumerate(dated))
    plan_y = TOP + ROW * len(bars) + ROW // 2
    return Timeline(
        width=WIDTH,
        height=TOP + ROW * (len(bars) + bool(days)) + FOOT,
        plan_y=plan_y,
        planned=tuple(
            Planned(x=place(each.day), y=plan_y, kept=each)
            for each in plan
            if each.day is not None and not each.is_gone
        ),
        today_x=place(today),
        today=today,
        ticks=tuple(
            (place(date(year, 1, 1)), year)
            for year in range(first.year + 1, last.year + 1)
            if place(date(year, 1, 1)) < WIDTH - FOOT
        ),
        bars=bars,
        without=tuple(each for each in standings if each not in dated),
    )


def _end(standing: Standing) -> date:
    return standing.term.last or date.max if standing.term else date.max


def _bar(standing: Standing, row: int, today: date, place: Place) -> Bar:
    start = standing.term.first if standing.term else today
    end = _end(standing)
    y = TOP + ROW * row + ROW // 2
    kind, word = verdict_words(standing.verdict, standing.due, today)
    name = standing.obligation.label
    return Bar(
        standing=standing,
        name=name if len(name) <= MOST_NAME else f"{name[: MOST_NAME - 1].rstrip()}…",
        eyebrow=eyebrow(standing),
        kind=kind,
        word=word,
        x=place(start),
        width=place(end) - place(start),
        done=max(0, place(min(today, end)) - place(start)),
        y=y,
        marks=tuple(_marks(standing, start, place, y)),
    )


def _marks(standing: Standing, start: date, place: Place, y: int) -> Iterator[Mark]:
    by_day: dict[date, list[str]] = {}
    for line in standing.missing:
        if line.by is not None and not repeats_total(standing, line):
            by_day.setdefault(line.by, []).append(missing_words(standing.rule, line))
    for day, words in sorted(by_day.items()):
        yield Mark(x=place(day), y=y, day=day, words=tuple(words), is_drawn=day >= start)
