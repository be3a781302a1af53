"""Signing a content review."""

from opencme.apps.review.services.reviewing import review_by_link, review_content

__all__ = ["review_by_link", "review_content"]
