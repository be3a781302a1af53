"""Credit systems: one module per system, one line each in ``BUILT_IN``."""

from typing import Final

from opencme.catalog.credit_systems import aafp, ama_pra_attendance, ama_pra_cat1, ancc
from opencme.kernel.registry import Registry
from opencme.rules.credit.systems import CreditSystem

BUILT_IN: Final = (ama_pra_cat1.SYSTEM, ama_pra_attendance.SYSTEM, ancc.SYSTEM, aafp.SYSTEM)
credit_systems: Final[Registry[CreditSystem]] = Registry(BUILT_IN, group="opencme.credit_systems")
