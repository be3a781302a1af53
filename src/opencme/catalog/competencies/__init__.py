"""Competencies by list: one module per list, one line in ``BUILT_IN``."""

from typing import Final

from opencme.catalog.competencies import acgme, iom, ipec
from opencme.kernel.registry import Registry

BUILT_IN: Final = (*acgme.COMPETENCIES, *iom.COMPETENCIES, *ipec.COMPETENCIES)
competencies: Final = Registry(BUILT_IN, group="opencme.competencies")
