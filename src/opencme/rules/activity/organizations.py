"""Who may plan accredited education: eligible organizations, and the ineligible companies that never may."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _

# In OpenCME's own words; the accreditor's are on its page (source accme-eligibility).
INELIGIBLE_MEANS: Final = _(
    "A company is ineligible when its primary business is to produce, market, sell, re-sell or distribute healthcare "
    "products used by or on patients."
)
OTHER_KIND: Final = "other_eligible"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationKind:
    """A kind of organization, with what follows from it."""

    key: str
    name: str
    is_eligible: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What is known of an organization before it becomes a partner.

    makes_products: answer to the definition of an ineligible company; None when nobody asked yet.
    """

    name: str
    kind: OrganizationKind | None
    makes_products: bool | None


def findings_on_partner(candidate: Candidate) -> tuple[Finding, ...]:
    """Say what stands against ``candidate`` as a partner: an ineligible company is stopped here (STD0-6, TRAP-06)."""

    def find() -> Iterator[Finding]:
        if not candidate.name.strip():
            yield Finding(
                code="partner.name", source="opencme-provider", field="name", message=_("Name the organization.")
            )
        if candidate.kind is None:
            yield Finding(
                code="partner.kind",
                source="accme-eligibility",
                field="kind",
                message=_("Say what kind of organization it is."),
            )
        elif not candidate.kind.is_eligible:
            yield Finding(
                code="partner.ineligible",
                source="accme-ineligible-joint-provider",
                field="kind",
                message=_("An ineligible company can never be a joint provider: %(kind)s."),
                params={"kind": candidate.kind.name},
            )
        if candidate.makes_products is None:
            yield Finding(
                code="partner.unasked",
                source="accme-eligibility",
                field="makes_products",
                message=_("Answer whether its primary business is healthcare products used by or on patients."),
            )
        elif candidate.makes_products:
            yield Finding(
                code="partner.ineligible",
                source="accme-ineligible-joint-provider",
                field="makes_products",
                message=_("Its primary business makes it an ineligible company; it can never be a joint provider."),
            )

    return tuple(find())


def kind_named(kinds: Mapping[str, OrganizationKind], key: str) -> OrganizationKind | None:
    """Give the kind; None for a key the catalog does not hold (any more)."""
    return kinds.get(key)
