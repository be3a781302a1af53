"""The content standards by key, in editions: clauses with the test that shows each, and the review form of them."""

from datetime import date
from typing import Final

from opencme.catalog.content_standards import standard_1, standard_2, standard_3, standard_5
from opencme.catalog.content_standards.clause import Clause, ContentStandard
from opencme.kernel.registry import Registry
from opencme.rules.independence.review import ReviewItem

__all__ = ["Clause", "ContentStandard", "content_standards", "review_edition", "review_items"]

BUILT_IN: Final = (standard_1.STANDARD, standard_2.STANDARD, standard_3.STANDARD, standard_5.STANDARD)
content_standards: Final = Registry(BUILT_IN, group="opencme.content_standards")


def review_items(day: date) -> tuple[ReviewItem, ...]:
    """Give the questions of the content review in force on ``day``, in the order of the standards."""
    return tuple(
        item
        for standard in content_standards.values()
        for clause in standard.on(day).clauses
        if (item := clause.review_item) is not None
    )


def review_edition(day: date) -> str:
    """Name the editions a review on ``day`` goes by."""
    return ", ".join(f"{standard.key}@{standard.on(day).in_force_from}" for standard in content_standards.values())
