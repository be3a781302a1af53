"""Reading certificates: whose they are, whether they still stand, and whether a file is the one that was issued."""

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import pypdf
from django.db.models import Prefetch, QuerySet
from pypdf.errors import PyPdfError

from opencme.apps.activities.models import Activity
from opencme.apps.credit.models import Award, Certificate
from opencme.apps.delivery.models import Registration
from opencme.apps.files.models import StoredFile
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import NotFound
from opencme.kernel.text import RichText
from opencme.rules.access import Actor, Permission
from opencme.rules.activity.lifecycle import SEEN_BY_LEARNERS
from opencme.rules.credit.certificate_numbers import PATTERN, tidy_number


class Status(StrEnum):
    """Whether a certificate still stands; derived from the ledger, never stored."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """One credit system as a certificate prints it; ``amount`` is empty where only participation is certified."""

    system: str
    is_awarded: bool
    amount: str
    unit: RichText
    sentence: RichText


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateView:
    """A certificate as people see it; nothing beyond name, activity, credit and date (and the file for its owner)."""

    public_id: UUID
    registration_id: int
    number: str
    version: int
    status: Status
    name: str
    activity: str
    provider: str
    lines: tuple[PrintedLine, ...]
    completed_on: date
    issued_at: datetime
    reason: str
    changed_at: datetime | None
    file: StoredFile

    @property
    def issued_on(self) -> date:
        """The day it was issued, UTC."""
        return self.issued_at.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRow:
    """One participant with credit in an activity: the certificate that stands, and the versions before it."""

    registration_id: int
    registration: UUID
    name: str
    newest: CertificateView | None
    earlier: tuple[CertificateView, ...]


class FileVerdict(StrEnum):
    """What a PDF that somebody brings turns out to be."""

    GENUINE = "genuine"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """The verdict on a file, and the certificate it is or pretends to be."""

    verdict: FileVerdict
    certificate: CertificateView | None


def certificate_of(registration: Registration) -> CertificateView | None:
    """Give the newest certificate of a registration; None before the first."""
    return next(iter(certificates_of(registration.pk)), None)


def newest_numbers(registration_ids: Iterable[int]) -> dict[int, str]:
    """Give the number of the newest certificate by registration: one query; the caller decided who may see them."""
    rows = _unscoped().filter(registration_id__in=list(registration_ids), replaced_by=None)
    return dict(rows.values_list("registration_id", "number"))


def certificates_of(registration_id: int) -> tuple[CertificateView, ...]:
    """Give every version for a registration, the newest first; the caller has decided who may see them."""
    rows = _rows().filter(registration_id=registration_id).order_by("-version")
    return tuple(view(row) for row in rows)


def own_registration_with_credit(*, actor: Actor, activity_id: UUID) -> int:
    """Give the id of the actor's own registration when credit stands in it, else NotFound: one query."""
    found: int | None = (
        Award.objects.across_providers(why="participants reach their own rows")
        .filter(
            activity__public_id=activity_id,
            activity__state__in=list(SEEN_BY_LEARNERS),
            registration__person_id=actor.person_id,
            registration__withdrawn_at=None,
            replaced_by=None,
        )
        .exclude(kind="revocation")
        .values_list("registration_id", flat=True)
        .first()
    )
    if found is None or actor.person_id is None:
        raise NotFound
    return found


def certificate_to_verify(number: str) -> CertificateView:
    """Give the certificate with the number as somebody typed it; NotFound when there is none."""
    tidy = tidy_number(number)
    found = _rows().filter(number=tidy).first() if tidy else None
    if found is None:
        raise NotFound
    return view(found)


def certificates_of_activity(*, actor: Actor, activity: Activity) -> tuple[CertificateRow, ...]:
    """Give everybody with credit in the activity by family name, with their certificates; for its staff.

    Four queries, however many people.
    """
    require(actor, Permission.LEARNERS_SEE, on=activity.provider_id)
    registrations = (
        Registration.objects.of(activity.provider_id)
        .filter(activity=activity, awards__isnull=False)
        .select_related("person")
        .distinct()
        .order_by("person__family_name", "person__given_name", "pk")
    )
    by_registration: dict[int, list[CertificateView]] = {}
    for row in _rows().filter(registration__activity=activity).order_by("-version"):
        by_registration.setdefault(row.registration_id, []).append(view(row))
    return tuple(
        CertificateRow(
            registration_id=each.pk,
            registration=each.public_id,
            name=each.person.name_with_credentials,
            newest=next(iter(by_registration.get(each.pk, ())), None),
            earlier=tuple(by_registration.get(each.pk, ())[1:]),
        )
        for each in registrations
    )


