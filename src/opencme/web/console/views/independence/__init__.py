"""People in control, the reviewer's queue of relationships, the content review."""
