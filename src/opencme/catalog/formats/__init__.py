"""Activity formats: one module per format, one line each in ``BUILT_IN``; the order is the one people choose from."""

from typing import Final

from opencme.catalog.formats import (
    committee,
    enduring,
    enduring_internet,
    journal,
    live,
    live_internet,
    manuscript_review,
    other,
    pi_cme,
    poc,
    rss,
    teaching,
    test_items,
)
from opencme.kernel.registry import Registry

BUILT_IN: Final = (
    live.FORMAT,
    live_internet.FORMAT,
    rss.FORMAT,
    enduring.FORMAT,
    enduring_internet.FORMAT,
    journal.FORMAT,
    test_items.FORMAT,
    manuscript_review.FORMAT,
    pi_cme.FORMAT,
    poc.FORMAT,
    teaching.FORMAT,
    committee.FORMAT,
    other.FORMAT,
)
formats: Final = Registry(BUILT_IN, group="opencme.formats")
