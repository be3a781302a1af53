"""Signing a disclosure, by link: append-only, harmless when pressed twice."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from opencme.apps.audit import services as audit
from opencme.apps.faculty.models import Disclosure, InControl, Relationship
from opencme.apps.faculty.selectors import people, tasks
from opencme.kernel.findings import DomainError, Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.independence import facts
from opencme.rules.independence.disclosure import findings_on_disclosure
from opencme.rules.independence.facts import lookback_from

SAME_PRESS: Final = timedelta(minutes=10)


@transaction.atomic
def sign_disclosure(
    *,
    token: str,
    has_none: bool | None,
    relationships: Sequence[facts.Relationship] = (),
    attested_name: str,
    now: datetime,
) -> Disclosure:
    """Sign what the person states; the newest signature counts, older ones stay.

    has_none: the explicit answer; None is silence and is refused. A signature after the role began is kept and never
    satisfies a gate. The same answer signed again within ten minutes is the same signature.
    """
    row = _open(token)
    edition = people.edition_for(row.starts_at.astimezone(row.activity.zone).date())
    if findings := findings_on_disclosure(has_none, relationships, attested_name, edition):
        raise DomainError(*findings)
    return _sign(row, tuple(relationships), attested_name, now)


@transaction.atomic
def confirm_unchanged(*, token: str, now: datetime) -> Disclosure:
    """Sign again, word for word, what the person last disclosed in any activity of this provider.

    Raises DomainError when there is nothing to confirm, or when the form's words changed since.
    """
    row = _open(token)
    last = tasks.reusable(row)
    if last is None:
        raise DomainError(
            Finding(
                code="disclosure.nothing_to_confirm",
                source="accme-standard-3",
                message=_("There is no earlier disclosure to confirm; answer the form."),
            )
        )
    stated = tuple(people.stated(each) for each in last.disclosure.relationships.all())
    return _sign(row, stated, row.name, now, reused_from=last.disclosure)


def _open(token: str) -> InControl:
    row = tasks.by_token(token, locked=True)
    state = tasks.link_state(row)
    if state is not tasks.LinkState.OPEN:
        raise DomainError(
            Finding(
                code=f"disclosure.link_{state}",
                source="opencme-independence",
                message=_("This link no longer takes a signature."),
            )
        )
    return row


def _sign(
    row: InControl,
    relationships: tuple[facts.Relationship, ...],
    attested_name: str,
    now: datetime,
    *,
    reused_from: Disclosure | None = None,
) -> Disclosure:
    again = _same_press(row, relationships, now)
    if again is not None:
        return again
    start_day = row.starts_at.astimezone(row.activity.zone).date()
    edition = people.edition_for(start_day)
    signed: Disclosure = Disclosure.objects.create(
        in_control=row,
        has_none=not relationships,
        lookback_from=lookback_from(start_day, edition),
        form_edition=edition.key,
        attested_name=attested_name.strip(),
        signed_at=now,
        reused_from=reused_from,
    )
    for each in relationships:
        Relationship.objects.create(
            disclosure=signed,
            company=" ".join(each.company.split()),
            kind=each.kind,
            has_ended=each.has_ended,
            security_kind=each.security_kind,
            company_listing=each.company_listing,
            note=each.note.strip(),
        )
    audit.record(
        "disclosure.signed",
        by=tasks.actor_by_link(row),
        subject=signed,
        at=now,
        provider_id=row.activity.provider_id,
        activity_id=row.activity_id,
        after={
            "role": row.role,
            "none": not relationships,
            "relationships": [f"{each.kind}: {each.company}" for each in relationships],
            "lookback_from": signed.lookback_from.isoformat(),
            **({"confirmed": "nothing changed"} if reused_from else {}),
        },
        rule_edition=edition.key,
    )
    return signed


def _same_press(row: InControl, relationships: tuple[facts.Relationship, ...], now: datetime) -> Disclosure | None:
    """Give the signature just made when the same answer comes again (a double press, a reloaded page)."""
    newest: Disclosure | None = row.disclosures.first()
    if newest is None or newest.signed_at < now - SAME_PRESS:
        return None
    if row.asked_again_at is not None and newest.signed_at < row.asked_again_at:
        return None
    before = sorted((_whole(people.stated(each)) for each in newest.relationships.all()), key=str)
    return newest if before == sorted((_whole(each) for each in relationships), key=str) else None


def _whole(each: facts.Relationship) -> tuple[object, ...]:
    return (*each.identity, each.has_ended, each.note.strip())
