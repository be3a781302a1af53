"""Identifiers, counting rules and the facts reports are made of."""
