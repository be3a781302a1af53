"""Allowances and expenses."""
