"""Content review and approval."""
