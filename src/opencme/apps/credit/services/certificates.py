"""Issuing certificates: made once from the ledger, stored by hash, never changed; a new version carries its reason."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from opencme.apps.activities.models import Activity
from opencme.apps.activities.selectors.intervals import ends_at, local, starts_at
from opencme.apps.audit import services as audit
from opencme.apps.credit.models import Award, Certificate
from opencme.apps.credit.selectors.certificates import current_awards
from opencme.apps.credit.selectors.planned import learning_format, standing_designations
from opencme.apps.credit.selectors.printed import Printed, lines_of, printed_statements
from opencme.apps.delivery.models import Registration
from opencme.apps.files import selectors as files
from opencme.apps.files.services import store_file
from opencme.apps.providers.permissions import require
from opencme.catalog.formats import formats
from opencme.documents.certificate import CertificateFacts, Issuer, Line, Paper, certificate_pdf
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.text import RichText
from opencme.rules.access import Actor, Permission
from opencme.rules.credit.certificate_numbers import certificate_number

SOURCE = "ama-actual-credit"
LETTER_COUNTRIES = frozenset({"", "USA", "CAN", "MEX", "PHL", "CHL", "COL", "PRI"})


@transaction.atomic
def issue_certificate(*, by: Actor, registration_id: int, now: datetime) -> Certificate:
    """Give the certificate that fits the ledger, making it when there is none yet.

    Called at the first opening and by a job after each claim or correction; it may run twice, or at once, or again
    after a crash: the registration is locked, the number and the bytes follow from what is issued, and one row
    stands per version. When the ledger has changed since, a new version is made with the ledger's reason.
    Raises DomainError when no credit stands, or when a character cannot be printed.
    """
    registration = _locked(by, registration_id, Permission.LEARNERS_SEE)
    awards = _standing(registration)
    newest = registration.certificates.order_by("-version").first()
    if newest is not None and set(newest.awards.all()) == set(awards):
        return newest
    if newest is None:
        return _make(by, registration, awards, at=max(each.awarded_at for each in awards), now=now)
    changed = [each for each in awards if each.reason]
    reason = "; ".join(dict.fromkeys(each.reason for each in changed)) or "credit added"
    return _make(
        by, registration, awards, at=max(each.awarded_at for each in awards), now=now, replaces=newest, reason=reason
    )


@transaction.atomic
def reissue_certificate(*, by: Actor, registration_id: int, reason: str, version: int, now: datetime) -> Certificate:
    """Make a new version with the participant's present name, for a reason that is printed on it (TRAP-60).

    version: the newest the caller saw; when a newer one exists by now, that one is given back and nothing is made,
    so a form sent twice is harmless.
    """
    registration = _locked(by, registration_id, Permission.CREDIT_CORRECT)
    newest = registration.certificates.order_by("-version").first()
    if newest is None:
        raise DomainError(
            Finding(
                code="certificate.none",
                message=_("There is no certificate to issue again; it is made when credit is claimed."),
                source="opencme-certificates",
            )
        )
    if newest.version > version:
        return newest
    if not reason.strip():
        raise DomainError(
            Finding(
                code="certificate.reason",
                message=_("Say why a new version is made; the reason is printed on it."),
                source="opencme-certificates",
                field="reason",
            )
        )
    return _make(
        by,
        registration,
        _standing(registration),
        at=now,
        now=now,
        replaces=newest,
        reason=reason.strip()[:300],
        name=registration.person.name_with_credentials,
    )


def _locked(by: Actor, registration_id: int, permission: Permission) -> Registration:
    """Lock the registration; its own participant may have the certificate made, else ``permission`` is asked."""
    rows = Registration.objects.across_providers(why="the participant or the provider's staff, asked next")
    found: Registration | None = (
        rows.select_for_update(of=("self",))
        .select_related("person", "activity__provider__logo")
        .filter(pk=registration_id)
        .first()
    )
    if found is None:
        raise NotFound
    is_own = by.person_id is not None and by.person_id == found.person_id
    if not (is_own and permission == Permission.LEARNERS_SEE):
        require(by, permission, on=found.activity.provider_id)
    return found


def _standing(registration: Registration) -> tuple[Award, ...]:
    awards = current_awards(registration.awards.select_related("replaced_by"))
    if not awards:
        raise DomainError(
            Finding(
                code="certificate.no_credit",
                message=_("No credit stands for this participant; a certificate shows the credit that was claimed."),
                source=SOURCE,
            )
        )
    return awards


def _make(
    by: Actor,
    registration: Registration,
    awards: Sequence[Award],
    *,
    at: datetime,
    now: datetime,
    replaces: Certificate | None = None,
    reason: str = "",
    name: str = "",
) -> Certificate:
    """Typeset, store and record one version; ``at`` is what it is dated with: a second try gives the same bytes."""
    activity = registration.activity
    version = replaces.version + 1 if replaces else 1
    number = _number(registration, version)
    printed_name = name or awards[-1].printed_name
    designated = standing_designations(activity)
    lines = lines_of(activity, awards, printed_name, designated)
    facts = _facts(
        activity=activity,
        awards=awards,
        lines=lines,
        statements=printed_statements(activity, designated),
        number=number,
        version=version,
        reason=reason,
        printed_name=printed_name,
        at=at,
    )
    file = store_file(
        by=by,
        provider_id=activity.provider_id,
        name=f"certificate-{number}.pdf",
        content=certificate_pdf(facts),
        allowed=frozenset({"pdf"}),
        now=now,
    )
    made: Certificate = Certificate.objects.create(
        registration=registration,
        number=number,
        version=version,
        replaces=replaces,
        reason=reason,
        printed_name=printed_name,
        lines=_kept(activity, awards, lines),
        file=file,
        issued_at=at,
        by_label=by.label,
    )
    made.awards.add(*awards)
    _note(made, by=by, activity=activity, replaces=replaces, now=now)
    return made


def _note(made: Certificate, *, by: Actor, activity: Activity, replaces: Certificate | None, now: datetime) -> None:
    audit.record(
        "certificate.reissued" if replaces else "certificate.issued",
        by=by,
        subject=made,
        at=now,
        provider_id=activity.provider_id,
        activity_id=activity.pk,
        before={"number": replaces.number} if replaces else {},
        after={"number": made.number, "version": made.version, "reason": made.reason, "sha256": made.file.sha256},
    )


def _number(registration: Registration, version: int) -> str:
    """Give the number of a version: nobody can guess it, and a try after a crash gives the same."""
    secret = salted_hmac("opencme.certificate", f"{registration.public_id}:{version}", algorithm="sha256")
    return certificate_number(secret.digest())


def _kept(activity: Activity, awards: Sequence[Award], lines: Sequence[Printed]) -> dict[str, Any]:
    return {
        "activity": activity.title,
        "provider": activity.provider.name,
        "completed_on": max(each.completed_on for each in awards).isoformat(),
        "lines": [
            {
                "system": line.system,
                "basis": line.basis,
                "amount": line.amount,
                "unit": line.unit.marked,
                "sentence": line.sentence.marked,
            }
            for line in lines
        ],
    }


def _facts(
    *,
    activity: Activity,
    awards: Sequence[Award],
    lines: Sequence[Printed],
    statements: Sequence[RichText],
    number: str,
    version: int,
    reason: str,
    printed_name: str,
    at: datetime,
) -> CertificateFacts:
    completed = max(each.completed_on for each in awards)
    start, end = starts_at(activity), ends_at(activity)
    return CertificateFacts(
        number=number,
        version=version,
        issuer=_issuer(activity),
        participant=printed_name,
        title=activity.title,
        learning_format=_capitalized(learning_format(activity)),
        location=location(activity),
        first_day=local(activity, start).date() if start else completed,
        last_day=local(activity, end).date() if end else completed,
        is_live=activity.format in formats and formats[activity.format].is_live,
        completed_on=completed,
        issued_at=at,
        lines=[
            Line(is_awarded=line.basis == "awarded", amount=line.amount, unit=line.unit, sentence=line.sentence)
            for line in lines
        ],
        statements=statements,
        address=f"{settings.BASE_URL}/verify/{number}",
        reason=reason,
        paper=Paper.LETTER if activity.country in LETTER_COUNTRIES else Paper.A4,
    )


def _issuer(activity: Activity) -> Issuer:
    provider = activity.provider
    logo = (files.read_file(provider.logo), provider.logo.media_type) if provider.logo else None
    return Issuer(
        name=provider.name,
        address=provider.address,
        accreditor_id=provider.accreditor_provider_id,
        color=provider.brand_color,
        logo=logo,
        signatory_name=provider.signatory_name,
        signatory_title=provider.signatory_title,
    )


def _capitalized(words: str) -> str:
    return words[:1].upper() + words[1:]


def location(activity: Activity) -> str:
    """Give where a live activity takes place: "Duluth, MN, USA", or "Online"; empty for another."""
    found = formats.get(activity.format)
    if found is None or not found.is_live:
        return ""
    place = ", ".join(part for part in (activity.city, activity.state_or_province, activity.country) if part)
    return place or ("Online" if activity.delivery_method == "Live-Streamed" else activity.venue)
