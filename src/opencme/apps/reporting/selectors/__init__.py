"""Reading what reports are made of, and reports."""
