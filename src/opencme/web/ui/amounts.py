"""Amounts of credit in the words of their owners, for every surface."""

from datetime import date
from decimal import Decimal

from opencme.catalog.credit_systems import credit_systems
from opencme.kernel.credits import Credits
from opencme.kernel.text import RichText, Run


def amount_text(system: str, amount: Decimal | Credits, day: date) -> RichText:
    """Give ``amount`` with its unit in the right number: "1.5 *AMA PRA Category 1 Credits*™".

    day: on which the edition is read that names the unit; a system whose entry is gone is shown by its key.
    """
    quantity = amount if isinstance(amount, Credits) else Credits(amount)
    entry = credit_systems.get(system)
    try:
        return entry.on(day).amount(quantity) if entry else RichText((Run(f"{quantity.short} {system}"),))
    except LookupError:
        return RichText((Run(f"{quantity.short} {entry.label if entry else system}"),))


def name_text(system: str, day: date) -> RichText:
    """Give the credit's name as it stands on ``day``: "*AMA PRA Category 1 Credit*™"."""
    entry = credit_systems.get(system)
    try:
        return entry.on(day).name if entry else RichText((Run(system),))
    except LookupError:
        return RichText((Run(entry.label if entry else system),))
