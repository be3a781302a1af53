"""The transcript that OpenCME itself writes, as CSV or XLSX."""

from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.credit.transcripts import Layout

# meaning -> heading, in the order of the file; the headings stay English, so that a file is read in every language
HEADINGS: Final = {
    "completed_on": "Completed",
    "title": "Activity",
    "provider": "Provider",
    "system": "Credit code",
    "name": "Credit",
    "amount": "Amount",
    "unit": "Unit",
    "minutes": "Minutes",
    "topics": "Topics",
    "details": "Details",
    "course": "Course",
    "note": "Notes",
    "number": "Award",
    "source": "From",
    "counts": "Counts",
}

LAYOUT: Final = Layout(
    key="opencme",
    name=_("OpenCME transcript"),
    words={
        meaning: (word.casefold(),)
        for meaning, word in HEADINGS.items()
        if meaning not in {"name", "source", "counts", "unit"}
    },
    marks=(frozenset({"credit code"}), frozenset({"details"}), frozenset({"award"})),
    is_verified=True,
)
