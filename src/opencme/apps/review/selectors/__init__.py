"""Reading content reviews: the newest, the form with its items, what is to be read."""

from opencme.apps.review.selectors.reviews import (
    ReviewPage,
    ReviewRow,
    newest_review,
    review_page,
    review_page_by_link,
    reviews_of,
)

__all__ = ["ReviewPage", "ReviewRow", "newest_review", "review_page", "review_page_by_link", "reviews_of"]
