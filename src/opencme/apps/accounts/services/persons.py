"""Opening accounts and keeping profiles; identifiers are judged when they are typed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from opencme.apps.accounts.models import Identifier, Person
from opencme.apps.accounts.selectors import person_for_email, person_with_id
from opencme.apps.accounts.services import tries
from opencme.apps.accounts.services.sign_in import mail_link
from opencme.apps.audit.services import record
from opencme.kernel.findings import DomainError, Finding, NotAllowed
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.professions import Degree, Profession
from opencme.rules.access import Actor, system
from opencme.rules.activity.clock import is_zone
from opencme.rules.reporting.identity import findings_on_birthday, findings_on_identifier, tidy

CHANGEABLE: Final = (
    "given_name",
    "family_name",
    "credentials",
    "degree",
    "profession",
    "birth_month",
    "birth_day",
    "time_zone",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """An identifier as it was typed; ``field`` and ``domain_field`` name the form fields its errors belong to."""

    kind: str
    domain: str = ""
    value: str
    field: str = ""
    domain_field: str = ""


@transaction.atomic
def create_person(
    *,
    by: Actor,
    email: str,
    given_name: str,
    family_name: str,
    now: datetime,
    profession: str = "",
    degree: str = "",
    credentials: str = "",
    time_zone: str = "",
) -> Person:
    """Open an account for somebody; only links open it until the person sets a password.

    Raises DomainError when the address is no address, or has an account already (ask ``person_for_email`` first).
    """
    if by.person_id is None and not by.is_system:
        raise NotAllowed
    address = email.strip().lower()
    values = {"profession": profession, "degree": degree, "credentials": credentials.strip()}
    values["time_zone"] = time_zone if is_zone(time_zone) else ""
    if found := (*_on_address(address), *_on_profile({"given_name": given_name, "family_name": family_name, **values})):
        raise DomainError(*found)
    person = Person.objects.create_person(
        email=address, given_name=given_name.strip(), family_name=family_name.strip(), created_at=now, **values
    )
    record("person.created", by=by, subject=person, at=now, after={"email": address})
    return person


@transaction.atomic
def sign_up(
    *,
    email: str,
    given_name: str,
    family_name: str,
    profession: str = "",
    degree: str = "",
    time_zone: str = "",
    next: str = "",  # noqa: A002 -- the query string's own word
    network: str = "",
    now: datetime,
) -> None:
    """Open an account for a participant and mail the link that enters it; an address with an account gets its link.

    time_zone: what the browser said; one that nobody knows is left out.
    Either way one mail goes out and the page says the same. Raises DomainError for what was typed wrongly.
    """
    tries.count_try(tries.LINK_NETWORK, network, now=now)
    tries.count_try(tries.LINK_ADDRESS, email, now=now)
    typed = {"given_name": given_name, "family_name": family_name, "profession": profession, "degree": degree}
    if found := tuple(_on_profile(typed)):
        raise DomainError(*found)
    person = person_for_email(email)
    if person is None:
        person = create_person(by=system("Sign-up"), email=email, time_zone=time_zone, now=now, **typed)
    if person.is_active:
        mail_link(person, next=next, now=now)


@transaction.atomic
def change_profile(
    *,
    by: Actor,
    changes: Mapping[str, Any],
    identifiers: Sequence[Typed] | None = None,
    reports_agreed: bool | None = None,
    now: datetime,
) -> Person:
    """Change the actor's own profile.

    changes: new values of the fields in ``CHANGEABLE``; identifiers: all of them, an empty value removes one; None
    leaves them; reports_agreed: the consent that completions are reported to accreditors and boards; None leaves it.
    Raises DomainError with every finding, each with the form field it belongs to.
    """
    if by.person_id is None:
        raise NotAllowed
    person = Person.objects.select_for_update().get(pk=by.person_id)
    wanted = {name: changes[name] for name in CHANGEABLE if name in changes}
    whole = {name: wanted.get(name, getattr(person, name)) for name in CHANGEABLE}
    if found := (*_on_profile(whole), *_on_identifiers(identifiers or ())):
        raise DomainError(*found)
    before = {name: getattr(person, name) for name in wanted}
    for name, value in wanted.items():
        setattr(person, name, value.strip() if isinstance(value, str) else value)
    after = {name: getattr(person, name) for name in wanted}
    if reports_agreed is not None and reports_agreed != (person.report_consent_at is not None):
        before["reports_agreed"], after["reports_agreed"] = not reports_agreed, reports_agreed
        person.report_consent_at = now if reports_agreed else None
    person.save()
    if identifiers is not None:
        _keep_identifiers(person, identifiers, before, after)
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if changed:
        record(
            "person.changed",
            by=by,
            subject=person,
            at=now,
            before={name: before.get(name) for name in changed},
            after={name: after.get(name) for name in changed},
        )
    return person


def findings_on_profile(
    *, by: Actor, changes: Mapping[str, Any], identifiers: Sequence[Typed] = ()
) -> tuple[Finding, ...]:
    """Say what ``change_profile`` would refuse, without changing anything: for errors shown while typing."""
    person = person_with_id(by.person_id or 0)
    whole = {name: changes.get(name, getattr(person, name)) for name in CHANGEABLE}
    return (*_on_profile(whole), *_on_identifiers(identifiers))


def _keep_identifiers(person: Person, typed: Sequence[Typed], before: dict[str, Any], after: dict[str, Any]) -> None:
    """Make the kept identifiers equal to the typed ones and note the difference."""
    held = {(each.kind, each.domain): each for each in person.identifiers.all()}
    wanted = {(each.kind, each.domain): tidy(each.kind, each.value) for each in typed if each.value.strip()}
    for place in {*held, *wanted}:
        old = held[place].value if place in held else ""
        new = wanted.get(place, "")
        if old == new:
            continue
        name = " ".join(filter(None, place))
        before[name], after[name] = old, new
        if not new:
            held[place].delete()
        else:
            Identifier.objects.update_or_create(person=person, kind=place[0], domain=place[1], defaults={"value": new})


def _on_address(email: str) -> Iterator[Finding]:
    try:
        validate_email(email)
    except ValidationError:
        yield _finding("address", _("Type an e-mail address such as name@hospital.org."), "email")
        return
    if person_for_email(email) is not None:
        yield _finding("address_taken", _("There is an account with this address already."), "email")


def _on_profile(values: Mapping[str, Any]) -> Iterator[Finding]:
    """Say what stands against a profile: names are needed, degree and profession are listed, a birthday is real."""
    if not str(values["given_name"]).strip() and not str(values["family_name"]).strip():
        yield _finding("name", _("Give a name; certificates and reports carry it."), "family_name")
    if values.get("profession") and values["profession"] not in set(Profession):
        yield _finding("profession", _("Choose a profession from the list."), "profession")
    if values.get("degree") and values["degree"] not in set(Degree):
        yield _finding("degree", _("Choose a degree from the list."), "degree")
    if values.get("time_zone") and not is_zone(values["time_zone"]):
        yield _finding("time_zone", _("Choose a time zone such as America/Chicago."), "time_zone")
    yield from findings_on_birthday(values.get("birth_month"), values.get("birth_day"))


def _on_identifiers(typed: Sequence[Typed]) -> Iterator[Finding]:
    """Judge each identifier that has a value, and say where two are for the same place."""
    seen: set[tuple[str, str]] = set()
    for each in typed:
        if not each.value.strip():
            continue
        for finding in findings_on_identifier(each.kind, each.domain, each.value):
            place = each.domain_field if finding.field == "domain" else each.field
            yield replace(finding, field=place or finding.field)
        if (each.kind, each.domain) in seen:
            yield _finding("identifier.twice", _("There are two numbers for the same place; keep one."), each.field)
        seen.add((each.kind, each.domain))


def _finding(code: str, message: str, field: str) -> Finding:
    return Finding(code=f"accounts.{code}", message=message, source="opencme-accounts", field=field)
