"""Any other table: the columns are suggested by their headings, and the person says what they are."""

from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.credit.transcripts import Layout

LAYOUT: Final = Layout(
    key="columns",
    name=_("Another table"),
    words={
        "title": ("activity title", "activity name", "course title", "course name", "title", "activity", "course",
                  "name", "program", "event", "description", "topic title", "what"),
        "completed_on": ("completion date", "date completed", "completed on", "completed", "date of completion",
                         "activity date", "date earned", "date", "end date", "finished", "when", "day"),
        "amount": ("credits earned", "credits awarded", "credits claimed", "credit hours", "cme hours", "cme credits",
                   "ce hours", "contact hours", "credits", "hours", "amount", "points", "units", "ceu", "ceus",
                   "credit", "how many", "how much", "quantity", "number of credits"),
        "system": ("credit type", "type of credit", "credit category", "kind of credit", "credit system", "category",
                   "accreditation", "kind", "type", "credit"),
        "provider": ("accredited provider", "provider name", "provider", "sponsor", "organization", "organizer",
                     "vendor", "institution", "issuer"),
        "unit": ("unit", "unit of credit"),
        "minutes": ("minutes", "duration", "time spent", "length"),
        "topics": ("topics", "topic", "subject area", "subject", "requirement"),
        "course": ("activity id", "course id", "course number", "activity number", "uan", "id", "number"),
        "note": ("notes", "note", "comments", "comment", "remarks"),
    },
)  # fmt: skip
