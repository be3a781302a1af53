"""Who changed what, when, on whose behalf: one row per change, in the same transaction."""
