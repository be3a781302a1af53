"""Reading an agenda that somebody pastes: one session a line, days as headings."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from opencme.kernel.i18n import gettext_noop as _

MOST_LINES: Final = 300
LONGEST_LINE: Final = 500
_MONTHS: Final = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905 -- read as words
)
_CLOCK: Final = r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap]\.?m\.?)?"
_TIMES: Final = re.compile(rf"^{_CLOCK}\s*(?:-|–|—|to|until)\s*{_CLOCK}\s*[:,;|–—-]?\s*(.*)$", re.IGNORECASE)
_ISO: Final = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})\b[\s,:]*(.*)$")
_US: Final = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})\b[\s,:]*(.*)$")
_NAMED: Final = re.compile(
    r"^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b[\s,:]*(.*)$",
    re.IGNORECASE,
)
_ROOM: Final = re.compile(  # "Title | Room A" or "Title (Room B)"
    r"^(.*?)\s*(?:\|\s*(?:room:\s*)?(.+?)|[(\[]((?:room|hall|auditorium|online)[^)\]]*)[)\]])\s*$", re.IGNORECASE
)
# The first word that fits says what kind of session it is; nothing fits: education.
_KINDS: Final[Mapping[str, str]] = {
    r"\b(coffee|tea|break|pause)\b": "break",
    r"\b(lunch|breakfast|dinner|meal)\b(?!.*\b(talk|lecture|session|with)\b)": "meal",
    r"\b(exhibits?|posters? viewing|exhibition)\b": "exhibit",
    r"\b(welcome|registration|check-in|opening remarks|announcements?|housekeeping|closing remarks)\b": "welcome",
    r"\b(awards?|business meeting|raffle|adjourn(?:ment)?)\b": "business",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedSession:
    """One line read as a session, on the venue's clock; ``ends`` not after ``starts`` means the next day."""

    line: int
    day: date
    starts: time
    ends: time
    title: str
    kind: str
    room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A line that could not be read, with the reason (a msgid)."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """What was read; with anything unread, nothing is taken over."""

    sessions: tuple[PastedSession, ...]
    unread: tuple[Unread, ...]


def read_agenda(text: str, *, day: date | None) -> Pasted:
    """Read one session a line; a line that is only a day counts for the lines after it.

    day: the day of the lines before the first heading; None when there is none, then each line needs one.
    A line: "8:30-9:15 Recognize early | Room A", "1:00 pm to 2:30 pm Case work (Room B)",
    "2026-05-14 08:00-08:30 Welcome". Empty lines are skipped.
    """
    read = list(_lines(text, day))
    return Pasted(
        sessions=tuple(each for each in read if isinstance(each, PastedSession)),
        unread=tuple(each for each in read if isinstance(each, Unread)),
    )


def kind_of(title: str) -> str:
    """Guess a session's kind from its title: what is named like a break never counts."""
    lowered = title.lower()
    return next((kind for words, kind in _KINDS.items() if re.search(words, lowered)), "education")


def _lines(text: str, day: date | None) -> Iterator[PastedSession | Unread]:
    lines = text.splitlines()
    for number, raw in enumerate(lines[:MOST_LINES], start=1):
        line = " ".join(raw.replace("\t", " ").split()).strip("•*· ")
        if not line:
            continue
        if len(line) > LONGEST_LINE:
            yield Unread(line=number, text=line[:80], reason=_("The line is longer than 500 characters."))
            continue
        found, rest = _day(line)
        if isinstance(found, Unread):
            yield Unread(line=number, text=line, reason=found.reason)
            continue
        if found is not None and not rest:
            day = found
            continue
        yield _session(number, rest, line, found or day)
    if len(lines) > MOST_LINES:
        yield Unread(line=MOST_LINES + 1, text="", reason=_("An agenda of more than 300 lines; paste it in parts."))


def _day(line: str) -> tuple[date | Unread | None, str]:
    """Read a day at the start of the line; give it and the rest."""
    try:
        if found := _ISO.match(line):
            return date(int(found[1]), int(found[2]), int(found[3])), found[4]
        if found := _US.match(line):
            return date(int(found[3]), int(found[1]), int(found[2])), found[4]
        if (found := _NAMED.match(line)) and (month := _month(found[1])):
            return date(int(found[3]), month, int(found[2])), found[4]
    except ValueError:
        return Unread(line=0, text=line, reason=_("There is no such day.")), ""
    return None, line


def _month(word: str) -> int:
    return next((at for at, name in enumerate(_MONTHS, start=1) if len(word) > 2 and name.startswith(word.lower())), 0)  # noqa: PLR2004 -- "Ma" could be two


def _session(number: int, rest: str, line: str, day: date | None) -> PastedSession | Unread:
    found = _TIMES.match(rest)
    if not found:
        return Unread(line=number, text=line, reason=_("Begin with the times, like 8:30-9:15."))
    if day is None:
        return Unread(line=number, text=line, reason=_("Write the day on a line above, like 2026-05-14."))
    first, second = _half(found[3]), _half(found[6])
    starts, ends = _time(found[1], found[2], first or _half_before(found, second)), _time(found[4], found[5], second)
    if starts is None or ends is None:
        return Unread(line=number, text=line, reason=_("There is no such time of day."))
    title, room = _room(found[7])
    if not title:
        return Unread(line=number, text=line, reason=_("Write the title after the times."))
    return PastedSession(line=number, day=day, starts=starts, ends=ends, title=title, kind=kind_of(title), room=room)


def _half(text: str | None) -> str:
    return text[0].lower() if text else ""


def _half_before(found: re.Match[str], second: str) -> str:
    """Give the half of the day of "1:00-2:30 pm"'s first time: the same, or the morning for "11:00-1:00 pm"."""
    if not second:
        return ""
    first_hour, last_hour = int(found[1]) % 12, int(found[4]) % 12
    return "a" if second == "p" and first_hour > last_hour else second


def _time(hours: str, minutes: str | None, half: str) -> time | None:
    hour, minute = int(hours), int(minutes or 0)
    if half and not 1 <= hour <= 12:  # noqa: PLR2004 -- a clock of twelve hours
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004 -- a day's hours and minutes


def _room(text: str) -> tuple[str, str]:
    if found := _ROOM.match(text):
        return found[1].strip(" -–—"), (found[2] or found[3] or "").strip()
    return text.strip(" -–—"), ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedBreak:
    """A break as it was typed, on the venue's clock."""

    starts: time
    ends: time
    label: str


def read_breaks(text: str) -> tuple[TypedBreak, ...] | Unread:
    """Read breaks such as "10:30-10:45 Coffee; 12:00-13:00 Lunch": one a line, or parted by semicolons."""
    found: list[TypedBreak] = []
    for number, piece in enumerate(re.split(r"[;\n]", text), start=1):
        line = " ".join(piece.split())
        if not line:
            continue
        times = _TIMES.match(line)
        read = _session(number, line if times and times[7] else f"{line} Break", line, date.min)
        if isinstance(read, Unread):
            return read
        found.append(TypedBreak(starts=read.starts, ends=read.ends, label=read.title))
    return tuple(found)


def series_days(first: date, until: date, *, every_weeks: int) -> tuple[date, ...]:
    """Give the days of a series: ``first``, then every so many weeks through ``until``."""
    days = []
    day = first
    while day <= until:
        days.append(day)
        day += timedelta(weeks=every_weeks)
    return tuple(days)
