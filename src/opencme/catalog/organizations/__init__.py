"""Kinds of organizations, eligible and ineligible (Standards, section on eligibility)."""

from typing import Final

from opencme.catalog.organizations import eligible, ineligible
from opencme.kernel.registry import Registry

BUILT_IN: Final = (*eligible.KINDS, *ineligible.KINDS)
organization_kinds: Final = Registry(BUILT_IN, group="opencme.organization_kinds")
