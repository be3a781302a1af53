"""The disclosure itself: complete, explicit, of all relationships, early enough."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.periods import months_before
from opencme.rules.independence.edition import Edition
from opencme.rules.independence.facts import Disclosed, Person, Relationship, lookback_from

MARKETING: Final = re.compile(r"[™®©℠]|\((?:tm|r|c)\)|https?:|www\.|<|\b[\w-]+\.(?:com|net|org|io|co)\b", re.IGNORECASE)
LONGEST_COMPANY: Final = 200


def findings_on_disclosure(
    has_none: bool | None,  # noqa: FBT001 -- None is the third answer: silence
    relationships: Iterable[Relationship],
    attested_name: str,
    edition: Edition,
) -> tuple[Finding, ...]:
    """Say what keeps a disclosure from being signed: silence is no answer, "none" excludes relationships (TRAP-36)."""
    stated = tuple(relationships)

    def find() -> Iterator[Finding]:
        if has_none is None and not stated:
            yield Finding(
                code="disclosure.silent",
                source="accme-disclosure-refusal",
                field="answer",
                message=_("Say whether you have relationships to disclose; leaving it open is not an answer."),
            )
        if has_none and stated:
            yield Finding(
                code="disclosure.none_and_some",
                source=edition.source,
                field="answer",
                message=_("You say that there are none, and you list some; keep one of the two."),
            )
        if has_none is False and not stated:
            yield Finding(
                code="disclosure.some_missing",
                source=edition.source,
                field="answer",
                message=_("List at least one relationship, or say that there are none."),
            )
        if not attested_name.strip():
            yield Finding(
                code="disclosure.name",
                source=edition.source,
                field="attested_name",
                message=_("Sign with your name."),
            )
        seen: set[tuple[str, str, str, str]] = set()
        for place, relationship in enumerate(stated):
            yield from findings_on_relationship(relationship, edition, prefix=f"relationship-{place}-")
            if relationship.company.strip() and relationship.identity in seen:
                yield Finding(
                    code="disclosure.relationship.twice",
                    source=edition.source,
                    field=f"relationship-{place}-company",
                    message=_("This relationship with %(company)s is listed twice."),
                    params={"company": relationship.company.strip()},
                )
            seen.add(relationship.identity)

    return tuple(find())


def findings_on_relationship(relationship: Relationship, edition: Edition, *, prefix: str = "") -> Iterator[Finding]:
    """Say what one line of the disclosure lacks; companies are named by name only (TRAP-39)."""

    def line(code: str, field: str, message: str, source: str = "") -> Finding:
        return Finding(
            code=f"disclosure.relationship.{code}",
            source=source or edition.source,
            field=prefix + field,
            message=message,
        )

    company = relationship.company.strip()
    kind = edition.kind(relationship.kind)
    if not company:
        yield line("company", "company", _("Name the company."))
    elif len(company) > LONGEST_COMPANY:
        yield line("company_long", "company", _("Give the company's name alone, in at most 200 characters."))
    elif MARKETING.search(company):
        yield line(
            "company_name_only",
            "company",
            _("Give the company's legal name alone: no web address, trade name or ™ and ® signs."),
            "accme-standard-3-names-only",
        )
    if kind is None:
        yield line("kind", "kind", _("Choose what the relationship is."))
        return
    if kind.needs_note and not relationship.note.strip():
        yield line("note", "note", _("Say in a few words what the relationship is."))
    if kind.is_holding and relationship.security_kind not in edition.securities:
        yield line(
            "security",
            "security_kind",
            _("Say what you hold: stock or another share, or stock options."),
            "accme-stock",
        )
    elif (
        kind.is_holding
        and relationship.security_kind in edition.listing_asked_for
        and relationship.company_listing not in edition.listings
    ):
        yield line(
            "listing",
            "company_listing",
            _("Say whether the company's stock is publicly traded or the company is privately held."),
            "accme-stock",
        )


def excludes(relationship: Relationship, edition: Edition) -> bool:
    """Say whether it makes the person an owner or employee of an ineligible company (3.2, TRAP-63).

    Stock of a privately held company is ownership whatever the amount; publicly traded stock, options and patent
    royalties are not. A tie that has ended is a relationship to judge, no longer ownership or employment.
    """
    kind = edition.kind(relationship.kind)
    if kind is None or relationship.has_ended:
        return False
    is_owner = kind.is_holding and (relationship.security_kind, relationship.company_listing) in edition.owner_if
    return kind.is_employment or is_owner


def is_in_time(disclosed: Disclosed, person: Person, edition: Edition) -> bool:
    """Say whether it was signed by the moment the role began and reaches back far enough from that day."""
    return disclosed.signed_at <= person.starts_at and disclosed.lookback_from <= lookback_from(
        person.start_day, edition
    )


def is_stale(disclosed: Disclosed, person: Person, edition: Edition, day: date) -> bool:
    """Say whether it was signed so long before the role begins that asking again is wise (advice, no rule of ACCME).

    day: today, local; nothing is stale once the role has begun.
    """
    signed = disclosed.signed_at.astimezone(person.zone).date()
    return day < person.start_day and signed < months_before(person.start_day, edition.fresh_months)


def asks_again(*, old_day: date, new_day: date, today: date) -> bool:
    """Say whether moving the day control begins asks the person again: a new day that still lies ahead does."""
    return new_day != old_day and new_day > today
