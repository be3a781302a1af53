"""Calendar files (iCalendar, RFC 5545): typed entries in, text out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

_LONGEST_LINE: Final = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a calendar; ``uid`` stays the same when the entry changes, so that it is renewed, not doubled.

    starts_at, ends_at: moments, or days for what lasts all day; the last day counts.
    """

    uid: str
    title: str
    starts_at: datetime | date
    ends_at: datetime | date
    place: str = ""
    text: str = ""
    address: str = ""


def calendar(entries: Iterable[Entry], *, name: str, made_at: datetime) -> str:
    """Give a calendar with ``entries``; times are written in UTC, which every calendar shows on its owner's clock."""
    return "".join(f"{part}\r\n" for line in _lines(entries, name, made_at) for part in _folded(line))


def _lines(entries: Iterable[Entry], name: str, made_at: datetime) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//OpenCME//Calendar//EN"
    yield "METHOD:PUBLISH"
    yield f"X-WR-CALNAME:{_escaped(name)}"
    for entry in entries:
        yield "BEGIN:VEVENT"
        yield f"UID:{entry.uid}"
        yield f"DTSTAMP:{_utc(made_at)}"
        yield f"DTSTART{_time(entry.starts_at)}"
        yield f"DTEND{_time(entry.ends_at, is_end=True)}"
        if not isinstance(entry.starts_at, datetime):
            yield "TRANSP:TRANSPARENT"  # a day to know of blocks nobody's calendar
        yield f"SUMMARY:{_escaped(entry.title)}"
        if entry.place:
            yield f"LOCATION:{_escaped(entry.place)}"
        if entry.text:
            yield f"DESCRIPTION:{_escaped(entry.text)}"
        if entry.address:
            yield f"URL:{entry.address}"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def _time(moment: datetime | date, *, is_end: bool = False) -> str:
    """Write a moment in UTC, or a day; the end of a day is the next one, which no longer counts."""
    if isinstance(moment, datetime):
        return f":{_utc(moment)}"
    return f";VALUE=DATE:{moment + timedelta(days=is_end):%Y%m%d}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def _folded(line: str) -> Iterator[str]:
    """Break a line so that no piece has more than 75 octets and no sign is cut in two."""
    piece, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _LONGEST_LINE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + sign, size + octets
    yield piece
