"""Attendance exports of Zoom and Teams: their layouts, and what their rows say."""

from opencme.rules.delivery.exports.layouts import LAYOUT_NAMES, Layout, Row, Survey, survey
from opencme.rules.delivery.exports.reading import (
    BadRow,
    PeopleRead,
    PersonSeen,
    Reading,
    nothing_inside,
    read_people,
)

__all__ = [
    "LAYOUT_NAMES",
    "BadRow",
    "Layout",
    "PeopleRead",
    "PersonSeen",
    "Reading",
    "Row",
    "Survey",
    "nothing_inside",
    "read_people",
    "survey",
]
