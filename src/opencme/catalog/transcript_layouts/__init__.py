"""Transcripts people download elsewhere: one module per source, one line each in ``BUILT_IN``.

No source publishes its columns; but for our own and the ACCME's draft each is a mapping to begin with, which the
person sees and changes before anything is taken.
"""

from typing import Final

from opencme.catalog.transcript_layouts import aafp, accme, ce_broker, cme_passport, columns, opencme
from opencme.kernel.registry import Registry
from opencme.rules.credit.transcripts import Layout

BUILT_IN: Final = (
    opencme.LAYOUT,
    accme.LAYOUT,
    ce_broker.LAYOUT,
    cme_passport.LAYOUT,
    aafp.LAYOUT,
    columns.LAYOUT,
)
transcript_layouts: Final[Registry[Layout]] = Registry(BUILT_IN, group="opencme.transcript_layouts")
