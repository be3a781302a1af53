"""Screens of provider staff."""
