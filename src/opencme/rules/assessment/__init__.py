"""Questions, scoring, and the files questions come in."""
