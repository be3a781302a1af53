"""Screens for anyone: catalogue, activity page, verification, sign-in."""
