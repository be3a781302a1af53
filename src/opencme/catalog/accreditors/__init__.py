"""Accreditors of providers: one module each, one line in ``BUILT_IN``.

A state medical society that the ACCME recognises is added when its own statement is at hand: the name and abbreviation
are printed in the accreditation statement and are never guessed.
"""

from typing import Final

from opencme.catalog.accreditors import accme, cma, joint_accreditation
from opencme.kernel.registry import Registry

BUILT_IN: Final = (accme.ACCREDITOR, joint_accreditation.ACCREDITOR, cma.ACCREDITOR)
accreditors: Final = Registry(BUILT_IN, group="opencme.accreditors")
