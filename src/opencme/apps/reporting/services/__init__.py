"""Making reports and the activity file."""
