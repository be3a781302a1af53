"""The Django apps: one per group of tables somebody owns. Their order stands in pyproject.toml."""
