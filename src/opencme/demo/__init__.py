"""States built by calling services, for the demo, for tests and for `opencme seed`."""