def check_file(content: bytes) -> CheckedFile:
    """Say whether a PDF is byte for byte a certificate that was issued here.

    Genuine: its hash is that of a stored certificate. Altered: it carries the number of one but other bytes.
    Unknown: neither. A genuine file may still be superseded or revoked: ask the certificate's status.
    """
    digest = hashlib.sha256(content).hexdigest()
    genuine = _rows().filter(file__sha256=digest).first()
    if genuine is not None:
        return CheckedFile(verdict=FileVerdict.GENUINE, certificate=view(genuine))
    numbers = numbers_in(content)
    pretended = _rows().filter(number__in=numbers).first() if numbers else None
    if pretended is not None:
        return CheckedFile(verdict=FileVerdict.ALTERED, certificate=view(pretended))
    return CheckedFile(verdict=FileVerdict.UNKNOWN, certificate=None)


def numbers_in(content: bytes) -> tuple[str, ...]:
    """Give every certificate number that a PDF carries in its keywords or its text; empty when it is no PDF."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        keywords = str(reader.metadata.get("/Keywords", "")) if reader.metadata else ""
        texts = [keywords, *(page.extract_text() for page in reader.pages[:2])]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):  # pypdf on damaged files
        return ()
    found = (tidy_number(match) for text in texts for match in PATTERN.findall(text))
    return tuple(dict.fromkeys(number for number in found if number))


def may_read_file(actor: Actor, file: StoredFile) -> bool:
    """Say whether ``actor`` may read ``file`` as a certificate: its participant, or staff who see learners."""
    rows = _unscoped().filter(file=file).select_related("registration__activity")
    return any(
        (actor.person_id is not None and row.registration.person_id == actor.person_id)
        or actor.may(Permission.LEARNERS_SEE, on=row.registration.activity.provider_id)
        for row in rows
    )


def view(row: Certificate) -> CertificateView:
    """Give a certificate with its derived status."""
    activity = row.registration.activity
    tails = [_tail(award) for award in row.awards.all()]
    changed = [tail.awarded_at for tail, is_changed in tails if is_changed]
    newer = getattr(row, "replaced_by", None)
    moments = [*changed, *([newer.issued_at] if newer else [])]
    return CertificateView(
        public_id=row.public_id,
        registration_id=row.registration_id,
        number=row.number,
        version=row.version,
        status=_status(tails, has_newer=newer is not None),
        name=row.printed_name,
        activity=row.lines["activity"],
        provider=row.lines.get("provider") or activity.provider.name,
        lines=tuple(_printed(line) for line in row.lines["lines"]),
        completed_on=date.fromisoformat(row.lines["completed_on"]),
        issued_at=row.issued_at,
        reason=row.reason,
        changed_at=max(moments, default=None),
        file=row.file,
    )


def current_awards(awards: Iterable[Award]) -> tuple[Award, ...]:
    """Give the entries of the ledger that stand: not replaced, and no revocation; one per credit system."""
    standing = (award for award in awards if award.kind != "revocation" and not hasattr(award, "replaced_by"))
    return tuple(sorted(standing, key=lambda award: (award.awarded_at, award.pk)))


def _status(tails: Sequence[tuple[Award, bool]], *, has_newer: bool) -> Status:
    if tails and all(tail.kind == "revocation" for tail, _ in tails):
        return Status.REVOKED
    if has_newer or any(is_changed for _, is_changed in tails):
        return Status.SUPERSEDED
    return Status.VALID


def _tail(award: Award) -> tuple[Award, bool]:
    """Give the last entry that replaced ``award`` and whether it was replaced at all."""
    last = award
    while hasattr(last, "replaced_by"):
        last = last.replaced_by
    return last, last is not award


def _printed(line: dict[str, str]) -> PrintedLine:
    return PrintedLine(
        system=line["system"],
        is_awarded=line["basis"] == "awarded",
        amount=line["amount"],
        unit=RichText.parse(line["unit"]),
        sentence=RichText.parse(line["sentence"]),
    )


def _unscoped() -> QuerySet[Certificate]:
    rows: QuerySet[Certificate] = Certificate.objects.across_providers(
        why="anybody verifies by number; participants and staff are asked for by the caller"
    )
    return rows


def _rows() -> QuerySet[Certificate]:
    replaced = "replaced_by__replaced_by__replaced_by"
    awards = Award.objects.across_providers(why="they stand on the certificates").select_related(replaced)
    return (
        _unscoped()
        .select_related("registration__activity__provider", "file", "replaced_by")
        .prefetch_related(Prefetch("awards", queryset=awards))
    )
