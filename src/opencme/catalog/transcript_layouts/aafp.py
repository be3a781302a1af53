"""AAFP: one line per activity with Prescribed and Elective credit side by side."""

from typing import Final

from opencme.rules.credit.transcripts import Layout

LAYOUT: Final = Layout(
    key="aafp",
    name="AAFP",
    words={
        "title": ("activity title", "activity name", "activity", "title", "description"),
        "completed_on": ("activity date", "completion date", "date completed", "end date", "date", "begin date"),
        "prescribed": ("prescribed credits", "prescribed credit", "prescribed", "aafp prescribed", "prescribed hours"),
        "elective": ("elective credits", "elective credit", "elective", "aafp elective", "elective hours"),
        "provider": ("provider", "provider name", "sponsor", "organization"),
        "course": ("activity number", "activity id", "aafp activity number"),
        "note": ("activity type", "type", "format", "location"),
    },
    marks=(
        frozenset({"prescribed credits", "prescribed credit", "prescribed", "aafp prescribed", "prescribed hours"}),
        frozenset({"elective credits", "elective credit", "elective", "aafp elective", "elective hours"}),
    ),
)
