"""Content, assessment and evaluation form of an activity."""
