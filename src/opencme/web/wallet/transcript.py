"""A person's credit from every provider here, line by line and summed by credit system and year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from opencme.apps.credit.selectors import awards_of
from opencme.apps.credit.selectors.certificates import newest_numbers
from opencme.catalog.credit_systems import credit_systems
from opencme.catalog.formats import formats
from opencme.kernel.text import RichText
from opencme.web.ui.amounts import amount_text, name_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry of the transcript (CERT-7). basis: "awarded" or "participated"."""

    completed_on: date
    title: str
    activity_id: UUID
    activity_number: str
    provider: str
    format: str
    system: str
    system_label: str
    amount: Decimal
    words: RichText
    basis: str
    number: str
    certificate: str

    @property
    def unit(self) -> str:
        """The unit in plain words, for exports."""
        return self.words.plain.partition(" ")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """One credit system summed: by year in the order of ``Transcript.years``, and in all."""

    system: str
    name: RichText
    by_year: tuple[Decimal | None, ...]
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """The whole record, the newest first."""

    lines: tuple[Line, ...]
    years: tuple[int, ...]
    totals: tuple[Total, ...]


def transcript_of(person_id: int) -> Transcript:
    """Read the record: two queries, however long it is."""
    awards = list(awards_of(person_id))
    numbers = newest_numbers({each.registration_id for each in awards})
    lines = tuple(
        Line(
            completed_on=each.completed_on,
            title=each.activity.title,
            activity_id=each.activity.public_id,
            activity_number=each.activity.number,
            provider=each.activity.provider.name,
            format=formats[each.activity.format].name if each.activity.format in formats else each.activity.format,
            system=each.credit_system,
            system_label=credit_systems[each.credit_system].label
            if each.credit_system in credit_systems
            else each.credit_system,
            amount=each.amount,
            words=amount_text(each.credit_system, each.amount, each.edition_from),
            basis=each.basis,
            number=each.number,
            certificate=numbers.get(each.registration_id, ""),
        )
        for each in awards
    )
    years = tuple(sorted({line.completed_on.year for line in lines}, reverse=True))
    return Transcript(lines=lines, years=years, totals=_totals(lines, years))


def _totals(lines: Iterable[Line], years: tuple[int, ...]) -> tuple[Total, ...]:
    by_system: dict[str, list[Line]] = {}
    for line in lines:
        by_system.setdefault(line.system, []).append(line)
    return tuple(
        Total(
            system=system,
            name=name_text(system, mine[0].completed_on),
            by_year=tuple(
                sum((line.amount for line in mine if line.completed_on.year == year), Decimal(0)) or None
                for year in years
            ),
            amount=sum((line.amount for line in mine), Decimal(0)),
        )
        for system, mine in by_system.items()
    )
