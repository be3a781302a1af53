"""Screens of participants."""
