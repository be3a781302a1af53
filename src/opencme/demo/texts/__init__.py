"""The words of the demo: invented people and organizations, real-looking work."""
