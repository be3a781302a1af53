"""A session that was just taken out, signed into an address, so that it can be put back without being kept."""

from datetime import datetime
from typing import Any, Final

from django.core import signing

from opencme.apps.activities.services import Break, SessionToSave
from opencme.kernel.periods import Interval

SALT: Final = "session taken out"


def pack(session: SessionToSave) -> str:
    """Give the session as a signed text."""
    return signing.dumps(
        {
            "title": session.title,
            "kind": session.kind,
            "time": _times(session.time),
            "room": session.room,
            "online_address": session.online_address,
            "evolving_topic": session.evolving_topic,
            "breaks": [[each.label, *_times(each.time)] for each in session.breaks],
        },
        salt=SALT,
        compress=True,
    )


def unpack(text: str, seconds: int) -> SessionToSave:
    """Read it back; raises ``signing.BadSignature`` for another text or one older than ``seconds``."""
    kept: dict[str, Any] = signing.loads(text, salt=SALT, max_age=seconds)
    return SessionToSave(
        title=kept["title"],
        kind=kept["kind"],
        time=_interval(*kept["time"]),
        room=kept["room"],
        online_address=kept["online_address"],
        evolving_topic=kept["evolving_topic"],
        breaks=tuple(Break(label=label, time=_interval(start, end)) for label, start, end in kept["breaks"]),
    )


def _times(time: Interval) -> list[str]:
    return [time.start.isoformat(), time.end.isoformat()]


def _interval(start: str, end: str) -> Interval:
    return Interval(datetime.fromisoformat(start), datetime.fromisoformat(end))
