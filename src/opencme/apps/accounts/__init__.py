"""Persons, how they sign in, and the identifiers reports need of them."""
