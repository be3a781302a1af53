"""Where one person in control stands, and what stands against them; derived, never stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.independence.disclosure import excludes, is_in_time, is_stale
from opencme.rules.independence.edition import ROLE_NAMES, ControlRole, Edition, RoleGroup, group_of
from opencme.rules.independence.facts import Disclosed, Judged, Person, spoken

JUDGE: Final = _("COI reviewer")
OFFICE: Final = _("CME coordinator")


class Standing(StrEnum):
    """Where a person in control stands."""

    INVITED = "invited"
    TO_JUDGE = "to_judge"
    TO_MITIGATE = "to_mitigate"
    CLEARED = "cleared"
    LATE = "late"
    EXCLUDED = "excluded"
    WITHDRAWN = "withdrawn"
    NOT_REQUIRED = "not_required"


STANDING_NAMES: Final[Mapping[Standing, str]] = {
    Standing.INVITED: _("Disclosure awaited"),
    Standing.TO_JUDGE: _("Relevance undecided"),
    Standing.TO_MITIGATE: _("To mitigate"),
    Standing.CLEARED: _("Cleared"),
    Standing.LATE: _("Too late"),
    Standing.EXCLUDED: _("Excluded"),
    Standing.WITHDRAWN: _("Withdrawn"),
    Standing.NOT_REQUIRED: _("Not required"),
}


class Need(StrEnum):
    """What one stated relationship still needs."""

    NOTHING = "nothing"
    EXCEPTION = "exception"
    RELEVANCE = "relevance"
    MITIGATION = "mitigation"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The standing of one person, with every finding; ``needs`` answers for each relationship in its order.

    before: the standing of somebody withdrawn as it was without the withdrawal.
    """

    standing: Standing
    findings: tuple[Finding, ...]
    needs: tuple[Need, ...] = ()
    before: Standing | None = None

    @property
    def is_cleared(self) -> bool:
        """Whether the person may take (and go on in) the role."""
        return self.standing in {Standing.CLEARED, Standing.NOT_REQUIRED}

    @property
    def on_disclosure(self) -> tuple[Finding, ...]:
        """The findings of the disclosure gate."""
        return tuple(each for each in self.findings if each.code.startswith("independence.disclosure"))

    @property
    def on_mitigation(self) -> tuple[Finding, ...]:
        """The findings of the gate for exclusion, relevance and mitigation."""
        return tuple(each for each in self.findings if not each.code.startswith("independence.disclosure"))


def is_relevant(judged: Judged, edition: Edition) -> bool | None:
    """Give the relevance that counts: an exception for unrelated content settles it; None while undecided."""
    exception = edition.owner_exception(judged.exception)
    if exception is not None and exception.makes_not_relevant:
        return False
    return judged.is_relevant


def need_of(judged: Judged, person: Person, edition: Edition) -> Need:
    """Say what one relationship still needs before the person may take the role.

    Disclosure never mitigates, and an owner or employee cannot be mitigated without an exception (TRAP-40).
    Mitigation counts by a method that suits the role, completed by the moment the role began.
    """
    if excludes(judged.stated, edition) and edition.owner_exception(judged.exception) is None:
        return Need.EXCEPTION
    relevant = is_relevant(judged, edition)
    if relevant is None:
        return Need.RELEVANCE
    if not relevant:
        return Need.NOTHING
    allowed = {method.key for method in edition.methods_for(person.role)}
    fitting = [each for each in judged.mitigations if each.method in allowed]
    if not fitting:
        return Need.MITIGATION
    return Need.NOTHING if any(each.at <= person.starts_at for each in fitting) else Need.EARLIER


def status_of(person: Person, edition: Edition, now: datetime, *, standard_exception: str = "") -> Status:
    """Give the standing of one person in control.

    standard_exception: key of an exception to Standard 3 that holds for the whole activity, or empty.
    """
    if person.withdrawn_at is not None:
        held = replace(person, withdrawn_at=None)
        before = status_of(held, edition, now, standard_exception=standard_exception)
        return Status(standing=Standing.WITHDRAWN, findings=(), needs=before.needs, before=before.standing)
    if edition.standard_exception(standard_exception) is not None:
        return Status(standing=Standing.NOT_REQUIRED, findings=())
    newest = person.newest
    if newest is None:
        has_begun = person.starts_at <= now
        return Status(
            standing=Standing.LATE if has_begun else Standing.INVITED,
            findings=(_missing(person, edition, has_begun=has_begun),),
        )
    needs = tuple(need_of(each, person, edition) for each in newest.relationships)
    findings = tuple(_findings(person, newest, needs, edition, now))
    is_timely = any(is_in_time(each, person, edition) for each in person.disclosures)
    return Status(standing=_standing(needs, is_timely=is_timely), findings=findings, needs=needs)


