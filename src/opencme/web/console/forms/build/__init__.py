"""Forms about content, assessment and evaluation."""
