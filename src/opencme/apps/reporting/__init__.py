"""Reports to accreditors and the activity file."""
