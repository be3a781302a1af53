"""CME Passport: credit reported to the ACCME's PARS, by activity and kind of credit."""

from typing import Final

from opencme.rules.credit.transcripts import Layout

LAYOUT: Final = Layout(
    key="cme_passport",
    name="CME Passport",
    words={
        "title": ("activity title", "activity name", "activity", "title"),
        "completed_on": ("completion date", "date completed", "completed date", "completed", "date"),
        "amount": ("credits", "number of credits", "credits earned", "credit amount", "amount", "points"),
        "system": ("credit type", "type of credit", "credit category", "credit", "category"),
        "provider": ("accredited provider", "provider name", "provider", "reporting organization", "organization"),
        "course": ("activity id", "pars activity id", "accme activity id"),
        "note": ("activity type", "activity format", "format"),
    },
    marks=(
        frozenset({"activity title", "activity name"}),
        frozenset({"credit type", "type of credit", "credit category"}),
        frozenset({"activity id", "pars activity id", "accme activity id", "accredited provider", "activity type"}),
    ),
)
