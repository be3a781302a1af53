"""Addresses, one module per area; ``urls.py`` joins them."""
