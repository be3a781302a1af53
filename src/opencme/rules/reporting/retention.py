"""How long records of an activity are kept: reckoned from the activity's day, never from registration (TRAP-32)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from opencme.kernel.periods import months_before, years_after

PARTICIPATION_YEARS: Final = 6
EXPOSURE_MONTHS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """The days before which nothing is deleted; None where it is not known yet."""

    participation_until: date | None
    file_until: date | None


def retention_of(*, session_days: Sequence[date], last_day: date | None, term_to: date | None) -> Retention:
    """Reckon how long records are kept.

    Participation: six years from the activity's date, of a series from each session, so from the last; of an enduring
    material from the day it was last offered. Planning and presentation: the current term of accreditation or twelve
    months after the end, whichever is longer. The decision comes after the term, so its last day is no day of deletion.
    """
    days = [*session_days, *([last_day] if last_day else [])]
    if not days:
        return Retention(participation_until=None, file_until=term_to)
    end = max(days)
    exposure = months_before(end, -EXPOSURE_MONTHS)
    return Retention(
        participation_until=years_after(end, PARTICIPATION_YEARS),
        file_until=max(exposure, term_to) if term_to else exposure,
    )
