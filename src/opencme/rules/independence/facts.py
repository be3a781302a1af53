"""What is known of one person in control: the facts every rule of this area is given."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from opencme.kernel.periods import months_before
from opencme.rules.independence.edition import ControlRole, Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """One financial relationship as the person stated it; the amount is never asked (TRAP-34)."""

    company: str
    kind: str
    has_ended: bool = False
    security_kind: str = ""
    company_listing: str = ""
    note: str = ""

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """What makes it the same relationship in a later disclosure of the same person."""
        return (" ".join(self.company.split()).casefold(), self.kind, self.security_kind, self.company_listing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mitigated:
    """One recorded step of mitigation."""

    method: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A stated relationship with what the provider decided about it.

    is_relevant: the newest decision; None while undecided. exception: key of a granted exception to exclusion.
    """

    stated: Relationship
    is_relevant: bool | None = None
    exception: str = ""
    mitigations: tuple[Mitigated, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """One signed disclosure."""

    signed_at: datetime
    lookback_from: date
    has_none: bool
    relationships: tuple[Judged, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person in control of content in one role.

    key: what makes two rows the same human being (the e-mail). disclosures: those that may count, the newest first.
    starts_at: when control begins. zone: of the activity, because the look-back counts local days.
    """

    key: str
    name: str
    role: ControlRole
    starts_at: datetime
    zone: ZoneInfo
    disclosures: tuple[Disclosed, ...] = ()
    withdrawn_at: datetime | None = None

    @property
    def start_day(self) -> date:
        """The local day control begins."""
        return self.starts_at.astimezone(self.zone).date()

    @property
    def newest(self) -> Disclosed | None:
        """The disclosure whose relationships count."""
        return self.disclosures[0] if self.disclosures else None


def lookback_from(start_day: date, edition: Edition) -> date:
    """Give the first day of the look-back: counted from the day control begins, never from the form (TRAP-33)."""
    return months_before(start_day, edition.lookback_months)


def spoken(day: date) -> str:
    """Give a day as a sentence names it: "March 12, 2027"."""
    return f"{day:%B} {day.day}, {day.year}"
