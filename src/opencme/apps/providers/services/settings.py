"""Setting up a provider, and its settings: accreditation, numbers, brand, who signs."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.text import slugify

from opencme.apps.audit.services import record
from opencme.apps.files.models import StoredFile
from opencme.apps.providers.models import Membership, Provider
from opencme.apps.providers.permissions import require
from opencme.apps.providers.services.numbers import initials
from opencme.catalog.accreditors import accreditors
from opencme.kernel.findings import DomainError, Finding, NotAllowed
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor, Permission, Role
from opencme.rules.activity.clock import is_zone

SOURCE: Final = "opencme-provider"
SETTINGS: Final = frozenset(
    {
        "name",
        "accreditor",
        "status",
        "term_from",
        "term_to",
        "decided_on",
        "accreditor_provider_id",
        "ancc_accredited",
        "time_zone",
        "address",
        "website",
        "email",
        "brand_color",
        "logo",
        "signatory_name",
        "signatory_title",
        "number_prefix",
    }
)


@transaction.atomic
def create_provider(
    *,
    by: Actor,
    name: str,
    settings: Mapping[str, Any] | None = None,
    manager_id: int | None = None,
    now: datetime,
) -> Provider:
    """Set up a provider, with the actor as its manager and coordinator.

    Only the first provider of a deployment is set up by whoever comes first; later ones by the system (a command),
    which names the person who will manage it (``manager_id``).
    """
    manager = manager_id if by.is_system else by.person_id
    if manager is None:
        raise NotAllowed
    if not by.is_system and Provider.objects.exists():
        raise DomainError(
            _finding("provider.first", _("A provider is set up here already; ask its manager to invite you."), "name")
        )
    wanted = {"name": name.strip(), **(settings or {})}
    if found := tuple(_findings(wanted)):
        raise DomainError(*found)
    provider = Provider.objects.create(
        slug=_free_slug(name), **{"number_prefix": initials(name), **{key: wanted[key] for key in wanted}}
    )
    for role in (Role.MANAGER, Role.COORDINATOR):
        Membership.objects.create(provider=provider, person_id=manager, role=role, from_at=now)
    record("provider.created", by=by, subject=provider, at=now, provider_id=provider.pk, after={"name": provider.name})
    return provider


@transaction.atomic
def change_provider(*, by: Actor, provider_id: int, changes: Mapping[str, Any], now: datetime) -> Provider:
    """Change settings; what equals the present value is no change.

    changes: by column name in ``SETTINGS`` (another is a bug); ``logo`` is a file already stored for the provider.
    """
    require(by, Permission.PROVIDER_CHANGE, on=provider_id)
    if unknown := set(changes) - SETTINGS:
        msg = f"no settings of a provider: {sorted(unknown)}"
        raise ValueError(msg)
    provider = Provider.objects.select_for_update(of=("self",)).select_related("logo").get(pk=provider_id)
    wanted = {name: value for name, value in changes.items() if getattr(provider, name) != value}
    if not wanted:
        return provider
    present = {name: getattr(provider, name) for name in ("term_from", "term_to", "accreditor", "status")}
    if found := tuple(_findings({**present, **wanted})):
        raise DomainError(*found)
    before = {name: _told(getattr(provider, name)) for name in wanted}
    for name, value in wanted.items():
        setattr(provider, name, value)
    provider.save(update_fields=list(wanted))
    after = {name: _told(value) for name, value in wanted.items()}
    record("provider.changed", by=by, subject=provider, at=now, provider_id=provider_id, before=before, after=after)
    return provider


def _findings(wanted: Mapping[str, Any]) -> Iterator[Finding]:
    if "name" in wanted and not wanted["name"].strip():
        yield _finding("provider.name", _("Name the organization."), "name")
    if wanted.get("accreditor") and wanted["accreditor"] not in accreditors:
        yield _finding("provider.accreditor", _("Choose one of the accreditors."), "accreditor")
    if wanted.get("status") and wanted["status"] not in dict(Provider.STATUSES):
        yield _finding("provider.status", _("Choose one of the statuses."), "status")
    first, last = wanted.get("term_from"), wanted.get("term_to")
    if first and last and last < first:
        yield _finding("provider.term", _("The term ends before it begins."), "term_to")
    if wanted.get("time_zone") and not is_zone(wanted["time_zone"]):
        yield _finding("provider.time_zone", _("Choose a time zone such as America/Chicago."), "time_zone")
    number = wanted.get("accreditor_provider_id", "")
    if number and not re.fullmatch(r"[0-9]{7}", number):
        yield _finding(
            "provider.number", _("The accreditor's provider number has seven digits."), "accreditor_provider_id"
        )
    color = wanted.get("brand_color", "")
    if color and not re.fullmatch(r"#[0-9a-fA-F]{6}", color):
        yield _finding("provider.color", _("Give the color as # and six signs, like #0b4f63."), "brand_color")
    prefix = wanted.get("number_prefix", "")
    if prefix and not re.fullmatch(r"[A-Z0-9]{1,10}", prefix):
        yield _finding("provider.prefix", _("Use 1 to 10 capital letters and digits."), "number_prefix")


def _free_slug(name: str) -> str:
    wanted = slugify(name)[:50] or "provider"
    taken = set(Provider.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(each for each in (wanted, *(f"{wanted}-{number}" for number in range(2, 1000))) if each not in taken)


def _told(value: Any) -> Any:
    if isinstance(value, StoredFile):
        return value.name
    return value if isinstance(value, str | bool | int) or value is None else str(value)


def _finding(code: str, message: str, field: str) -> Finding:
    return Finding(code=code, message=message, source=SOURCE, field=field)