def _standing(needs: tuple[Need, ...], *, is_timely: bool) -> Standing:
    if Need.EXCEPTION in needs:
        return Standing.EXCLUDED
    if not is_timely:
        return Standing.LATE
    if Need.RELEVANCE in needs:
        return Standing.TO_JUDGE
    if Need.MITIGATION in needs:
        return Standing.TO_MITIGATE
    return Standing.LATE if Need.EARLIER in needs else Standing.CLEARED


def _missing(person: Person, edition: Edition, *, has_begun: bool) -> Finding:
    if has_begun:
        return Finding(
            code="independence.disclosure.missing_late",
            source=edition.source,
            message=_(
                "%(name)s (%(role)s) has not disclosed, and the role began on %(day)s; end the role, or correct its "
                "start if it was entered wrong."
            ),
            params=_who(person),
            owes=OFFICE,
            fix="people",
        )
    return Finding(
        code="independence.disclosure.missing",
        source=edition.source,
        message=_("%(name)s (%(role)s) has not disclosed yet; it must be signed before %(day)s."),
        params=_who(person),
        owes=person.name,
        fix="people",
    )


def _findings(
    person: Person, newest: Disclosed, needs: tuple[Need, ...], edition: Edition, now: datetime
) -> Iterator[Finding]:
    if not any(is_in_time(each, person, edition) for each in person.disclosures):
        first = person.disclosures[-1]
        signed = first.signed_at.astimezone(person.zone).date()
        if first.signed_at <= person.starts_at:
            yield Finding(
                code="independence.disclosure.short",
                source="accme-disclosure-lookback",
                message=_(
                    "%(name)s (%(role)s) disclosed, but not for the whole %(months)s months before %(day)s; ask again."
                ),
                params={**_who(person), "months": str(edition.lookback_months)},
                owes=person.name if now <= person.starts_at else OFFICE,
                fix="people",
            )
        else:
            yield Finding(
                code="independence.disclosure.late",
                source=edition.source,
                message=_(
                    "%(name)s (%(role)s) signed on %(signed)s, after the role began on %(day)s; a later signature "
                    "never counts. End the role, or correct its start if it was entered wrong."
                ),
                params={**_who(person), "signed": spoken(signed)},
                owes=OFFICE,
                fix="people",
            )
    elif is_stale(newest, person, edition, now.astimezone(person.zone).date()):
        yield Finding(
            code="independence.disclosure.stale",
            source="opencme-disclosure-age",
            message=_("%(name)s (%(role)s) signed on %(signed)s, long before the role begins; ask again."),
            params={**_who(person), "signed": spoken(newest.signed_at.astimezone(person.zone).date())},
            owes=person.name,
            fix="people",
            blocking=False,
        )
    for judged, need in zip(newest.relationships, needs, strict=True):
        if need is not Need.NOTHING:
            yield _finding_on(need, judged, person, edition)


def _finding_on(need: Need, judged: Judged, person: Person, edition: Edition) -> Finding:
    kind = edition.kind(judged.stated.kind)
    params = {
        **_who(person),
        "company": judged.stated.company,
        "kind": kind.phrase if kind else judged.stated.kind,
    }
    messages = {
        Need.EXCEPTION: (
            "independence.excluded",
            "accme-owners-employees",
            _(
                "%(name)s (%(role)s) is an owner or employee of %(company)s and cannot take the role; end it, or "
                "grant one of the three exceptions."
            ),
            JUDGE,
        ),
        Need.RELEVANCE: (
            "independence.relevance.undecided",
            edition.source,
            _("Decide whether the relationship of %(name)s with %(company)s (%(kind)s) is relevant."),
            JUDGE,
        ),
        Need.MITIGATION: (
            "independence.mitigation.missing",
            "accme-mitigation-methods",
            _("Mitigate the relationship of %(name)s (%(role)s) with %(company)s (%(kind)s) before %(day)s."),
            JUDGE,
        ),
        Need.EARLIER: (
            "independence.mitigation.late",
            "accme-mitigation-methods",
            _(
                "The relationship of %(name)s (%(role)s) with %(company)s was mitigated after the role began on "
                "%(day)s; that never counts. End the role, or correct its start if it was entered wrong."
            ),
            OFFICE,
        ),
    }
    code, source, message, owes = messages[need]
    return Finding(code=code, source=source, message=message, params=params, owes=owes, fix="disclosures")


def _who(person: Person) -> dict[str, str]:
    return {
        "name": person.name,
        "role": role_phrase(person.role),
        "day": spoken(person.start_day),
    }


def role_phrase(role: ControlRole) -> str:
    """Give the role as a sentence names it."""
    return ROLE_NAMES[role].lower()


def is_planner(person: Person) -> bool:
    """Say whether the person belongs to those who disclose before planning goes on."""
    return group_of(person.role) is RoleGroup.PLANNER
