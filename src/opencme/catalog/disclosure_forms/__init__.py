"""Disclosure forms by key: what people in control are asked, under which words, and how it is judged, by date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from opencme.catalog.disclosure_forms import standard_3
from opencme.kernel.registry import Registry, edition_on
from opencme.rules.independence.edition import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureForm:
    """One form with its editions, earliest first."""

    key: str
    name: str
    editions: Sequence[Edition]

    def on(self, day: date) -> Edition:
        """Give the edition in force on ``day``. Raises LookupError before the first."""
        return edition_on(self.editions, day)

    def edition(self, key: str) -> Edition:
        """Give the edition a signed form names. Raises LookupError for a key it never had."""
        for each in self.editions:
            if each.key == key:
                return each
        raise LookupError(key)


BUILT_IN: Final = (DisclosureForm(key=standard_3.KEY, name=standard_3.NAME, editions=standard_3.EDITIONS),)
disclosure_forms: Final = Registry(BUILT_IN, group="opencme.disclosure_forms")
