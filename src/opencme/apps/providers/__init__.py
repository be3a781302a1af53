"""Accredited providers, their accreditation, staff and partner organizations."""
