"""Statements: locked words by key, each in editions by date. A test pins the hash of every edition."""

from typing import Final

from opencme.catalog.statements import accreditation, designation
from opencme.kernel.registry import Registry
from opencme.rules.credit.statements import StatementTemplate

BUILT_IN: Final = (*accreditation.STATEMENTS, *designation.STATEMENTS)
statements: Final[Registry[StatementTemplate]] = Registry(BUILT_IN, group="opencme.statements")
