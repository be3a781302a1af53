"""What an accreditor fixes about disclosure, as data: kinds of relationship, methods by role, exceptions, words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from opencme.kernel.i18n import gettext_noop as _


class ControlRole(StrEnum):
    """How a person controls content; everybody with one of these discloses (TRAP-35)."""

    PLANNER = "planner"
    FACULTY = "faculty"
    MODERATOR = "moderator"
    REVIEWER = "reviewer"
    AUTHOR = "author"
    STAFF = "staff"


ROLE_NAMES: Final[Mapping[ControlRole, str]] = {
    ControlRole.PLANNER: _("Planner"),
    ControlRole.FACULTY: _("Faculty"),
    ControlRole.MODERATOR: _("Moderator"),
    ControlRole.REVIEWER: _("Reviewer"),
    ControlRole.AUTHOR: _("Author"),
    ControlRole.STAFF: _("Staff with content control"),
}


class RoleGroup(StrEnum):
    """Mitigation suits the role: planners before planning, all others before delivery (STD 3.4)."""

    PLANNER = "planner"
    OTHERS = "others"


def group_of(role: ControlRole) -> RoleGroup:
    """Give the group whose methods of mitigation fit ``role``."""
    return RoleGroup.PLANNER if role is ControlRole.PLANNER else RoleGroup.OTHERS


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipKind:
    """One nature of a financial relationship.

    phrase: how the sentence for learners names it ("Consultant"). needs_note: the person says in words what it is.
    is_employment: the company employs the person; is_holding: the person holds a share of it, asked further.
    """

    key: str
    name: str
    phrase: str
    help: str = ""
    is_employment: bool = False
    is_holding: bool = False
    needs_note: bool = False
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One way to mitigate; ``groups`` are the role groups it suits.

    needs_note: say what exactly was done; needs_peer: name the reviewer; by_person: the person attests it.
    """

    key: str
    name: str
    help: str
    groups: frozenset[RoleGroup]
    needs_note: bool = False
    needs_peer: bool = False
    by_person: bool = False
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerException:
    """An exception to the exclusion of owners and employees.

    makes_not_relevant: its very condition says that the content is unrelated.
    no_recommendations: the second condition that the approver confirms; empty when there is none.
    """

    key: str
    clause: str
    name: str
    condition: str
    no_recommendations: str = ""
    makes_not_relevant: bool = False
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardException:
    """A kind of education for which nothing needs to be identified, mitigated or disclosed (2.3.6)."""

    key: str
    name: str
    condition: str
    never_formats: frozenset[str] = frozenset()
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The sentences of the form and of the disclosure to learners; ``%(name)s`` places are filled by the rules."""

    definition: str
    definition_source: str
    request: str
    no_minimum: str
    relevance: str
    not_asked: str
    refusal: str
    exclusion: str
    none: str
    attestation: str
    mitigated: str
    absent_all: str
    absent_some: str
    absent_others: str
    not_required: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition of an accreditor's rules about disclosure.

    lookback_months: counted back from the day control begins. fresh_months: age from which OpenCME advises to ask
    again; no accreditor sets an interval. owner_if: (security, listing) pairs that make a holder an owner.
    """

    key: str
    in_force_from: date
    source: str
    lookback_months: int
    fresh_months: int
    words: Words
    kinds: tuple[RelationshipKind, ...]
    securities: Mapping[str, str]
    listings: Mapping[str, str]
    owner_if: frozenset[tuple[str, str]]
    listing_asked_for: frozenset[str]
    methods: tuple[Method, ...]
    owner_exceptions: tuple[OwnerException, ...]
    standard_exceptions: tuple[StandardException, ...]
    ineligible_examples: tuple[str, ...] = field(default=())
    eligible_examples: tuple[str, ...] = field(default=())

    def kind(self, key: str) -> RelationshipKind | None:
        """Give the kind of relationship; None for a key this edition does not hold."""
        return next((each for each in self.kinds if each.key == key), None)

    def method(self, key: str) -> Method | None:
        """Give the method; None for a key this edition does not hold."""
        return next((each for each in self.methods if each.key == key), None)

    def methods_for(self, role: ControlRole) -> tuple[Method, ...]:
        """Give the methods of mitigation that suit ``role``."""
        return tuple(each for each in self.methods if group_of(role) in each.groups)

    def owner_exception(self, key: str) -> OwnerException | None:
        """Give the exception to exclusion; None for a key this edition does not hold."""
        return next((each for each in self.owner_exceptions if each.key == key), None)

    def standard_exception(self, key: str) -> StandardException | None:
        """Give the exception to the whole standard; None for a key this edition does not hold."""
        return next((each for each in self.standard_exceptions if each.key == key), None)
