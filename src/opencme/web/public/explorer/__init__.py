"""What the requirement explorer shows, made from the rule pack alone: no query, compiled once per day."""
