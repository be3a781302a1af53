"""Judging whether the provider may plan this activity: its own accreditation, and its joint providers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.activity.accreditors import Accreditor, Status
from opencme.rules.activity.organizations import OrganizationKind

PROVIDER: Final = "provider"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The provider's accreditation and the days of the activity it must cover.

    accreditor None: its entry is gone; term_from, term_to, first_day, last_day None: not known (yet).
    asks_whole: all days must lie in the term (live); otherwise the first, and later ones are advised about.
    """

    accreditor: Accreditor | None
    status: str
    term_from: date | None
    term_to: date | None
    first_day: date | None
    last_day: date | None
    asks_whole: bool
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """One joint provider of an activity.

    kind None: unknown; checked_on None: eligibility never checked; agreed_on None: no agreement yet.
    """

    name: str
    kind: OrganizationKind | None
    is_accredited: bool
    checked_on: date | None
    agreed_on: date | None
    has_way_out: bool
    is_watched: bool


def status_of(standing: Standing) -> Status | None:
    """Give the status by its edition; None when the provider is not accredited."""
    if standing.accreditor is None:
        return None
    return standing.accreditor.on(standing.day).status(standing.status)


def findings_on_accreditation(standing: Standing) -> tuple[Finding, ...]:
    """Say why the provider may not designate credit for an activity on these days (AMA-1)."""

    def find() -> Iterator[Finding]:
        if status_of(standing) is None:
            yield Finding(
                code="accreditation.none",
                message=_("The provider is not accredited; only an accredited provider may designate credit."),
                source="ama-who-may-designate",
                fix=PROVIDER,
                owes=_("Program manager"),
            )
            return
        if standing.term_from is None or standing.term_to is None:
            yield _about_term("accreditation.term", _("The term of the provider's accreditation is not set."))
            return
        if standing.first_day is None or standing.last_day is None:
            return
        term = {"from": f"{standing.term_from:%Y-%m-%d}", "to": f"{standing.term_to:%Y-%m-%d}"}
        if not standing.term_from <= standing.first_day <= standing.term_to:
            yield _about_term(
                "accreditation.outside",
                _("It starts outside the term of accreditation, %(from)s to %(to)s."),
                params=term,
            )
        elif standing.last_day > standing.term_to:
            yield _about_term(
                "accreditation.ends",
                _("The term of accreditation, %(from)s to %(to)s, ends before the activity does."),
                params=term,
                blocking=standing.asks_whole,
            )

    return tuple(find())


def providership(partners: tuple[Joint, ...]) -> str:
    """Give "joint" when a partner is not accredited, else "direct": no co-provided form exists (STMT-1, TRAP-04)."""
    return "joint" if any(not each.is_accredited for each in partners) else "direct"


def findings_on_joint_providers(
    partners: tuple[Joint, ...], status: Status | None, decided_on: date | None, *, must_be_agreed: bool
) -> tuple[Finding, ...]:
    """Say what stands against providing the activity together.

    decided_on: day of the decision that gave the provider its ``status``.
    must_be_agreed: the agreement is due now; earlier it is advice.
    """

    def find() -> Iterator[Finding]:
        for partner in partners:
            yield from _on_partner(partner, must_be_agreed=must_be_agreed)
            if not partner.is_accredited and status is not None:
                yield from _on_status(partner, status, decided_on)
        if partners and providership(partners) == "direct":
            yield _joint(
                "joint.all_accredited",
                _("Every partner is accredited itself: one takes responsibility, and the direct statement is printed."),
                blocking=False,
            )

    return tuple(find())


def _on_partner(partner: Joint, *, must_be_agreed: bool) -> Iterator[Finding]:
    named = {"name": partner.name}
    if partner.kind is not None and not partner.kind.is_eligible:
        yield _joint(
            "joint.ineligible",
            _("%(name)s is an ineligible company and can never be a joint provider."),
            named,
            source="accme-ineligible-joint-provider",
        )
    if partner.checked_on is None:
        yield _joint("joint.unchecked", _("Check whether %(name)s is eligible."), named, source="accme-eligibility")
    if partner.agreed_on is None:
        yield _joint("joint.agreement", _("Agree with %(name)s in writing."), named, blocking=must_be_agreed)
    elif not partner.has_way_out:
        yield _joint(
            "joint.way_out",
            _("The agreement with %(name)s must let you withdraw accreditation at any time without penalty."),
            named,
            source="accme-joint-diligence",
            blocking=must_be_agreed,
        )
    if partner.is_watched:
        yield _joint(
            "joint.watched",
            _("%(name)s is on your watch list: review its content with special care."),
            named,
            source="accme-watch-list",
            blocking=False,
        )


def _on_status(partner: Joint, status: Status, decided_on: date | None) -> Iterator[Finding]:
    named = {"name": partner.name, "status": status.name}
    is_older = partner.agreed_on is not None and decided_on is not None and partner.agreed_on < decided_on
    if status.new_joint is False and not is_older:
        yield _joint(
            "joint.probation",
            _("On probation nothing new is agreed on with %(name)s; only an older agreement runs on."),
            named,
            source="accme-joint-status",
        )
    if status.new_joint is None and status.key == "probation":
        yield _joint(
            "joint.status_unknown",
            _("Ask your accreditor whether %(name)s may join in while your status is: %(status)s."),
            named,
            source="accme-joint-status",
            blocking=False,
        )


def _about_term(code: str, message: str, *, params: dict[str, str] | None = None, blocking: bool = True) -> Finding:
    return Finding(
        code=code,
        message=message,
        source="accme-status",
        params=params or {},
        fix=PROVIDER,
        owes=_("Program manager"),
        blocking=blocking,
    )


def _joint(
    code: str,
    message: str,
    params: dict[str, str] | None = None,
    *,
    source: str = "accme-joint-providership",
    blocking: bool = True,
) -> Finding:
    return Finding(code=code, message=message, source=source, params=params or {}, fix="plan", blocking=blocking)
