"""From evidence to the facts of a claim: what counts in one credit system, and when the last of it was done."""

from dataclasses import dataclass
from datetime import datetime

from opencme.apps.credit.selectors.evidence import Evidence, Terms
from opencme.apps.delivery.selectors.attendance import presence
from opencme.kernel.periods import Interval, total_minutes, union
from opencme.rules.activity.lifecycle import State
from opencme.rules.credit.claim import ClaimFacts, Offer
from opencme.rules.credit.earning import Participation
from opencme.rules.credit.systems import Basis

CLAIMED_IN = frozenset({State.OPEN, State.DELIVERED})


@dataclass(frozen=True, slots=True)
class Presence:
    """Whole minutes attended in counted sessions, and the moment the last of it ended."""

    minutes: int = 0
    until: datetime | None = None


def facts_for(terms: Terms, evidence: Evidence, offer: Offer, now: datetime) -> ClaimFacts:
    """Give the facts of one participant and one credit system."""
    sessions = offer.rule.basis is Basis.SESSIONS
    present = _present(terms, evidence, offer.edition.counted, now) if sessions else Presence()
    done = [each for each in evidence.cycles if each.kind == offer.rule.cycle]
    begun = [moment for moment in (evidence.opened_at, evidence.attempted_at) if moment]
    if sessions:
        moments = [present.until]
    else:
        moments = [evidence.finished_at, evidence.passed_at, *(each.completed_at for each in done)]
    last = max((moment for moment in moments if moment is not None), default=now)
    return ClaimFacts(
        is_registered=True,
        is_open=terms.state in CLAIMED_IN,
        today=now.astimezone(terms.zone).date(),
        degree=evidence.degree,
        printed_name=evidence.printed_name,
        participation=Participation(
            attended_minutes=present.minutes,
            units_done=len(done),
            stages_done=frozenset(each.reference for each in done),
            teaching_minutes=sum(each.minutes for each in done),
        ),
        claim_until=terms.claim_until,
        expires_on=terms.expires_on,
        completed_on=last.astimezone(terms.zone).date(),
        shown_at=evidence.shown_at,
        engaged_at=min(begun) if begun else None,
        is_content_done=evidence.is_content_done,
        is_passed=(evidence.passed_at is not None) if terms.is_assessed else None,
        has_pass_mark=terms.is_assessed and terms.has_pass_mark,
        is_evaluated=(evidence.evaluated_at is not None) if terms.wants_evaluation else None,
        credited_elsewhere=evidence.elsewhere,
    )


def unregistered(terms: Terms, now: datetime) -> ClaimFacts:
    """Give the facts of somebody who is not registered."""
    return ClaimFacts(
        is_registered=False,
        is_open=terms.state in CLAIMED_IN,
        today=now.astimezone(terms.zone).date(),
        degree="",
        printed_name="",
        participation=Participation(),
    )


def _present(terms: Terms, evidence: Evidence, counted: frozenset[str], now: datetime) -> Presence:
    """Give the time attended in the sessions that count: a union, judged session by session as ``delivery`` does.

    Who checked in is taken to stay, but nothing counts before it has passed.
    """
    attended: list[Interval] = []
    for session in terms.sessions:
        rows = evidence.attendance.get(session.pk)
        if rows and session.kind in counted:
            passed = (each.within(Interval(min(each.start, now), now)) for each in presence(rows, session.certified))
            attended += [each for each in passed if each is not None]
    merged = union(attended)
    return Presence(total_minutes(merged), merged[-1].end) if merged else Presence()
