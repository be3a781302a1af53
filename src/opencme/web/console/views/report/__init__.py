"""Reports, the activity file and the certificates of an activity; the provider's reporting year."""
