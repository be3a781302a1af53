"""What a claim asks: of the person, of the participation, of the amount. Everything that stands against it at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from opencme.kernel.credits import ZERO, Credits
from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.credit.earning import Participation, earned
from opencme.rules.credit.systems import Ask, Basis, Edition, FormatRule, Gives

OWN: Final = "opencme-credit"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """What is known of one participant in one activity. Days are local to the activity.

    is_open: claims are taken at this stage of the activity's life. claim_until: last day of the provider's window.
    degree: as registered, or as the profile says since. shown_at: the disclosure was shown; engaged_at: first act in
    the online content or assessment (None: took part in a room or by an attendance file, where it is told on the spot).
    is_content_done: every required part. is_passed: None where nothing is assessed; has_pass_mark: a mark must be
    reached. is_evaluated: None where no evaluation is asked first. completed_on: day on which the last was done.
    credited_elsewhere: title of another activity with the same content in which this credit was awarded, by system.
    """

    is_registered: bool
    is_open: bool
    today: date
    degree: str
    printed_name: str
    participation: Participation
    claim_until: date | None = None
    expires_on: date | None = None
    completed_on: date | None = None
    shown_at: datetime | None = None
    engaged_at: datetime | None = None
    is_content_done: bool = True
    is_passed: bool | None = None
    has_pass_mark: bool = False
    is_evaluated: bool | None = None
    credited_elsewhere: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One credit system in one activity, and what the ledger holds of it for the participant.

    edition: the one it was designated under. designated: None where the activity is not designated for it.
    standing: the amount awarded so far; is_revoked: the last entry took it back.
    """

    system: str
    rule: FormatRule
    edition: Edition
    designated: Credits | None
    standing: Credits = ZERO
    is_revoked: bool = False


def findings_on_participation(facts: ClaimFacts, offer: Offer) -> tuple[Finding, ...]:
    """Say everything that stands against claiming any amount; empty means: something may be claimed."""
    if not facts.is_registered:
        return (_finding("registration", _("Register for the activity first."), OWN, fix="registration"),)
    return (
        *_on_time(facts, offer),
        *_on_person(facts, offer),
        *_on_evidence(facts, offer.rule),
        *_on_worth(facts, offer),
    )


def allowed(facts: ClaimFacts, offer: Offer) -> Credits:
    """Give the most the participant may have in all; 0 where nothing is designated."""
    if not offer.designated:
        return ZERO
    return earned(facts.participation, offer.rule, offer.edition, offer.designated)


def findings_on_claim(facts: ClaimFacts, asked: Credits, offer: Offer) -> tuple[Finding, ...]:
    """Say everything that stands against having ``asked`` in all; empty means: award it."""
    edition, designated = offer.edition, offer.designated

    def find() -> Iterator[Finding]:
        yield from findings_on_participation(facts, offer)
        if not asked:
            yield _finding("nothing", _("Say how much you claim."), OWN, place="asked")
            return
        if not asked.is_multiple_of(edition.claim_step):
            yield _finding(
                "step",
                _("Credit is claimed in steps of %(step)s."),
                edition.source,
                place="asked",
                step=f"{edition.claim_step:f}",
            )
        if designated is not None and asked > designated:
            yield _finding(
                "above_designated",
                _("This activity is designated for at most %(max)s."),
                edition.source,
                place="asked",
                max=edition.amount(designated).plain,
            )
        elif asked > (most := allowed(facts, offer)) and most:
            yield _finding(
                "too_much",
                _("Your participation comes to %(allowed)s; you cannot claim more than that."),
                "ama-actual-credit",
                place="asked",
                allowed=edition.amount(most).plain,
            )
        if asked < offer.standing:
            yield _finding(
                "less",
                _("%(amount)s is awarded already; ask the provider to correct it downwards."),
                OWN,
                place="asked",
                amount=edition.amount(offer.standing).plain,
            )

    return tuple(find())


