"""A clause of a rule in plain words, and a topic mandate taken apart for a table."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.requirements.spoken.said import Said

#: What a page tells one after the other.
SECTIONS: Final = {
    "amount": _("How much"),
    "credit": _("Which credit counts"),
    "topics": _("Topics that must be covered"),
    "time": _("By when"),
    "ease": _("Who owes less, and what stands in for credit"),
    "proof": _("Proof and audit"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause.

    section: a key of ``SECTIONS``. kind and key: stable inside the rule. words: our sentences; note: a remark of the
    pack as it stands there. amount (thousandths of ``unit``), share, systems and topics: what can be put in a table.
    is_open: no source says it.
    """

    section: str
    kind: str
    key: str
    words: tuple[Said, ...]
    note: str = ""
    amount: int | None = None
    share: Fraction | None = None
    unit: str = ""
    systems: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    frequency: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """A topic mandate for a table: what, how much, how often, whom, whether inside the total, and the rest.

    who None: everybody the rule binds. further: sentences that fit no column.
    is_over: it ended before the day asked.
    """

    id: str
    topics: frozenset[str]
    names: tuple[Said, ...]
    much: Said
    often: Said
    who: Said | None
    inside: Said
    further: tuple[Said, ...]
    note: str
    is_over: bool = False
    amount: int | None = None
    share: Fraction | None = None
    unit: str = ""
    frequency: str = ""
