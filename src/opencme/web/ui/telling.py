"""Sentences about requirements in the reader's language."""

from opencme.apps.wallet.selectors.line_words import HERE, spoken

__all__ = ["HERE", "spoken"]
