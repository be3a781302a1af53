"""Forms about participants and their attendance."""
