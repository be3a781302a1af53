"""What a certificate prints of an award and of an activity: words from the catalog, never written here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from opencme.apps.activities.models import Activity, Designation
from opencme.apps.activities.selectors.intervals import ends_at, local, starts_at
from opencme.apps.credit.models import Award
from opencme.apps.credit.selectors.planned import standing_designations
from opencme.apps.credit.selectors.statements import statements as statements_of
from opencme.catalog.credit_systems import credit_systems
from opencme.catalog.formats import formats
from opencme.catalog.statements import statements
from opencme.documents.certificate import days_in_words, in_words
from opencme.kernel.credits import Credits
from opencme.kernel.text import RichText


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One credit system on a certificate; amount and unit are empty where only participation is certified."""

    system: str
    basis: str
    amount: str
    unit: RichText
    sentence: RichText


def lines_of(
    activity: Activity, awards: Iterable[Award], name: str, designated: Mapping[str, Designation] | None = None
) -> tuple[Printed, ...]:
    """Give one line per award, in the credit system's own unit and words (TRAP-48, TRAP-50).

    designated: what stands, where the caller has read it already.
    """
    designated = standing_designations(activity) if designated is None else designated
    return tuple(_line(activity, award, name, designated) for award in awards)


def printed_statements(activity: Activity, designated: Mapping[str, Designation] | None = None) -> tuple[RichText, ...]:
    """Give the locked accreditation and designation statements, each once, in their order."""
    shown = (each for each in statements_of(activity, designated=designated) if each.is_locked)
    return tuple(dict.fromkeys(each.text for each in shown))


def _line(activity: Activity, award: Award, name: str, designated: Mapping[str, Designation]) -> Printed:
    edition = credit_systems[award.credit_system].on(award.edition_from)
    template = statements[edition.certificate].on(award.completed_on)
    values: dict[str, str | RichText] = {"name": name, "title": activity.title}
    if award.basis == "awarded":
        given = Credits(award.amount)
        unit = edition.unit if given.amount == 1 else edition.units
        values["amount"] = edition.amount(given)
        amount, shown = given.short, unit
    else:
        followed = edition.follows or award.credit_system
        maximum = designated[followed].maximum if followed in designated else Decimal(0)
        values["amount"] = credit_systems[followed].on(award.edition_from).amount(Credits(maximum))
        amount, shown = "", RichText(())
    if "date" in template.places:
        values["date"] = when(activity, award)
    return Printed(
        system=award.credit_system,
        basis=award.basis,
        amount=amount,
        unit=shown,
        sentence=template.fill(**{place: values[place] for place in template.places}),
    )


def when(activity: Activity, award: Award) -> str:
    """Give the days of a live activity, or the day on which the participant completed another."""
    start, end = starts_at(activity), ends_at(activity)
    if start and end and activity.format in formats and formats[activity.format].is_live:
        return days_in_words(local(activity, start).date(), local(activity, end).date())
    return in_words(award.completed_on)