def _on_time(facts: ClaimFacts, offer: Offer) -> Iterator[Finding]:
    if offer.designated is None:
        source = offer.edition.timing_source
        yield _finding("not_designated", _("The activity is not designated for this credit."), source)
    if not facts.is_open:
        yield _finding("not_open", _("Credit of this activity cannot be claimed at present."), OWN)
    if facts.claim_until and facts.today > facts.claim_until:
        yield _finding(
            "window",
            _("Credit could be claimed through %(day)s; ask the provider."),
            OWN,
            day=facts.claim_until.isoformat(),
        )
    if facts.expires_on and facts.completed_on and facts.completed_on > facts.expires_on:
        yield _finding(
            "expired",
            _("The activity expired on %(expired)s and was completed on %(completed)s."),
            "opencme-expiration",
            expired=facts.expires_on.isoformat(),
            completed=facts.completed_on.isoformat(),
        )


def _on_person(facts: ClaimFacts, offer: Offer) -> Iterator[Finding]:
    edition = offer.edition
    if edition.gives is Gives.AWARDED and not edition.is_for(facts.degree):
        message = (
            _("%(credit)s is awarded to holders of certain degrees only; the profile names none of them.")
            if facts.degree
            else _("The profile must say which degree is held; it decides which credit is given.")
        )
        yield _finding("degree", message, edition.degrees_source, fix="profile", credit=edition.name.plain)
    if not facts.printed_name.strip():
        yield _finding("name", _("The profile lacks the name to print on the certificate."), OWN, fix="profile")
    if title := facts.credited_elsewhere.get(offer.system):
        yield _finding(
            "elsewhere",
            _("This credit was given already for “%(title)s”, which offered the same content."),
            "ama-claim-once",
            title=title,
        )
    if offer.is_revoked:
        yield _finding("revoked", _("The credit was revoked; ask the provider."), OWN)


def _on_evidence(facts: ClaimFacts, rule: FormatRule) -> Iterator[Finding]:
    if facts.engaged_at is not None and (facts.shown_at is None or facts.shown_at > facts.engaged_at):
        yield _finding(
            "disclosure",
            _("There is no record that the disclosure was shown before the content was begun; ask the provider."),
            "accme-standard-3",
        )
    if rule.basis is Basis.SESSIONS and not facts.participation.attended_minutes:
        yield _finding("attendance", _("No attendance is recorded yet."), rule.source, fix="attendance")
    if Ask.CONTENT in rule.asks and not facts.is_content_done:
        yield _finding("content", _("Finish the required content first."), rule.source, fix="content")
    if (Ask.PASS_MARK in rule.asks and facts.is_passed is not True) or (facts.has_pass_mark and not facts.is_passed):
        source = rule.source if Ask.PASS_MARK in rule.asks else OWN
        yield _finding("assessment", _("Pass the post-activity assessment first."), source, fix="assessment")
    if facts.is_evaluated is False:
        yield _finding("evaluation", _("Answer the evaluation first."), OWN, fix="evaluation")
    done = facts.participation
    if Ask.UNITS in rule.asks and not done.units_done:
        yield _finding("units", _("Nothing completed is recorded yet."), rule.source, fix="attendance")
    if Ask.STAGES in rule.asks and "A" not in done.stages_done:
        yield _finding("stages", _("Stage A is not completed yet; it comes first."), rule.source, fix="attendance")
    if Ask.TEACHING in rule.asks and not done.teaching_minutes:
        yield _finding("teaching", _("No verified teaching is recorded yet."), rule.source, fix="attendance")


def _on_worth(facts: ClaimFacts, offer: Offer) -> Iterator[Finding]:
    """Say that what was attended is too short to come to the smallest amount."""
    minutes = facts.participation.attended_minutes
    if offer.rule.basis is Basis.SESSIONS and minutes and offer.designated and not allowed(facts, offer):
        yield _finding(
            "too_short",
            _("Attendance of %(minutes)s min comes to no credit."),
            offer.edition.source,
            fix="attendance",
            minutes=str(minutes),
        )


def _finding(code: str, message: str, source: str, *, fix: str = "", field: str = "", **params: str) -> Finding:
    return Finding(code=f"credit.claim.{code}", message=message, source=source, fix=fix, field=field, params=params)
