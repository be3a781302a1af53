"""Screens of clinicians about their own credit."""
