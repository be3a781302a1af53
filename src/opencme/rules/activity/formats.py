"""What an activity format is: how it is delivered, what shows that somebody took part, what participants are told.

The entries stand in ``catalog.formats``; the words here are what rules and screens ask of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.registry import edition_on


class Basis(StrEnum):
    """What the credit of a format is reckoned from."""

    SESSIONS = "sessions"
    ESTIMATE = "estimate"
    UNITS = "units"


class Evidence(StrEnum):
    """What shows that a participant took part as the format asks."""

    ATTENDANCE = "attendance"
    CONTENT = "content"
    ASSESSMENT = "assessment"
    EDITOR_ACCEPTANCE = "editor_acceptance"
    GROUP_REVIEW = "group_review"
    STAGES = "stages"
    CYCLES = "cycles"
    TEACHING = "teaching"


class Level(StrEnum):
    """How binding an item of the information for participants is."""

    REQUIRED = "required"
    ALWAYS = "always"
    RECOMMENDED = "recommended"


class Counted(StrEnum):
    """Whom a report to the accreditor counts as a learner of the format (reporting.md 1.3)."""

    REGISTERED = "registered"
    ATTENDANCES = "attendances"
    TOOK_PART = "took_part"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something a participant is told before starting.

    level: required by a rule; always shown (a rule of other accreditors or a lapsed one); or recommended.
    source: key in ``catalog.sources``.
    """

    key: str
    name: str
    level: Level
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatEdition:
    """What an authority may change about a format, from ``in_force_from`` on.

    offered_years: longest time from release to expiration, None where none is set.
    period_months: longest time one report may span, None where none is set.
    needs_assessment: the AMA asks for an assessment with a minimum performance level.
    information: what participants are told before they start.
    """

    in_force_from: date
    source: str
    information: tuple[Item, ...]
    offered_years: int | None = None
    period_months: int | None = None
    needs_assessment: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way in which an activity is delivered.

    says: one sentence that helps somebody choose; ama_format: the words of the designation statement.
    pars_format: the format's name in PARS; pars_code: its legacy code, empty where none is known.
    delivery_methods: what PARS accepts for it, the usual one first; empty where the format has none.
    unit: what ``Activity.units`` counts, empty where nothing; needs_description: the plan says what stands in
    "Other activity (…)"; description: where the format itself says it. counted: whom reports count as a learner.
    """

    key: str
    name: str
    says: str
    icon: str
    ama_format: str
    pars_format: str
    pars_code: str
    is_live: bool
    basis: Basis
    evidence: tuple[Evidence, ...]
    counted: Counted
    editions: Sequence[FormatEdition]
    delivery_methods: tuple[str, ...] = ()
    unit: str = ""
    needs_place: bool = False
    needs_description: bool = False
    description: str = ""
    is_series: bool = False

    @property
    def has_sessions(self) -> bool:
        """Whether its time is that of sessions."""
        return self.basis is Basis.SESSIONS

    @property
    def has_release(self) -> bool:
        """Whether it is offered from a release day to an expiration day."""
        return not self.is_live

    @property
    def has_estimate(self) -> bool:
        """Whether its credit stands on an estimated time to complete."""
        return self.basis is Basis.ESTIMATE

    @property
    def needs_content(self) -> bool:
        """Whether participants work through content alone."""
        return Evidence.CONTENT in self.evidence

    def on(self, day: date) -> FormatEdition:
        """Give the edition in force on ``day``; LookupError before the first."""
        return edition_on(self.editions, day)


IN_PERSON: Final = "In-Person"
LIVE_STREAMED: Final = "Live-Streamed"
ONLINE: Final = "Online"
PRINT_OTHER: Final = "Print/Other"

STATEMENTS: Final = (
    Item(
        key="accreditation_statement",
        name=_("Accreditation statement"),
        level=Level.REQUIRED,
        source="accme-joint-providership",
    ),
    Item(
        key="designation_statement",
        name=_("Designation statement"),
        level=Level.REQUIRED,
        source="ama-format-names",
    ),
    Item(key="disclosure", name=_("Disclosure"), level=Level.REQUIRED, source="accme-standard-3"),
    Item(
        key="commercial_support",
        name=_("Commercial support, where there is any"),
        level=Level.REQUIRED,
        source="accme-standard-3",
    ),
    Item(key="objectives", name=_("Purpose or objectives"), level=Level.REQUIRED, source="ama-core"),
)
ANNOUNCED: Final = (
    Item(key="title", name=_("Title"), level=Level.ALWAYS, source="opencme-announcement"),
    Item(key="audience", name=_("Audience"), level=Level.ALWAYS, source="opencme-announcement"),
    Item(key="faculty", name=_("Faculty and their credentials"), level=Level.ALWAYS, source="opencme-announcement"),
    Item(key="how_to_claim", name=_("How to claim credit"), level=Level.ALWAYS, source="opencme-announcement"),
)
WHEN_AND_WHERE: Final = (
    Item(key="dates", name=_("Dates and times"), level=Level.ALWAYS, source="opencme-announcement"),
    Item(key="place", name=_("Place or address online"), level=Level.ALWAYS, source="opencme-announcement"),
)
OFFERED: Final = (
    Item(key="release_date", name=_("Original release date"), level=Level.ALWAYS, source="accme-enduring-2014"),
    Item(key="expiration_date", name=_("Expiration date"), level=Level.ALWAYS, source="accme-enduring-2014"),
    Item(key="estimated_time", name=_("Estimated time to complete"), level=Level.ALWAYS, source="accme-enduring-2014"),
    Item(key="medium", name=_("Medium"), level=Level.RECOMMENDED, source="accme-enduring-2014"),
    Item(key="method", name=_("How to take part"), level=Level.RECOMMENDED, source="accme-enduring-2014"),
)
ON_THE_INTERNET: Final = (
    Item(
        key="hardware",
        name=_("What device or software is needed"),
        level=Level.RECOMMENDED,
        source="accme-enduring-2014",
    ),
    Item(key="contact", name=_("Whom to ask"), level=Level.RECOMMENDED, source="accme-enduring-2014"),
    Item(key="privacy", name=_("Privacy"), level=Level.RECOMMENDED, source="accme-enduring-2014"),
)
ASSESSED: Final = (
    Item(
        key="pass_mark",
        name=_("Minimum performance level"),
        level=Level.REQUIRED,
        source="ama-enduring-journal-assessment",
    ),
    Item(
        key="instructions", name=_("How to complete it"), level=Level.REQUIRED, source="ama-enduring-journal-assessment"
    ),
    Item(
        key="bibliography",
        name=_("Bibliography for further study"),
        level=Level.REQUIRED,
        source="ama-enduring-journal-assessment",
    ),
)
