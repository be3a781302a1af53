"""Addresses by area; ``urls.py`` joins them."""
